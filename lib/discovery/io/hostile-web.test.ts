import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import type { DiscoveryBounds, DiscoveryTarget } from '@/lib/discovery/model'
import { always, legacyServer, loopback, modernScript, type Handler, type Lists, type Loopback } from '@/lib/testing/mcp/loopback'
import { small, webTarget } from '@/lib/testing/mcp/npm-servers'
import { connectAndList } from './connect'

const open: Loopback[] = []
afterEach(async () => void (await Promise.all(open.splice(0).map((server) => server.close()))))

async function serve(handler: Handler): Promise<Loopback> {
  const server = await loopback(handler)
  open.push(server)
  return server
}

async function discover(handler: Handler, bounds: Partial<DiscoveryBounds> = {}, more: Partial<DiscoveryTarget> = {}) {
  const server = await serve(handler)
  const { target, config } = webTarget(server.port, more.transport === 'sse' ? { endpoint: `${server.origin}/sse`, ...more } : more)
  return connectAndList(target, config, { bounds: small(bounds) })
}

const JSON_TYPE = { 'content-type': 'application/json' }
const tool = (name: unknown, more = {}) => ({ name, inputSchema: { type: 'object' }, ...more })

/** Writes for as long as somebody reads. */
function endless(response: ServerResponse, chunk: string): void {
  const more = () => { while (response.write(chunk)); }
  response.on('drain', more)
  more()
}

