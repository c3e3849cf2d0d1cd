import { createHmac } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { SYSTEM } from '@/lib/auth/actor'
import { mintToken } from '@/lib/auth/commands/tokens'
import { db, transaction } from '@/lib/db/client'
import { newCtx } from '@/lib/ids'
import { registerServer } from '@/lib/registry/commands/register-server'
import { newServerSchema } from '@/lib/registry/server-input'
import { aPerson } from '@/lib/testing/actors'
import { testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { useSettings } from '@/lib/testing/settings'

const KEY = Buffer.alloc(32, 7)

useDatabase()
useSettings({ vaults: new Map([['hashi', KEY]]), signals: null, signalSource: { issuer: 'https://login.acme.test', jwksUrl: 'https://login.acme.test/keys', audiences: ['console'], private: false } })
const app = buildApp((level, message, detail) => { if (level === 'error') throw Object.assign(new Error(message), { detail }) })
const tokens: Record<string, string> = {}

beforeAll(async () => {
  for (const [name, role] of [['erin', 'owner'], ['rita', 'security_reviewer'], ['olaf', 'owner'], ['ada', 'admin']] as const) {
    const person = await aPerson(`${name}@acme.test`, [role])
    tokens[name] = (await transaction((tx) => mintToken(tx, testCtx(), { name, ownerId: person.id, createdBy: person.id, roles: [role], scopes: ['read', 'write'], expiresAt: new Date(Date.now() + 86_400_000) }))).token
  }
  const server = (slug: string) => registerServer(SYSTEM, newCtx(), newServerSchema.parse({
    slug, name: slug, purpose: 'x', environment: 'production', sensitivity: 'internal', transport: 'streamable_http', endpoint: `https://${slug}.acme.test`, ownerEmail: 'erin@acme.test',
    secrets: [{ name: 'KEY', kind: 'static', location: 'kv/shared', rotateEveryDays: 30 }],
  }))
  await server('mail')
  await server('chat')
})

type Answer = { status: number; body: Record<string, unknown> & { items?: Record<string, unknown>[]; rotations?: Record<string, unknown>[] } }

async function ask(by: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await app.request(`/api/v1${path}`, { method, headers: { authorization: `Bearer ${tokens[by] ?? ''}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

describe('secrets over HTTP', () => {
  test('are listed without a value, and rotated once by a reference, by whoever owns the server or decides on all', async () => {
    const { body } = await ask('erin', 'GET', '/secrets?server=mail&limit=1')
    expect(body.items).toMatchObject([{ name: 'KEY', location: 'kv/shared', server: { slug: 'mail' }, state: 'ended', mayRotate: true }])
    expect((await ask('olaf', 'GET', '/secrets')).body.items).toEqual([])
    const path = `/secrets/${String(body.items?.[0]?.['id'])}`
    expect((await ask('olaf', 'POST', `${path}/rotations`, { reference: 'CHG-1' })).status).toBe(404)
    expect(await ask('erin', 'POST', `${path}/rotations`, { reference: 'CHG-1', note: 'by hand' })).toMatchObject({ status: 201, body: { recorded: true, server: 'mail' } })
    expect(await ask('erin', 'POST', `${path}/rotations`, { reference: 'CHG-1' })).toMatchObject({ status: 200, body: { recorded: false, why: 'known' } })
    expect(await ask('rita', 'POST', '/secrets/rotations', { reference: 'CHG-2', location: 'kv/shared' })).toMatchObject({ status: 201, body: { rotations: [{ recorded: true }, { recorded: true }] } })
    expect(await ask('rita', 'POST', '/secrets/rotations', { reference: 'CHG-3' })).toMatchObject({ status: 422, body: { code: 'invalid_input' } })
    expect((await ask('rita', 'GET', path)).body).toMatchObject({ lastRotation: { reference: 'CHG-2', via: 'api', by: { name: 'rita' } }, rotations: [{}, { note: 'by hand' }] })
  })
})

const seconds = (offset = 0): string => String(Math.floor(Date.now() / 1000) + offset)

async function tell(body: string, { id = 'msg_1', at = seconds(), key = KEY, vault = 'hashi', signature }: { id?: string; at?: string; key?: Buffer; vault?: string; signature?: string } = {}): Promise<Answer> {
  const signed = signature ?? `v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}`
  const answer = await app.request(`/api/v1/vault/${vault}`, { method: 'POST', headers: { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')} ${signed}`, 'x-bailiwick-address': '192.0.2.1' }, body })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

describe('a vault', () => {
  const body = JSON.stringify({ location: 'kv/shared', version: 9, type: 'kv-v2/data-write' })

  test('says by its signature that a secret was rotated, once however often it says so, and nothing of a place that nobody declared', async () => {
    const first = await tell(body)
    expect(first).toMatchObject({ status: 200, body: { location: 'kv/shared', rotations: [{ recorded: true, reference: '9' }, { recorded: true }] } })
    expect((await tell(body)).body).toEqual(first.body)
    expect(await tell(body, { id: 'msg_2' })).toMatchObject({ status: 200, body: { rotations: [{ recorded: false, why: 'known' }, { why: 'known' }] } })
    expect(await tell(JSON.stringify({ location: 'kv/shared', version: 10 }))).toMatchObject({ status: 409, body: { code: 'idempotency_mismatch' } })
    expect(await tell(JSON.stringify({ location: 'kv/none', version: 1 }), { id: 'msg_3' })).toMatchObject({ status: 200, body: { rotations: [] } })
    expect(await db().secretRotation.count({ where: { via: 'webhook', by: 'hashi' } })).toBe(2)
    expect(await tell('{"location":"kv/shared"}', { id: 'msg_4' })).toMatchObject({ status: 422 })
    expect(await tell('[', { id: 'msg_5' })).toMatchObject({ status: 400 })
  })

  test.each([
    ['signed by somebody else', { key: Buffer.alloc(32, 8) }],
    ['signed for another id', { signature: `v1,${createHmac('sha256', KEY).update(`other.${seconds()}.${body}`).digest('base64')}` }],
    ['six minutes old', { at: seconds(-360) }],
    ['six minutes ahead', { at: seconds(360) }],
    ['of a vault that is not set', { vault: 'aws' }],
    ['without an id', { id: '' }],
  ])('is not believed when the message is %s', async (_what, more) => {
    expect(await tell(body, { id: 'msg_9', ...more })).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  })

  test('cannot be guessed at without end from one address, and whoever signs rightly elsewhere is not shut out by that', async () => {
    let last = 0
    for (let attempt = 0; attempt < 60 && last !== 429; attempt += 1) last = (await tell(body, { key: Buffer.alloc(32, 8) })).status
    expect(last).toBe(429)
  })
})

describe('security events over HTTP', () => {
  const send = (body: string, type = 'application/secevent+jwt') => app.request('/api/v1/signals', { method: 'POST', headers: { 'content-type': type, 'x-bailiwick-address': '192.0.2.2' }, body })
  const unsigned = `${Buffer.from('{"alg":"ES256"}').toString('base64url')}.${Buffer.from('{"iss":"https://evil.test"}').toString('base64url')}.AA`

  test('are refused in the words of RFC 8935', async () => {
    const answer = await send(unsigned)
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-language')]).toEqual([400, 'application/json', 'en'])
    expect(await answer.json()).toEqual({ err: 'invalid_issuer', description: 'Tokens of this issuer are not taken here.' })
    expect(await (await send(unsigned, 'application/json')).json()).toMatchObject({ err: 'invalid_request' })
    expect((await send('x'.repeat(300_000))).status).toBe(413)
  })

  test('that could not be sent are listed to administrators alone', async () => {
    await db().securityEvent.create({ data: { id: 'set_1', type: 'https://x.test/session-revoked', subject: {}, event: {}, objectKind: 'person', objectId: 'p', objectName: 'P', key: 'k', createdAt: new Date(), failedAt: new Date(), attempts: 6, lastError: 'down' } })
    expect((await ask('ada', 'GET', '/security-events?state=failed')).body.items).toMatchObject([{ id: 'set_1', name: 'session-revoked', state: 'failed', error: 'down' }])
    expect((await ask('rita', 'GET', '/security-events')).status).toBe(403)
    expect(await ask('ada', 'POST', '/security-events/set_1/retry', {})).toMatchObject({ status: 202, body: { state: 'due' } })
    expect(await ask('ada', 'POST', '/security-events/test', {})).toMatchObject({ status: 503 })
  })
})
