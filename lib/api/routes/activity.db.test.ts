import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { eventAnswer, usageAnswer } from '@/lib/activity/answers'
import { headlessStart } from '@/lib/auth/commands/headless-start'
import { buildApp } from '@/lib/api/app'
import { newId } from '@/lib/ids'
import { useDatabase } from '@/lib/testing/database'

const database = useDatabase()
const faults: unknown[] = []
const app = buildApp((_, message, detail) => faults.push([message, detail]))
let start = ''

type Answer = { status: number; body: Record<string, unknown> & { items?: Record<string, unknown>[] } }

async function call(method: string, path: string, options: { body?: BodyInit; json?: unknown; headers?: Record<string, string>; token?: string } = {}): Promise<Answer> {
  const body = options.json === undefined ? options.body : JSON.stringify(options.json)
  const request = new Request(`http://test${path}`, { method, ...(body === undefined ? {} : { body }), headers: { authorization: `Bearer ${options.token ?? start}`, ...(options.json === undefined ? {} : { 'content-type': 'application/json' }), ...options.headers } })
  const answer = await app.fetch(request)
  const text = await answer.text()
  expect(faults).toEqual([])
  return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) }
}

const gw = { 'bailiwick-source': 'gw' }
const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()
let counter = 0
const anEvent = (data: Record<string, unknown> = {}): Record<string, unknown> => ({ id: `e${counter += 1}`, occurredAt: ago(60), kind: 'tool_call', server: 'github', target: 'create_issue', agent: 'triage', client: 'code', human: 'dana@acme.test', outcome: 'success', ...data })
const send = (events: unknown[], headers: Record<string, string> = gw) => call('POST', '/api/v1/events', { json: { events }, headers })
const list = async (query: string) => (await call('GET', `/api/v1/events?${query}`)).body.items ?? []

beforeEach(async () => {
  await database.truncate()
  faults.length = 0
  const now = new Date()
  const outcome = await headlessStart({ now, id: (kind) => newId(kind, now) }, { email: 'root@acme.test', password: 'correct horse battery staple 9', apiToken: 'generate' })
  if (!outcome.done || outcome.generatedToken === null) throw new Error('No start token.')
  start = outcome.generatedToken
})

describe('which source speaks', () => {
  test('the start token names one by header, which is made when missing', async () => {
    expect((await send([anEvent()])).body).toEqual({ received: 1, accepted: 1, duplicates: 0, rejected: 0, errors: [] })
    expect((await send([anEvent()], {})).status).toBe(422)
    expect((await send([anEvent()], { 'bailiwick-source': 'a b' })).status).toBe(422)
    const { items } = (await call('GET', '/api/v1/sources')).body
    expect(items).toMatchObject([{ name: 'gw', format: 'native', vantage: 'gateway', health: 'not_stated', counters: { received: 1, accepted: 1 } }])
  })

  test('a source’s own token speaks for it alone and may not read', async () => {
    const made = await call('POST', '/api/v1/sources', { json: { name: 'thv', format: 'toolhive', vantage: 'gateway', expectedHeartbeatSeconds: 60 } })
    expect(made.status).toBe(201)
    const token = String(made.body['token'])
    const line = JSON.stringify({ type: 'mcp_tool_call', audit_id: 'a1', logged_at: ago(5), outcome: 'success', component: 'github', target: { name: 'create_issue' }, subjects: { user: 'dana@acme.test' } })
    const lines = `${line}\n${JSON.stringify({ type: 'mcp_tools_list', logged_at: ago(5) })}\n\n${line}`
    expect((await call('POST', '/api/v1/events/toolhive', { body: lines, token })).body).toMatchObject({ received: 3, accepted: 1, duplicates: 1, rejected: 1, errors: [{ index: 1, code: 'unsupported_record' }] })
    expect((await call('POST', '/api/v1/events/toolhive', { body: lines, token, headers: gw })).status).toBe(403)
    expect((await call('GET', '/api/v1/events', { token })).status).toBe(403)
    // A listing is no gap in the evidence.
    expect((await call('GET', '/api/v1/sources/thv')).body).toMatchObject({ counters: { openDeadLetters: 0, rejected: 1 } })
    expect((await call('POST', '/api/v1/sources', { json: { name: 'thv', format: 'native', vantage: 'agent' } })).status).toBe(409)
  })

  test('an unknown format is not found', async () => {
    expect((await call('POST', '/api/v1/events/nonsense', { body: '{}', headers: gw })).status).toBe(404)
  })
})