describe('a server that does not answer as it should', () => {
  const cases: [string, Handler, string, RegExp, Partial<DiscoveryBounds>?][] = [
    ['keeps silent', () => undefined, 'timeout', /did not answer within 100 milliseconds/, { requestMs: 100 }],
    ['sends headers and then nothing', (_, response) => void response.writeHead(200, JSON_TYPE).flushHeaders(), 'timeout', /did not answer/, { requestMs: 100 }],
    ['sends an event stream without events', (_, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders(), 'timeout', /did not answer/, { requestMs: 100 }],
    ['sends a body without end', (_, response) => endless(response.writeHead(200, JSON_TYPE), ' '.repeat(4096)), 'too_large', /larger than 98 KiB/, { answerBytes: 100_000 }],
    ['sends an event stream without end', (_, response) => endless(response.writeHead(200, { 'content-type': 'text/event-stream' }), `data: ${'x'.repeat(1000)}\n\n`), 'too_large', /larger/, { answerBytes: 100_000 }],
    ['sends little bytes that unpack to much', (_, response) => void response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(gzipSync(' '.repeat(2_000_000))), 'too_large', /larger/, { answerBytes: 100_000 }],
    ['sends a web page', always(200, { 'content-type': 'text/html' }, '<h1>Sign in</h1>'), 'invalid_answer', /no MCP message/],
    ['sends JSON that is no message', always(200, JSON_TYPE, '{"hello":1}'), 'invalid_answer', /no MCP message/],
    ['sends half of JSON', always(200, JSON_TYPE, '{"jsonrpc":'), 'invalid_answer', /no MCP message/],
    ['is not there', always(404, { 'content-type': 'text/html' }, 'not found'), 'invalid_answer', /answered 404/],
    ['breaks', always(500, {}, 'boom'), 'invalid_answer', /answered 500/],
    ['has a proxy without a server', always(502, {}), 'unreachable', /answered 502/],
    ['wants a credential', always(401, { 'www-authenticate': 'Bearer' }), 'unauthorized', /refused the request \(401\)/],
    ['forbids', always(403, {}), 'unauthorized', /\(403\)/],
    ['hangs up', (_, response) => void response.destroy(), 'unreachable', /broke the connection off/],
    ['is not HTTP-clean', (_, response) => void response.socket?.end('SSH-2.0-OpenSSH\r\n'), 'unreachable', /./],
  ]
  test.each(cases)('one that %s is a readable failure', async (_, handler, code, message, bounds = {}) => {
    const outcome = await discover(handler, bounds)
    expect(outcome).toMatchObject({ ok: false, code, message: expect.stringMatching(message) })
    expect(outcome).toMatchObject({ message: expect.stringContaining('Nothing was removed.') })
    expect(outcome).not.toHaveProperty('listing')
  })

  test('nobody at the address is a readable failure', async () => {
    const server = await serve(() => undefined)
    await server.close()
    const { target, config } = webTarget(server.port)
    expect(await connectAndList(target, config)).toMatchObject({ ok: false, code: 'unreachable', message: expect.stringContaining('refuses connections') })
  })

  test('a port that no browser would ask says so', async () => {
    const { target, config } = webTarget(6000)
    expect(await connectAndList(target, config)).toMatchObject({ ok: false, code: 'unreachable', message: expect.stringContaining('bad port') })
  })

  test('an event source that sends no endpoint is given up with the run', async () => {
    expect(await discover((_, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders(), { runMs: 150 }, { transport: 'sse' })).toMatchObject({ ok: false, code: 'timeout' })
  })

  test.each([[401, 'unauthorized'], [404, 'invalid_answer']] as const)('an event source that answers %s is a readable failure', async (status, code) => {
    expect(await discover(always(status, {}), {}, { transport: 'sse' })).toMatchObject({ ok: false, code })
  })
})

describe('pages', () => {
  const lists = (tools: Lists[string]): Lists => ({ 'tools/list': tools })
  const page = (name: unknown, nextCursor?: string) => ({ tools: [tool(name)], ...(nextCursor === undefined ? {} : { nextCursor }) })

  test('without end, each with a new cursor, end at the bound', async () => {
    let page_ = 0
    expect(await discover(legacyServer(lists(() => page(`t${++page_}`, `c${page_}`))), { pages: 5 })).toMatchObject({ ok: false, code: 'endless_pages', message: expect.stringContaining('more than 5 pages') })
  })

  test('in a circle end at the cursor that comes again', async () => {
    let asked = 0
    expect(await discover(legacyServer(lists(({ cursor }) => page(`t${++asked}`, cursor === 'a' ? 'b' : 'a'))))).toMatchObject({ ok: false, code: 'endless_pages', message: expect.stringContaining('the same cursor twice') })
    expect(asked).toBeLessThanOrEqual(4)
  })

  test('with too many things end at the bound', async () => {
    expect(await discover(legacyServer(lists(() => ({ tools: Array.from({ length: 11 }, (_, i) => tool(`t${i}`)) }))), { items: 10 })).toMatchObject({ ok: false, code: 'too_large', message: expect.stringContaining('more than 10 things') })
  })

  test('that together are too large end at the bound of the run', async () => {
    let page_ = 0
    expect(await discover(legacyServer(lists(() => ({ tools: [tool(`t${++page_}`, { description: 'x'.repeat(20_000) })], nextCursor: `${page_}` }))), { totalBytes: 100_000 })).toMatchObject({ ok: false, code: 'too_large', message: expect.stringContaining('in all') })
  })
})

describe('definitions that are none', () => {
  const nested = JSON.parse(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`) as unknown
  const lies: [string, unknown[], RegExp][] = [
    ['a schema that is text', [tool('a', { inputSchema: 'object' })], /the tool "a": inputSchema is no object/],
    ['no schema', [{ name: 'a' }], /inputSchema is no object/],
    ['a schema for a list', [tool('a', { inputSchema: { type: 'array' } })], /inputSchema\.type is not "object"/],
    ['properties that are a list', [tool('a', { inputSchema: { type: 'object', properties: [] } })], /inputSchema\.properties is no object/],
    ['a required that is text', [tool('a', { inputSchema: { type: 'object', required: 'x' } })], /inputSchema\.required is no list/],
    ['a hint that is text', [tool('a', { annotations: { readOnlyHint: 'yes' } })], /annotations\.readOnlyHint is neither true nor false/],
    ['a description that is a number', [tool('a', { description: 7 })], /description is no text/],
    ['a name with a line end', [tool('a\nb')], /control characters/],
    ['no name', [tool('')], /a tool without a name: name is empty/],
    ['a name that is a number', [tool(7)], /name is no text/],
    ['a name of a thousand characters', [tool('n'.repeat(1000))], /more than 128 characters/],
    ['a tool that is null', [null], /is no object/],
    ['the same name twice', [tool('a'), tool('a', { description: 'other' })], /lists the tool "a" twice/],
    ['U+0000 in a description', [tool('a', { description: 'x\u0000' })], /no text/],
    ['half a surrogate pair deep inside', [tool('a', { inputSchema: { type: 'object', properties: { '\ud800': {} } } })], /no text/],
    ['a schema nested a hundred deep', [tool('a', { inputSchema: { type: 'object', properties: nested } })], /nested deeper than 64/],
  ]
  test.each(lies)('%s fails the run and names the tool', async (_, tools, message) => {
    for (const script of [legacyServer, modernScript]) {
      expect(await discover(script({ 'tools/list': () => ({ tools: [tool('fine'), ...tools] }) }))).toMatchObject({ ok: false, code: 'invalid_answer', message: expect.stringMatching(message) })
    }
  })

  test('a definition larger than 256 KiB fails the run', async () => {
    expect(await discover(legacyServer({ 'tools/list': () => ({ tools: [tool('a', { description: 'x'.repeat(300_000) })] }) }))).toMatchObject({ ok: false, code: 'too_large', message: expect.stringContaining('256 KiB is the most') })
  })

  test('a list that is none fails the run', async () => {
    expect(await discover(legacyServer({ 'tools/list': () => ({ tools: 'many' }) }))).toMatchObject({ ok: false, code: 'invalid_answer' })
    expect(await discover(legacyServer({ 'tools/list': () => ({}) }))).toMatchObject({ ok: false, code: 'invalid_answer' })
  })

  test('a server that declares tools and does not list them fails the run', async () => {
    expect(await discover(legacyServer({ 'tools/list': () => undefined }))).toMatchObject({ ok: false, code: 'invalid_answer', message: expect.stringContaining('Method not found') })
  })

  test('a resource listed twice alike counts once; two that differ fail the run', async () => {
    const resources = (second: string) => legacyServer({ 'resources/list': () => ({ resources: [{ uri: 'a://1', name: 'x' }, { uri: 'a://1', name: second }] }) })
    expect(await discover(resources('x'))).toMatchObject({ ok: true, listing: { contexts: [{ kind: 'resource', name: 'a://1', title: 'x' }] } })
    expect(await discover(resources('y'))).toMatchObject({ ok: false, code: 'invalid_answer' })
  })
})
