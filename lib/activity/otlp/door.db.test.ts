import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import protobuf from 'protobufjs/light.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { mintToken } from '@/lib/auth/commands/tokens'
import { db, transaction } from '@/lib/db/client'
import { aPerson } from '@/lib/testing/actors'
import { testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { withRoom } from '@/lib/activity/commands/queue'
import { OTLP_MESSAGES } from './protobuf-messages'

/** What the door answers to bodies that no exporter sends. */
useDatabase()
const faults: unknown[] = []
const app = buildApp((level, message, detail) => { if (level === 'error') faults.push([message, detail]) })
const status = protobuf.Root.fromJSON(OTLP_MESSAGES).lookupType('RpcStatus')
let token = ''
let other = ''

beforeAll(async () => {
  const ctx = testCtx(new Date())
  await db().source.create({ data: { id: ctx.id('source'), name: 'otel', format: 'otlp', vantage: 'gateway', covers: [], createdAt: ctx.now } })
  const person = await aPerson('dana@acme.test', [])
  const mint = async (scopes: string[]) => (await transaction((tx) => mintToken(tx, ctx, { name: scopes.join(), ownerId: person.id, createdBy: person.id, roles: [], scopes, expiresAt: new Date(Date.now() + 86_400_000) }))).token
  token = await mint(['ingest:otel'])
  other = await mint(['read'])
})

async function post(path: string, body: BodyInit, type: string, headers: Record<string, string> = {}): Promise<{ status: number; type: string | null; bytes: Uint8Array; headers: Headers }> {
  const answer = await app.request(path, { method: 'POST', body, headers: { authorization: `Bearer ${token}`, 'content-type': type, ...headers } })
  expect(faults).toEqual([])
  return { status: answer.status, type: answer.headers.get('content-type'), bytes: new Uint8Array(await answer.arrayBuffer()), headers: answer.headers }
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const PROTO = 'application/x-protobuf'
const message = (bytes: Uint8Array) => status.decode(bytes) as unknown as { code: number; message: string }

describe('refusals are google.rpc.Status in the request’s encoding, and nothing is stored', () => {
  test.each([
    ['no JSON', '{', 'application/json', {}, 400, 3], ['JSON that is no export', '{"resourceSpans":{}}', 'application/json', {}, 400, 3], ['a list', '[]', 'application/json', {}, 400, 3],
    ['another type', '{}', 'text/plain', {}, 415, 3], ['no gzip', '{}', 'application/json', { 'content-encoding': 'gzip' }, 400, 3], ['an unknown compression', '{}', 'application/json', { 'content-encoding': 'br' }, 415, 3],
    ['no token', '{}', 'application/json', { authorization: '' }, 401, 16], ['another sort of token', '{}', 'application/json', { authorization: 'other' }, 403, 7],
    ['another source', '{}', 'application/json', { 'bailiwick-source': 'elsewhere' }, 403, 7],
  ] as const)('%s', async (_, body, type, headers, expected, code) => {
    const given: Record<string, string> = { ...headers }
    if (given['authorization'] === 'other') given['authorization'] = `Bearer ${other}`
    const answer = await post('/v1/traces', body, type, given)
    expect([answer.status, answer.type]).toEqual([expected, 'application/json'])
    expect(JSON.parse(textOf(answer.bytes))).toMatchObject({ code, message: expect.stringMatching(/\w/) })
  })

  test('protobuf answers in protobuf: bytes that are none, a cut message, a bomb', async () => {
    for (const [body, expected, code] of [[new Uint8Array([255, 255, 255]), 400, 3], [new Uint8Array([10, 5, 1]), 400, 3]] as const) {
      const answer = await post('/v1/logs', body, PROTO)
      expect([answer.status, answer.type]).toEqual([expected, PROTO])
      expect(message(answer.bytes).code).toBe(code)
    }
    const bomb = await post('/v1/logs', new Uint8Array(gzipSync(Buffer.alloc(40 * 1024 * 1024))), PROTO, { 'content-encoding': 'gzip' })
    expect([bomb.status, message(bomb.bytes).code]).toEqual([413, 8])
  })

  test('when more arrives than can be stored, the sender is told when to try again', async () => {
    const answer = await withRoom((hold) => {
      hold(200 * 1024 * 1024)
      return post('/v1/logs', new Uint8Array(), PROTO)
    })
    expect([answer.status, answer.headers.get('retry-after'), message(answer.bytes).code]).toEqual([429, '1', 8])
  })
})

test('an empty export is answered with an empty message, in both encodings', async () => {
  const json = await post('/v1/traces', '{"resourceSpans":[],"surprise":1}', 'application/json; charset=utf-8')
  expect([json.status, textOf(json.bytes)]).toEqual([200, '{}'])
  const proto = await post('/v1/traces', new Uint8Array(), PROTO)
  expect([proto.status, proto.type, proto.bytes.length]).toEqual([200, PROTO, 0])
})

test('bare 64-bit numbers lose nothing, and counters are decimal texts', async () => {
  const now = BigInt(Date.now() - 60_000) * 1_000_000n + 999_999n
  const span = `{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7","kind":3,"startTimeUnixNano": ${now},"endTimeUnixNano":${now + 1_500_000n},"attributes":[{"key":"mcp.method.name","value":{"stringValue":"tools/call"}},{"key":"gen_ai.tool.name","value":{"stringValue":"x"}}]}`
  const answer = await post('/v1/traces', `{"resourceSpans":[{"scopeSpans":[{"spans":[${span},null]}]}]}`, 'application/json')
  expect(JSON.parse(textOf(answer.bytes))).toMatchObject({ partialSuccess: { rejectedSpans: '2', errorMessage: expect.stringContaining('server missing') } })
  const letters = await db().deadLetter.findMany({ orderBy: { id: 'asc' } })
  expect(letters.map(({ body }) => body).join()).toContain(`"startTimeUnixNano":"${now}"`)
})

test('hostile exports never bring a 5xx', async () => {
  const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom<unknown>('\u0000', '\ud800', 1e308, '99999999999999999999', { stringValue: 'tools/call' }, { kvlistValue: { values: [{ key: '__proto__', value: {} }] } }))
  const attribute = fc.record({ key: fc.constantFrom('mcp.method.name', 'gen_ai.tool.name', 'mcp.server.name', '__proto__'), value })
  const span = fc.record({ traceId: value, spanId: value, startTimeUnixNano: value, kind: value, status: value, attributes: fc.oneof(fc.array(attribute, { maxLength: 4 }), value) }, { requiredKeys: [] })
  await fc.assert(fc.asyncProperty(fc.array(fc.oneof(span, value), { maxLength: 6 }), async (records) => {
    const answer = await post('/v1/traces', JSON.stringify({ resourceSpans: [{ resource: records[0], scopeSpans: [{ scope: records[1], spans: records }] }] }), 'application/json')
    expect(answer.status).toBe(200)
  }), { numRuns: 40 })
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
    expect([200, 400]).toContain((await post('/v1/logs', new Uint8Array(bytes), PROTO)).status)
  }), { numRuns: 60 })
  const { received, accepted, duplicates, rejected } = await db().source.findUniqueOrThrow({ where: { name: 'otel' } })
  expect(accepted + duplicates + rejected).toBe(received)
})