describe('a delivery that is none is refused, and nothing of it stored', () => {
  const bodies: [string, BodyInit, Record<string, string>, number][] = [
    ['nothing, called JSON', '', { 'content-type': 'application/json' }, 400],
    ['no JSON', '{', { 'content-type': 'application/json' }, 400],
    ['no UTF-8', new Uint8Array([0x7b, 0xff, 0xfe]), {}, 400],
    ['no gzip', 'plain', { 'content-encoding': 'gzip' }, 400],
    ['cut gzip', new Uint8Array(gzipSync('{"events":[]}').subarray(0, 12)), { 'content-encoding': 'gzip' }, 400],
    ['a gzip bomb', new Uint8Array(gzipSync(Buffer.alloc(64 * 1024 * 1024, 32))), { 'content-encoding': 'gzip' }, 413],
    ['over 16 MiB', 'x'.repeat(16 * 1024 * 1024 + 1), {}, 413],
    ['too many records', 'x\n'.repeat(100_001), {}, 413],
    ['an unknown encoding', '{}', { 'content-encoding': 'br' }, 415],
    ['an unknown type', '{}', { 'content-type': 'text/xml' }, 415],
  ]
  test.each(bodies)('%s', async (_, body, headers, status) => {
    expect((await call('POST', '/api/v1/events', { body, headers: { ...gw, ...headers } })).status).toBe(status)
    expect(await list('')).toEqual([])
    expect((await call('GET', '/api/v1/dead-letters')).body.items).toEqual([])
  })
})

test('gzip, lines and documents all arrive; one bad line is one dead letter', async () => {
  const lines = [JSON.stringify(anEvent()), 'nonsense', '', JSON.stringify(anEvent())].join('\n')
  const answer = await call('POST', '/api/v1/events', { body: new Uint8Array(gzipSync(lines)), headers: { ...gw, 'content-encoding': 'gzip', 'content-type': 'application/x-ndjson' } })
  expect(answer).toMatchObject({ status: 200, body: { received: 3, accepted: 2, rejected: 1, errors: [{ index: 1, code: 'invalid_json' }] } })
})

test('hostile records never bring a 5xx and always add up', async () => {
  const value = fc.oneof(fc.constantFrom<unknown>(null, '', '\u0000', '\ud800', 'x'.repeat(10_000), 1e308, {}, [[]], '__proto__', '%00', 'constructor', '\\N', '\\.', '{"a":1}', '+275760-09-13T00:00:00.001Z', '0000-01-01T00:00:00Z'), fc.string({ unit: 'binary', maxLength: 30 }), fc.jsonValue({ maxDepth: 4 }))
  const field = fc.constantFrom('id', 'occurredAt', 'kind', 'server', 'target', 'access', 'resources', 'human', 'client', 'agent', 'delegation', 'task', 'session', 'traceId', 'spanId', 'outcome', 'decisionId', 'durationMs', 'parameters', 'surprise')
  await fc.assert(fc.asyncProperty(fc.array(fc.dictionary(field, value, { maxKeys: 3 }), { maxLength: 20 }), async (changes) => {
    const answer = await send(changes.map((change) => ({ ...anEvent(), ...change })))
    expect(answer.status).toBe(200)
    const { received, accepted, duplicates, rejected } = answer.body as Record<string, number>
    expect(received).toBe(changes.length)
    expect((accepted ?? 0) + (duplicates ?? 0) + (rejected ?? 0)).toBe(received)
  }), { numRuns: 60 })
  const [source] = (await call('GET', '/api/v1/sources')).body.items ?? []
  const { received, accepted, duplicates, rejected } = (source?.['counters'] ?? {}) as Record<string, number>
  expect((accepted ?? 0) + (duplicates ?? 0) + (rejected ?? 0)).toBe(received)
}, 200_000)

