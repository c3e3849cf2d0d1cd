import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { type Api, apiOf } from '../fixtures/http'
import { type Program, startProgram } from '../fixtures/program'

let program: Program
let api: Api

test.beforeAll(async () => {
  program = await startProgram()
  api = apiOf(program.url, program.token)
})
test.afterAll(async () => {
  await program.stop()
  program.clean()
})

const source = { 'bailiwick-source': 'hostile' }
const good = { occurredAt: new Date().toISOString(), kind: 'tool_call', server: 's', target: 't', outcome: 'success' }

const VALUES: unknown[] = [
  null, '', ' ', '\u0000', '\ud800', 'x'.repeat(100_000), -1, 1e308, 1.5, true, [], {}, [[]], { $ne: 1 }, "'; DROP TABLE person; --", '../../etc/passwd', '%00', '٣', '<script>alert(1)</script>',
  '=cmd|calc', '9999-99-99T99:99:99Z', '0000-01-01T00:00:00Z', '+275760-09-13T00:00:00.001Z', '2026-02-30T00:00:00Z', 'spiffe://', 'spiffe://A/..', 'constructor', '__proto__',
]

test('hostile members of an event are dead letters or accepted, never a 5xx, and every record is counted', async () => {
  const events = Object.keys({ ...good, id: 1, access: 1, resources: 1, human: 1, client: 1, agent: 1, delegation: 1, task: 1, session: 1, traceId: 1, spanId: 1, parentSpanId: 1, decisionId: 1, durationMs: 1, parameters: 1, surprise: 1 })
    .flatMap((field) => VALUES.map((value) => ({ ...good, [field]: value })))
  for (let i = 0; i < events.length; i += 100) {
    const part = events.slice(i, i + 100)
    const answer = await api.post('/api/v1/events', { events: part }, source)
    expect(answer.status, JSON.stringify(answer.body).slice(0, 500)).toBe(200)
    const { received, accepted, duplicates, rejected } = answer.body as Record<string, number>
    expect(received).toBe(part.length)
    expect((accepted ?? 0) + (duplicates ?? 0) + (rejected ?? 0)).toBe(received)
  }
})

const BODIES: [string, BodyInit, Record<string, string>][] = [
  ['nothing', '', {}],
  ['no JSON', '{', {}],
  ['no UTF-8', new Uint8Array([0xff, 0xfe, 0x00]), {}],
  ['a number', '7', {}],
  ['deep nesting', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, {}],
  ['gzip that is none', 'plain', { 'content-encoding': 'gzip' }],
  ['cut gzip', new Uint8Array(gzipSync('{"events":[]}').subarray(0, 12)), { 'content-encoding': 'gzip' }],
  ['a gzip bomb', new Uint8Array(gzipSync(Buffer.alloc(64 * 1024 * 1024, 32))), { 'content-encoding': 'gzip' }],
  ['an unknown encoding', '{}', { 'content-encoding': 'br' }],
  ['an unknown type', '{}', { 'content-type': 'text/xml' }],
]

for (const [name, body, headers] of BODIES) {
  test(`a body of ${name} is refused with a 4xx at every ingest address`, async () => {
    for (const path of ['/api/v1/events', '/api/v1/events/toolhive', '/api/v1/events/nonsense', '/api/v1/heartbeat']) {
      const answer = await api.raw(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...source, ...headers } })
      expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(500)
    }
  })
}

test('hostile bodies, identifiers and queries at every described address answer below 500, as problem details', async () => {
  const description = await api.get('/api/openapi.json')
  const paths = description.body['paths'] as Record<string, Record<string, unknown>>
  for (const [template, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods)) {
      for (const value of ['x', '%00', '%ff', '..%2f..', 'a'.repeat(3000), encodeURIComponent("' OR 1=1 --")]) {
        const path = template.replaceAll(/\{[^}]+\}/g, value)
        const init: RequestInit = method === 'get' ? { method: 'GET' } : { method: method.toUpperCase(), headers: { 'content-type': 'application/json', ...source }, body: JSON.stringify({ [value]: value }) }
        const answer = await fetch(`${program.url}${path}?limit=${value}&cursor=${value}&q=${value}&from=${value}`, { ...init, headers: { ...init.headers, authorization: `Bearer ${program.token}` } })
        expect(answer.status, `${method} ${path.slice(0, 200)}`).toBeLessThan(500)
        await answer.arrayBuffer()
      }
    }
  }
})

test('registrations with hostile members are refused below 500 and change nothing that the trail does not tell', async () => {
  const bodies: [string, Record<string, unknown>][] = [
    ['/api/v1/people', { email: 'a@b.test', name: 'A', roles: ['member'] }],
    ['/api/v1/agents', { name: 'a', identity: { kind: 'spiffe', id: 'spiffe://a.test/b' }, sponsorEmail: program.admin.email }],
    ['/api/v1/clients', { name: 'c', clientId: 'c' }],
    ['/api/v1/servers', { slug: 'abc', name: 'n', purpose: 'p', environment: 'production', sensitivity: 'public', transport: 'streamable_http', endpoint: 'https://x.test', ownerEmail: program.admin.email }],
    ['/api/v1/sources', { name: 's', format: 'native', vantage: 'gateway' }],
    ['/api/v1/grants/import', { reason: 'r', grants: [] }],
    ['/api/v1/tokens', { name: 't', roles: ['auditor'], scopes: ['read'], expiresInDays: 1 }],
  ]
  for (const [path, body] of bodies) {
    for (const field of [...Object.keys(body), 'surprise']) {
      for (const value of VALUES) {
        const answer = await api.post(path, { ...body, [field]: value })
        expect(answer.status, `${path} ${field}=${JSON.stringify(value)?.slice(0, 80)}`).toBeLessThan(500)
      }
    }
  }
  expect((await api.get('/api/v1/trail/verify')).body['ok']).toBe(true)
})
