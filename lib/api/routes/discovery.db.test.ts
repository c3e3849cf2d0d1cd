import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { mintToken } from '@/lib/auth/commands/tokens'
import type { Actor } from '@/lib/auth/actor'
import { db, transaction } from '@/lib/db/client'
import { runDiscovery } from '@/lib/discovery/commands/run-discovery'
import type { Role } from '@/lib/people/model'
import { anActor, aPerson } from '@/lib/testing/actors'
import { testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { answering, aTool, listing, widened } from '@/lib/testing/discovery-builders'
import { declareGrantWorld } from '@/lib/testing/grant-builders'
import { useSettings } from '@/lib/testing/settings'

const database = useDatabase()
const surprises: unknown[] = []
const app = buildApp((level, message, detail) => {
  if (level === 'error') surprises.push([message, detail])
})
const everything = [process.execPath, createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js')]
const folder = mkdtempSync(path.join(tmpdir(), 'bailiwick-discovery-'))
let token = ''
let reviewer: Actor

const discoveryConfig = path.join(folder, 'discovery.json')

useSettings({ discoveryConfig })
beforeAll(() => writeFileSync(discoveryConfig, JSON.stringify({ commands: [{ name: 'everything', argv: everything }] })))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function tokenOf(person: Actor, roles: Role[], bootstrap = false): Promise<string> {
  return (await transaction((tx) => mintToken(tx, testCtx(), { name: 'test', ownerId: person.id, createdBy: person.id, roles, scopes: ['read', 'write'], expiresAt: new Date(Date.now() + 86_400_000), ...(bootstrap ? { bootstrap } : {}) }))).token
}

type Body = { id: string; slug: string; status: string; code: string; items: { name: string; id: string; status: string }[]; nextCursor: string | null; counts: Record<string, number>; errors: { path: string }[]; warnings: string[] }

async function ask(method: 'GET' | 'POST' | 'PATCH', where: string, body?: unknown, as = token): Promise<{ status: number; body: Body }> {
  const answer = await app.request(where, { method, headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: answer.status, body: await answer.json() as Body }
}

beforeEach(async () => {
  await database.truncate()
  await declareGrantWorld()
  reviewer = await aPerson('reviewer@acme.test', ['security_reviewer'])
  token = await tokenOf(reviewer, ['security_reviewer'])
  surprises.length = 0
})

describe('discovery over HTTP', () => {
  it('lists a real server, which the operator allowed, with its tools, versions and contexts', async () => {
    await ask('PATCH', '/api/v1/servers/github', { transport: 'stdio', command: everything, discoverEveryHours: 24 })
    const run = await ask('POST', '/api/v1/servers/github/discover')
    expect(run).toMatchObject({ status: 201, body: { status: 'complete', server: 'github', serverInfo: { name: expect.any(String) as string }, error: null } })
    expect(run.body.counts['tools']).toBeGreaterThan(5)
    const tools = (await ask('GET', '/api/v1/servers/github/tools?limit=500')).body.items
    expect(tools).toHaveLength(run.body.counts['tools'] ?? 0)
    expect(tools.map((tool) => tool.name)).toContain('echo')
    expect(await ask('GET', '/api/v1/servers/github/tools/echo/versions')).toMatchObject({ body: { items: [{ number: 1, change: 'first', runId: run.body.id }] } })
    const prompts = (await ask('GET', '/api/v1/servers/github/contexts?kind=prompt')).body.items
    expect(prompts).toHaveLength(run.body.counts['prompts'] ?? 0)
    expect((await ask('POST', '/api/v1/servers/github/discover', {})).body).toMatchObject({ status: 'complete', counts: { added: 0, unchanged: tools.length, removed: 0 } })
    const first = await ask('GET', '/api/v1/servers/github/discovery-runs?limit=1')
    expect(first.body.items).toHaveLength(1)
    expect((await ask('GET', `/api/v1/servers/github/discovery-runs?limit=1&cursor=${first.body.nextCursor}`)).body).toMatchObject({ items: [{ id: run.body.id }], nextCursor: null })
    expect(surprises).toEqual([])
  }, 200_000)

  it('a command that the operator did not list, and a credential nobody knows, are failed runs and no errors', async () => {
    await ask('PATCH', '/api/v1/servers/github', { transport: 'stdio', command: [...everything, '--other'] })
    expect(await ask('POST', '/api/v1/servers/github/discover')).toMatchObject({ status: 201, body: { status: 'failed', error: { code: 'not_allowed' } } })
    await ask('PATCH', '/api/v1/servers/github', { transport: 'streamable_http', endpoint: 'https://mcp.acme.test/', discoveryCredential: 'nobody' })
    expect(await ask('POST', '/api/v1/servers/github/discover')).toMatchObject({ status: 201, body: { status: 'failed', credential: 'nobody', error: { code: 'not_allowed' } } })
    expect(await ask('GET', '/api/v1/servers/github')).toMatchObject({ body: { discoveryCredential: 'nobody', discoverEveryHours: null } })
    expect(await db().tool.count()).toBe(0)
  })

  it('a held run is decided under its own server only', async () => {
    const asked = (tools: string[]) => runDiscovery(anActor(['security_reviewer']), testCtx(), 'github', { trigger: 'api', connect: answering(listing(tools.map((name) => aTool(name)))) })
    await asked(['a', 'b', 'c'])
    const held = await asked(['a'])
    const decision = { decision: 'apply', reason: 'Retired' }
    expect(await ask('POST', `/api/v1/servers/vault/discovery-runs/${held.id}/decision`, decision)).toMatchObject({ status: 404 })
    expect(await ask('POST', `/api/v1/servers/github/discovery-runs/${held.id}/decision`, { ...decision, reason: ' ' })).toMatchObject({ status: 422 })
    expect(await ask('POST', `/api/v1/servers/github/discovery-runs/${held.id}/decision`, decision)).toMatchObject({ status: 200, body: { status: 'complete', counts: { removed: 2 } } })
    expect(await ask('POST', `/api/v1/servers/github/discovery-runs/${held.id}/decision`, decision)).toMatchObject({ status: 409, body: { code: 'illegal_transition' } })
  })

  it('a definition is approved by the start token, not by a service token', async () => {
    const asked = (tool: ReturnType<typeof aTool>) => runDiscovery(anActor(['security_reviewer']), testCtx(), 'github', { trigger: 'api', connect: answering(listing([tool])) })
    await asked(aTool('a b/c'))
    await asked(widened('a b/c'))
    const where = `/api/v1/servers/github/tools/${encodeURIComponent('a b/c')}/versions/2/approve`
    expect(await ask('POST', where, { reason: 'Read' })).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    const start = await tokenOf(reviewer, ['security_reviewer'], true)
    expect(await ask('POST', where, { reason: 'Read' }, start)).toMatchObject({ status: 200, body: { tool: { approvedVersion: 2, version: 2 }, released: 0 } })
    expect(await ask('POST', where.replace('/2/', '/1/'), { reason: 'Read' }, start)).toMatchObject({ status: 409, body: { code: 'stale_version' } })
    expect(await ask('POST', where.replace('/2/', '/0/'), { reason: 'Read' }, start)).toMatchObject({ status: 422 })
  })
})

describe('a registry document over HTTP', () => {
  const document = { name: 'io.github.acme/weather', description: 'Weather', version: '1.0.0', remotes: [{ type: 'streamable-http', url: 'https://mcp.acme.test/mcp' }] }

  it('becomes a proposed server, once', async () => {
    const made = await ask('POST', '/api/v1/servers/import', { server: document, _meta: { 'io.modelcontextprotocol.registry/official': { status: 'deleted' } } })
    expect(made).toMatchObject({ status: 201, body: { slug: 'weather', lifecycle: 'proposed', source: 'registry', ownerEmail: 'reviewer@acme.test', aliases: ['io.github.acme/weather'], warnings: ['The registry says that this server is deleted.'] } })
    expect(await ask('POST', '/api/v1/servers/import', document)).toMatchObject({ status: 409, body: { code: 'name_taken' } })
    expect(await db().server.count({ where: { source: 'registry' } })).toBe(1)
  })

  it.each([
    [{ ...document, version: '1.x' }, 422, 'version'], [{ serverJson: document, ownerEmail: 'ghost@acme.test' }, 422, 'ownerEmail'], [{ serverJson: document, sensitivity: 'restricted' }, 422, 'identity'],
    [{ serverJson: document, slug: 'github' }, 409, 'slug'], [{ ...document, remotes: [{ type: 'sse', url: 'ftp://acme.test' }] }, 422, 'endpoint'], [{ serverJson: { ...document, packages: 'x' } }, 422, 'serverJson.packages'],
  ])('%j is refused with %i', async (body, status, where) => {
    expect(await ask('POST', '/api/v1/servers/import', body)).toMatchObject({ status, body: { errors: [{ path: where }] } })
    expect(surprises).toEqual([])
  })
})