describe('reading', () => {
  test('every filter keeps what it names', async () => {
    await send([
      anEvent({ id: 'a', occurredAt: ago(10), resources: ['repo:acme/api'], traceId: 't1', session: 's1', task: 'k1' }),
      anEvent({ id: 'b', occurredAt: ago(20), server: 'jira', agent: 'other', client: 'cursor', human: 'Max@Acme.test', outcome: 'denied', access: 'admin', target: 'drop' }),
      anEvent({ id: 'c', occurredAt: ago(30), kind: 'context_access', target: 'prompt:x', human: undefined }),
    ])
    const ids = async (query: string) => (await list(query)).map((event) => event['sourceEventId'])
    const cases: Record<string, string[]> = {
      '': ['a', 'b', 'c'], 'server=jira': ['b'], 'server=github': ['a', 'c'], 'agent=other': ['b'], 'client=cursor': ['b'], 'human=max@acme.test': ['b'], 'target=drop': ['b'], 'kind=context_access': ['c'],
      'access=admin,read': ['b', 'c'], 'outcome=denied': ['b'], 'verdict=unregistered': ['a', 'b', 'c'], 'verdict=granted': [], 'trace=t1': ['a'], 'session=s1': ['a'], 'task=k1': ['a'], 'resource=repo:acme/api': ['a'],
      'resource=repo:*': ['a'], 'resource=repo:%25': [], 'grant=gnt_1': [], 'source=gw': ['a', 'b', 'c'], 'source=none': [], 'q=PROMPT': ['c'], 'q=100%25': [], 'agent=triage&human=dana@acme.test': ['a'], 'agent=triage&server=github': ['a', 'c'],
      [`from=${encodeURIComponent(ago(25))}`]: ['a', 'b'], [`to=${encodeURIComponent(ago(15))}`]: ['b', 'c'],
    }
    for (const [query, expected] of Object.entries(cases)) expect(await ids(query), query).toEqual(expected)
    for (const query of ['kind=nonsense', 'from=yesterday', 'surprise=1', 'limit=0', 'limit=501', 'cursor=!!', 'q=%00']) expect((await call('GET', `/api/v1/events?${query}`)).status, query).toBe(422)
    const [one] = await list('agent=other')
    expect((await call('GET', `/api/v1/events/${String(one?.['id'])}`)).body).toEqual(one)
    for (const id of ['evt_nonsense', `evt_${'0'.repeat(32)}`]) expect((await call('GET', `/api/v1/events/${id}`)).status).toBe(404)
  })

  test('pages follow each other without gap or repetition, also among events of one instant', async () => {
    const at = ago(10)
    await send(Array.from({ length: 25 }, (_, i) => anEvent({ occurredAt: i % 2 === 0 ? at : ago(11 + i), agent: i % 3 === 0 ? 'x' : 'y' })))
    for (const query of ['', '&server=github', '&agent=x']) {
      const seen: unknown[] = []
      let cursor: unknown = null
      do {
        const page: Answer = await call('GET', `/api/v1/events?limit=4${query}${cursor === null ? '' : `&cursor=${String(cursor)}`}`)
        seen.push(...(page.body.items ?? []).map((event) => event['id']))
        cursor = page.body['nextCursor']
      } while (cursor !== null)
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen.length).toBe(query === '&agent=x' ? 9 : 25)
    }
  })

  test('answers have the shapes that the description states, with every member', async () => {
    await send([anEvent({ resources: ['a'], delegation: [{ iss: 'i', sub: 's' }], parameters: { a: 1 }, durationMs: 1.5 }), anEvent({ kind: 'decision', human: undefined, agent: undefined, client: undefined })])
    for (const event of await list('')) expect(eventAnswer.parse(event)).toEqual(event)
    const { items } = (await call('GET', '/api/v1/usage')).body
    for (const row of items ?? []) expect(usageAnswer.parse(row)).toEqual(row)
    expect(items).toHaveLength(1)
  })

  test('the roll-up is paged, filtered and summed', async () => {
    await send([anEvent({ occurredAt: '2026-11-20T01:00:00.000Z' }), anEvent({ occurredAt: '2026-11-20T02:00:00.000Z' }), anEvent({ occurredAt: '2026-11-20T03:00:00.000Z', outcome: 'denied' })].map((event) => ({ ...event, occurredAt: ago(60 * 24) })))
    const { items } = (await call('GET', '/api/v1/usage')).body
    expect(items?.map((row) => [row['outcome'], row['count'], row['resourceKeys'], row['grantId']]).sort()).toEqual([['denied', 1, [], null], ['success', 2, [], null]])
    expect((await call('GET', '/api/v1/usage?groupBy=server,agent')).body.items).toMatchObject([{ server: 'github', agent: 'triage', count: 3 }])
    expect((await call('GET', '/api/v1/usage?outcome=denied')).body.items).toHaveLength(1)
    expect((await call('GET', '/api/v1/usage?server=none')).body.items).toEqual([])
    const first = await call('GET', '/api/v1/usage?limit=1')
    expect((await call('GET', `/api/v1/usage?limit=1&cursor=${String(first.body['nextCursor'])}`)).body).toMatchObject({ items: [expect.anything()], nextCursor: null })
  })

  test('parameters are for security reviewers; an auditor sees none, a member nothing', async () => {
    await send([anEvent({ parameters: { repo: 'acme' } })])
    expect((await list(''))[0]).toMatchObject({ parameters: { repo: 'acme' } })
    for (const [role, status] of [['auditor', 200], ['member', 403]] as const) {
      await call('POST', '/api/v1/people', { json: { email: `${role}@acme.test`, name: role, roles: [role] } })
      const { hash } = await tokenOf(role)
      const answer = await call('GET', '/api/v1/events', { token: hash })
      expect(answer.status).toBe(status)
      if (status === 200) expect(answer.body.items?.[0]).not.toHaveProperty('parameters')
      expect((await call('GET', '/api/v1/dead-letters', { token: hash })).status).toBe(403)
    }
  })
})

