import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler } from '@modelcontextprotocol/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DiscoveryOutcome } from '@/lib/discovery/model'
import { legacyServer, loopback, modernScript } from '@/lib/testing/mcp/loopback'
import { modernServer } from '@/lib/testing/mcp/modern-server'
import { everythingAt, npmServer, programTarget, webTarget } from '@/lib/testing/mcp/npm-servers'
import { connectAndList } from './connect'

const modernProgram = [process.execPath, path.resolve(import.meta.dirname, '../../testing/mcp/modern-server.ts')]

function listed(outcome: DiscoveryOutcome) {
  if (!outcome.ok) throw new Error(outcome.message)
  const named = (kind: string) => outcome.listing.contexts.filter((context) => context.kind === kind).map(({ name }) => name)
  return { ...outcome, tools: outcome.listing.tools.map(({ name }) => name), resources: named('resource'), templates: named('template'), prompts: named('prompt') }
}

describe('reference servers from npm over their standard streams', () => {
  const discover = async (command: string[]) => {
    const { target, config } = programTarget(command)
    return listed(await connectAndList(target, config))
  }

  test('server-everything: 13 tools with schemas and annotations, resources, templates and prompts', async () => {
    const found = await discover(npmServer('everything'))
    expect(found).toMatchObject({ era: 'legacy', protocolVersion: '2025-11-25', serverInfo: { name: 'mcp-servers/everything' } })
    expect(found.tools).toHaveLength(13)
    expect(found.listing.tools.find(({ name }) => name === 'echo')).toMatchObject({ title: 'Echo Tool', inputSchema: { type: 'object', required: ['message'] }, annotations: { readOnlyHint: true } })
    expect(found.listing.tools.find(({ name }) => name === 'get-structured-content')?.outputSchema).toMatchObject({ type: 'object' })
    expect([found.resources.length, found.templates, found.prompts.length]).toEqual([7, ['demo://resource/dynamic/text/{resourceId}', 'demo://resource/dynamic/blob/{resourceId}'], 4])
  })

  test('server-filesystem: 14 tools', async () => {
    expect((await discover(npmServer('filesystem', '/tmp'))).tools).toHaveLength(14)
  })

  test('server-memory: 9 tools and its graph', async () => {
    const found = await discover(npmServer('memory'))
    expect(found.tools).toHaveLength(9)
    expect(found.resources).toEqual(['memory://knowledge-graph'])
  })

  test('server-sequential-thinking: 1 tool', async () => {
    expect((await discover(npmServer('sequential-thinking'))).tools).toEqual(['sequentialthinking'])
  })

  test('two runs of the same server list the very same definitions', async () => {
    const [first, second] = await Promise.all([discover(npmServer('memory')), discover(npmServer('memory'))])
    expect(first.listing).toEqual(second.listing)
  })
})

describe('server-everything at an address', () => {
  test.each([['streamableHttp', 'streamable_http', 'mcp'], ['sse', 'sse', 'sse']] as const)('%s: the same 13 tools', async (mode, transport, at) => {
    const server = await everythingAt(mode)
    try {
      const { target, config } = webTarget(server.port, { transport, endpoint: `http://127.0.0.1:${server.port}/${at}` })
      const found = listed(await connectAndList(target, config))
      expect(found).toMatchObject({ era: 'legacy', protocolVersion: '2025-11-25' })
      expect([found.tools.length, found.resources.length, found.templates.length, found.prompts.length]).toEqual([13, 7, 2, 4])
    } finally {
      server.stop()
    }
  })
})

describe('a 2026-07-28 server', () => {
  let server: Server
  beforeAll(async () => {
    const handler = toNodeHandler(createMcpHandler(modernServer, { legacy: 'reject' }))
    server = createServer((request, response) => void handler(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => void server.close())

  const expected = { era: 'modern', protocolVersion: '2026-07-28', serverInfo: { name: 'acme-tickets', version: '3.1.0' }, tools: ['close_ticket', 'read_ticket'], resources: ['tickets://queue'], templates: ['tickets://ticket/{id}'], prompts: ['summarise'] }

  test('is listed whole over HTTP', async () => {
    const { target, config } = webTarget((server.address() as AddressInfo).port)
    const found = listed(await connectAndList(target, config))
    expect(found).toMatchObject(expected)
    expect(found.listing.tools[0]).toMatchObject({ annotations: { destructiveHint: true, openWorldHint: false }, outputSchema: { type: 'object' }, inputSchema: { properties: { reason: { maxLength: 200 } } } })
    expect(found.listing.contexts.find(({ kind }) => kind === 'prompt')?.detail).toMatchObject({ arguments: [{ name: 'ticket', required: true }] })
  })

  test('is listed whole over its standard streams', async () => {
    const { target, config } = programTarget(modernProgram)
    expect(listed(await connectAndList(target, config))).toMatchObject(expected)
  })
})

describe('paging', () => {
  test('follows the cursors of every list to their ends and keeps the order', async () => {
    const page = (key: string, make: (i: number) => unknown) => ({ cursor }: Record<string, unknown>) => {
      const at = Number(cursor ?? 0)
      return { [key]: [make(at * 2), make(at * 2 + 1)], ...(at < 4 ? { nextCursor: String(at + 1) } : {}) }
    }
    const server = await loopback(legacyServer({
      'tools/list': page('tools', (i) => ({ name: `tool-${i}`, inputSchema: { type: 'object' } })),
      'resources/list': page('resources', (i) => ({ uri: `file:///${i}`, name: `${i}` })),
      'prompts/list': page('prompts', (i) => ({ name: `prompt-${i}` })),
    }))
    try {
      const { target, config } = webTarget(server.port)
      const found = listed(await connectAndList(target, config))
      expect(found.tools).toEqual(Array.from({ length: 10 }, (_, i) => `tool-${i}`))
      expect([found.resources.length, found.prompts.length]).toEqual([10, 10])
      // It declares resources and answers "method not found" to templates: it has none.
      expect(found.templates).toEqual([])
    } finally {
      await server.close()
    }
  })

  test.each([['legacy', legacyServer], ['modern', modernScript]] as const)('definitions of a %s server arrive as it wrote them, members that we do not know included', async (era, script) => {
    const schema = { type: 'object', $defs: { node: { properties: { next: { $ref: '#/$defs/node' } } } }, properties: { a: { $ref: '#/$defs/node', 'x-mcp-header': 'bad header!' } }, 'x-unknown': [1, { deep: null }] }
    const server = await loopback(script({ 'tools/list': () => ({ tools: [{ name: 'a', inputSchema: schema, annotations: { readOnlyHint: true, 'x-more': 1 }, icons: [] }] }) }))
    try {
      const { target, config } = webTarget(server.port)
      const found = listed(await connectAndList(target, config))
      expect(found.era).toBe(era)
      expect(found.listing.tools).toEqual([{ name: 'a', inputSchema: schema, annotations: { readOnlyHint: true, 'x-more': 1 } }])
    } finally {
      await server.close()
    }
  })
})
