import { createPublicKey, verify } from 'node:crypto'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { db, transaction } from '@/lib/db/client'
import { aPerson } from '@/lib/testing/actors'
import { testClock, TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { useSettings } from '@/lib/testing/settings'
import { aWebServer } from '@/lib/testing/web-server'
import { listSecurityEvents } from '@/lib/views/signals'
import { pushDue, type SignalChannel } from './deliver'
import { emitSignals, type Signal } from './emit'
import { retrySecurityEvent, sendTestSignal } from './retry'

const { truncate } = useDatabase()
// Events are written where a receiver is set.
useSettings({ signals: { url: 'https://receiver.acme.test/events', audience: 'x', token: null, private: false } })
let answer: { status: number; body?: unknown } = { status: 202 }
let receiver: Awaited<ReturnType<typeof aWebServer>>
let channel: SignalChannel

beforeAll(async () => {
  receiver = await aWebServer(() => answer)
  channel = { publicUrl: 'https://bailiwick.acme.test', settings: { url: `${receiver.url}/hidden-path-of-it`, audience: 'https://receiver.acme.test', token: 'a-bearer-token', private: true } }
})
afterAll(() => receiver.stop())
beforeEach(async () => {
  await truncate()
  receiver.asked.length = 0
  answer = { status: 202 }
})

const signal: Signal = {
  key: 'off_1:session-revoked:per_1', type: 'session-revoked', subject: { format: 'email', email: 'dana@acme.test' },
  event: { initiating_entity: 'admin', reason_admin: { en: 'She left' } }, object: { kind: 'offboarding', id: 'off_1', name: 'Dana' },
}
const emit = (clock: ReturnType<typeof testClock>, more: Partial<Signal> = {}) => transaction((tx) => emitSignals(tx, clock.ctx(), [{ ...signal, ...more }]))
const only = () => db().securityEvent.findFirstOrThrow()

test('what is told arrives once, and anybody can verify it with the keys that the console publishes', async () => {
  const clock = testClock()
  await emit(clock)
  await emit(clock)
  await expect(transaction(async (tx) => { await emitSignals(tx, clock.ctx(), [{ ...signal, key: 'never' }]); throw new Error('rolled back') })).rejects.toThrow('rolled back')
  expect(await pushDue(clock.ctx, channel)).toEqual({ sent: 1, failed: 0 })
  expect(await pushDue(clock.ctx, channel)).toEqual({ sent: 0, failed: 0 })
  expect(receiver.asked).toMatchObject([{ path: '/hidden-path-of-it', headers: { 'content-type': 'application/secevent+jwt', accept: 'application/json', authorization: 'Bearer a-bearer-token' } }])

  const token = receiver.asked[0]?.body ?? ''
  const published = await (await buildApp(() => undefined).request('/.well-known/jwks.json')).json() as { keys: [{ kty: string; kid: string }] }
  const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(published), { issuer: 'https://bailiwick.acme.test', audience: 'https://receiver.acme.test', typ: 'secevent+jwt', currentDate: TEST_NOW })
  const seconds = TEST_NOW.getTime() / 1000
  expect(protectedHeader).toEqual({ alg: 'EdDSA', kid: published.keys[0].kid, typ: 'secevent+jwt' })
  expect(payload).toEqual({
    iss: 'https://bailiwick.acme.test', jti: (await only()).id, iat: seconds, aud: 'https://receiver.acme.test', txn: 'off_1', sub_id: { format: 'email', email: 'dana@acme.test' },
    events: { 'https://schemas.openid.net/secevent/caep/event-type/session-revoked': { initiating_entity: 'admin', reason_admin: { en: 'She left' }, event_timestamp: seconds } },
  })
  const [head, claims, signature] = token.split('.')
  expect(verify(null, Buffer.from(`${head}.${claims}`), createPublicKey({ key: published.keys[0], format: 'jwk' }), Buffer.from(signature ?? '', 'base64url'))).toBe(true)
})

test('a receiver that is down is asked at a growing pace with the same token, then the letter is dead until somebody sends it by hand', async () => {
  const clock = testClock()
  const admin = await aPerson('ada@acme.test', ['admin'])
  await emit(clock)
  answer = { status: 500, body: { said: 'a-bearer-token at /hidden-path-of-it' } }
  for (const wait of ['+0m', '+1m', '+5m', '+30m', '+120m', '+720m']) {
    clock.advance(wait)
    expect(await pushDue(clock.ctx, channel)).toEqual({ sent: 0, failed: 1 })
    expect(await pushDue(clock.ctx, channel)).toEqual({ sent: 0, failed: 0 })
  }
  expect(new Set(receiver.asked.map((one) => one.body)).size).toBe(1)
  expect((await listSecurityEvents(admin, { state: 'failed' }, { limit: 5 })).items).toMatchObject([{ name: 'session-revoked', attempts: 6, error: expect.stringContaining('answered 500') }])
  expect((await only()).lastError).not.toMatch(/a-bearer-token|hidden-path/)
  await expect(retrySecurityEvent(await aPerson('sec@acme.test', ['security_reviewer']), clock.ctx(), (await only()).id)).rejects.toMatchObject({ code: 'forbidden' })

  answer = { status: 202 }
  await retrySecurityEvent(admin, clock.ctx(), (await only()).id)
  expect(await pushDue(clock.ctx, channel)).toEqual({ sent: 1, failed: 0 })
  await expect(retrySecurityEvent(admin, clock.ctx(), (await only()).id)).rejects.toMatchObject({ code: 'conflict' })
})

test.each([
  ['is dead at once when the receiver says that it will never take it', { status: 400, body: { err: 'invalid_audience', description: 'not mine' } }, 'failed'],
  ['is tried again when the receiver does not accept the bearer token today', { status: 400, body: { err: 'authentication_failed' } }, 'due'],
  ['is tried again when something answers that is no receiver', { status: 200, body: 'hello' }, 'due'],
  ['is not sent where a redirect leads', { status: 307 }, 'due'],
] as const)('a token %s', async (_what, said, state) => {
  const clock = testClock()
  answer = said
  await emit(clock)
  await pushDue(clock.ctx, channel)
  expect((await listSecurityEvents(await aPerson('ada@acme.test', ['admin']), {}, { limit: 5 })).items).toMatchObject([{ state, attempts: 1 }])
})

test('a private address is not called unless the operator says that it is meant, and without a receiver what waits is kept', async () => {
  const clock = testClock()
  const settings = channel.settings === null ? null : { ...channel.settings, private: false }
  await emit(clock)
  await pushDue(clock.ctx, { ...channel, settings })
  expect([receiver.asked.length, (await only()).lastError]).toEqual([0, expect.stringContaining('BAILIWICK_SIGNALS_PRIVATE=true allows that')])
  clock.advance('+1m')
  expect(await pushDue(clock.ctx, { ...channel, settings: null })).toEqual({ sent: 0, failed: 1 })
  expect((await only()).failedAt).not.toBeNull()

  const admin = await aPerson('ada@acme.test', ['admin'])
  expect(await sendTestSignal(admin, clock.ctx(), channel)).toMatchObject({ outcome: { ok: true } })
  expect(JSON.parse(Buffer.from(receiver.asked[0]?.body.split('.')[1] ?? '', 'base64url').toString())).toMatchObject({ events: { 'https://schemas.openid.net/secevent/ssf/event-type/verification': {} } })
  await expect(sendTestSignal(admin, clock.ctx(), { ...channel, settings: null })).rejects.toMatchObject({ code: 'unavailable' })
})