async function tokenOf(role: string): Promise<{ hash: string }> {
  const { transaction } = await import('@/lib/db/client')
  const { mintToken } = await import('@/lib/auth/commands/tokens')
  const now = new Date()
  const minted = await transaction(async (tx) => {
    const person = await tx.person.findUniqueOrThrow({ where: { email: `${role}@acme.test` } })
    return mintToken(tx, { now, id: (kind) => newId(kind, now) }, { name: role, ownerId: person.id, createdBy: person.id, roles: person.roles, scopes: ['read'], expiresAt: new Date(now.getTime() + 60_000) })
  })
  return { hash: minted.token }
}

describe('heartbeats', () => {
  test('extend the alive interval up to what is delivered, and events beyond it', async () => {
    const made = await call('POST', '/api/v1/sources', { json: { name: 'gw', format: 'native', vantage: 'gateway', expectedHeartbeatSeconds: 600 } })
    const token = String(made.body['token'])
    const beat = (json: unknown) => call('POST', '/api/v1/heartbeat', { json, token })
    const [a, b, c, d] = [ago(100), ago(92), ago(60), ago(55)]
    for (const deliveredThrough of [a, b, c, ago(200_000)]) expect((await beat({ deliveredThrough })).status).toBe(200)
    await call('POST', '/api/v1/events', { json: { events: [anEvent({ occurredAt: d })] }, token })
    expect((await beat({ dropped: 3, deliveredThrough: d })).body).toMatchObject({ deliveredThrough: d, dropped: 3 })
    const source = (await call('GET', '/api/v1/sources/gw')).body
    expect(source).toMatchObject({ health: 'alive', deliveredThrough: d, counters: { dropped: 3 }, drops: [{ from: c, to: d, count: 3 }] })
    expect((source['alive'] as unknown[]).slice(0, 2)).toEqual([{ from: c, to: d }, { from: a, to: b }])
    expect((await beat({ deliveredThrough: ago(-11) })).status).toBe(422)
    for (const json of [{ deliveredThrough: 'soon' }, { surprise: 1 }, { dropped: -1 }, { deliveredThrough: '0001-01-01T00:00:00Z' }]) expect((await beat(json)).status).toBe(422)
    expect((await beat({})).status).toBe(200)
  })
})

describe('dead letters', () => {
  test('are tried again after a fix and move from rejected to accepted', async () => {
    await call('POST', '/api/v1/sources', { json: { name: 'gw', format: 'native', vantage: 'gateway', covers: ['jira'] } })
    expect((await send([anEvent({ id: 'x', parameters: { password: 'hunter2' } }), anEvent({ surprise: 1 })])).body).toMatchObject({ rejected: 2 })
    const letters = (await call('GET', '/api/v1/dead-letters?status=open')).body.items ?? []
    expect(letters.map((letter) => letter['code']).sort()).toEqual(['not_covered', 'unknown_field'])
    expect(JSON.stringify(letters)).not.toContain('hunter2')
    expect((await call('PATCH', '/api/v1/sources/gw', { json: { covers: [] } })).status).toBe(200)
    expect((await call('POST', '/api/v1/dead-letters/retry', { json: { source: 'gw' } })).body).toEqual({ examined: 2, accepted: 1, duplicates: 0, rejected: 1, remaining: 0 })
    expect((await list('')).map((event) => event['sourceEventId'])).toEqual(['x'])
    expect((await call('GET', '/api/v1/sources/gw')).body).toMatchObject({ counters: { received: 2, accepted: 1, duplicates: 0, rejected: 1, openDeadLetters: 1 } })
    expect((await call('POST', '/api/v1/dead-letters/retry')).body).toEqual({ examined: 1, accepted: 0, duplicates: 0, rejected: 1, remaining: 0 })
    expect((await call('POST', '/api/v1/dead-letters/discard', { json: {} })).status).toBe(422)
    expect((await call('POST', '/api/v1/dead-letters/discard', { json: { code: 'unknown_field' } })).body).toEqual({ discarded: 1, remaining: 0 })
    expect((await call('GET', '/api/v1/dead-letters?status=open')).body.items).toEqual([])
    expect((await call('GET', '/api/v1/trail/verify')).body).toMatchObject({ ok: true })
  })
})
