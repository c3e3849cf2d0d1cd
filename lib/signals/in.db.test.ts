import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { exportJWK, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { db } from '@/lib/db/client'
import type { SignalSource } from '@/lib/env-signals'
import { aPerson } from '@/lib/testing/actors'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aWebServer } from '@/lib/testing/web-server'
import { acceptToken } from './accept'
import { CAEP, RISC } from './event-types'

const { truncate } = useDatabase()
const ours = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const next = generateKeyPairSync('rsa', { modulusLength: 2048 })
const theirs = generateKeyPairSync('ec', { namedCurve: 'P-256' })
let keys: unknown[] = []
let provider: Awaited<ReturnType<typeof aWebServer>>
let source: SignalSource

beforeAll(async () => {
  keys = [{ ...await exportJWK(ours.publicKey), kid: 'k1', alg: 'ES256' }]
  provider = await aWebServer((path) => (path === '/.well-known/openid-configuration' ? { status: 200, body: { issuer: provider.url, jwks_uri: `${provider.url}/keys` } } : path === '/keys' ? { status: 200, body: { keys } } : { status: 404 }))
  source = { issuer: provider.url, jwksUrl: null, audiences: ['https://bailiwick.acme.test', 'console'], private: true }
})
afterAll(() => provider.stop())

let dana: string
beforeEach(async () => {
  await truncate()
  dana = (await aPerson('dana@acme.test', ['owner'])).personId ?? ''
  await db().personIdentity.create({ data: { id: 'pid_1', personId: dana, issuer: provider.url, subject: 'u-dana' } })
  await db().session.create({ data: { id: 'ses_1', personId: dana, createdAt: at('-1h'), lastSeenAt: at('-1h'), expiresAt: at('+1d'), method: 'sso' } })
})

const IDENTITY = () => ({ format: 'iss_sub', iss: provider.url, sub: 'u-dana' })
type More = { key?: typeof ours.privateKey; alg?: string; kid?: string; typ?: string; claims?: Record<string, unknown> }

function token(type: string, subject: unknown, { key = ours.privateKey, alg = 'ES256', kid = 'k1', typ = 'secevent+jwt', claims = {} }: More = {}): Promise<string> {
  const all = { iss: provider.url, aud: 'https://bailiwick.acme.test', jti: randomUUID(), iat: at('+0m').getTime() / 1000, sub_id: subject, events: { [type]: { event_timestamp: 1 } }, ...claims }
  return new SignJWT(all).setProtectedHeader({ alg, kid, typ }).sign(key)
}
const push = async (text: string | Promise<string>) => acceptToken(testCtx(), source, await text)
const session = async () => (await db().session.findUniqueOrThrow({ where: { id: 'ses_1' } })).revokedAt
const person = () => db().person.findUniqueOrThrow({ where: { id: dana }, select: { active: true } })

test.each([
  ['CAEP session-revoked by identity', `${CAEP}session-revoked`, () => IDENTITY(), '1 session ended.', true],
  ['CAEP credential-change by the user of a complex subject', `${CAEP}credential-change`, () => ({ format: 'complex', user: { format: 'email', email: 'Dana@acme.test' } }), '1 session ended.', true],
  ['RISC sessions-revoked by address', `${RISC}sessions-revoked`, () => ({ format: 'email', email: 'dana@acme.test' }), '1 session ended.', true],
  ['RISC account-disabled', `${RISC}account-disabled`, () => IDENTITY(), 'They have left: sessions and tokens ended.', false],
  ['RISC account-purged', `${RISC}account-purged`, () => IDENTITY(), 'They have left: sessions and tokens ended.', false],
] as const)('%s ends what it says, once', async (_what, type, subject, outcome, active) => {
  const text = await token(type, subject())
  expect(await push(text)).toMatchObject({ accepted: true, received: { fresh: true, outcome } })
  expect(await push(text)).toMatchObject({ accepted: true, received: { fresh: false, outcome } })
  expect([await session(), await person()]).toEqual([expect.any(Date), { active }])
  expect(await db().receivedSignal.findMany()).toMatchObject([{ issuer: provider.url, personId: dana, outcome, type }])
  expect(await db().trailEntry.count({ where: { action: 'signal.received' } })).toBe(1)
})

test('what means nothing here, or is about nobody here, is acknowledged and noted; nothing changes', async () => {
  expect(await push(token('https://schemas.openid.net/secevent/ssf/event-type/verification', { format: 'opaque', id: 'x' }))).toMatchObject({ accepted: true, received: { outcome: 'verification means nothing here.' } })
  expect(await push(token(`${RISC}account-disabled`, { format: 'iss_sub', iss: 'https://other.test', sub: 'u-dana' }))).toMatchObject({ accepted: true, received: { outcome: 'account-disabled: nobody here is known by this subject.' } })
  expect([await session(), await person(), await db().receivedSignal.count()]).toEqual([null, { active: true }, 2])
})

test('a new key of the provider’s is found, the same token twice at once is done once, and an older form of the subject is understood', async () => {
  await push(token(`${CAEP}session-revoked`, { format: 'email', email: 'nobody@acme.test' }))
  keys = [...keys, { ...await exportJWK(next.publicKey), kid: 'k2', alg: 'RS256' }]
  const text = await token(`${RISC}account-disabled`, undefined, { key: next.privateKey, alg: 'RS256', kid: 'k2', claims: { aud: ['console'], events: { [`${RISC}account-disabled`]: { subject: { subject_type: 'iss-sub', iss: provider.url, sub: 'u-dana' } } } } })
  const later = testCtx(at('+1m'))
  const both = await Promise.all([acceptToken(later, source, text), acceptToken(later, source, text)])
  expect(both.map((one) => one.accepted && one.received.fresh).sort()).toEqual([false, true])
  expect(await db().trailEntry.count({ where: { action: 'person.left' } })).toBe(1)
})

test('the last who holds a guarded role stays: that is noted, acknowledged, and administrators are told', async () => {
  const ada = await aPerson('ada@acme.test', ['admin'])
  expect(await push(token(`${RISC}account-disabled`, { format: 'email', email: 'ada@acme.test' }))).toMatchObject({ accepted: true, received: { outcome: expect.stringMatching(/^Not followed: This is the last active admin/) } })
  expect(await db().person.findUnique({ where: { email: 'ada@acme.test' }, select: { active: true } })).toEqual({ active: true })
  expect(await db().notification.findMany({ select: { recipientId: true, kind: true } })).toEqual([{ recipientId: ada.personId, kind: 'signal.refused' }])
})

const bent = (text: string): string => { const [head, , signature] = text.split('.'); return [head, Buffer.from(JSON.stringify({ iss: provider.url, aud: 'console', jti: 'x', iat: 1, events: { [`${RISC}account-disabled`]: {} }, sub_id: IDENTITY() })).toString('base64url'), signature].join('.') }

test.each([
  ['signed by somebody else', () => token(`${RISC}account-disabled`, IDENTITY(), { key: theirs.privateKey }), 'invalid_key'],
  ['with another body under its signature', async () => bent(await token(`${RISC}account-disabled`, IDENTITY())), 'invalid_key'],
  ['with a key that nobody has published', () => token(`${RISC}account-disabled`, IDENTITY(), { key: theirs.privateKey, kid: 'k9' }), 'invalid_key'],
  ['of another issuer', () => token(`${RISC}account-disabled`, IDENTITY(), { claims: { iss: 'https://evil.test' } }), 'invalid_issuer'],
  ['for another audience', () => token(`${RISC}account-disabled`, IDENTITY(), { claims: { aud: 'https://else.test' } }), 'invalid_audience'],
  ['without an audience', () => token(`${RISC}account-disabled`, IDENTITY(), { claims: { aud: undefined } }), 'invalid_audience'],
  ['that is an ID token', () => token(`${RISC}account-disabled`, IDENTITY(), { typ: 'JWT' }), 'invalid_request'],
  ['issued in the future', () => token(`${RISC}account-disabled`, IDENTITY(), { claims: { iat: at('+6m').getTime() / 1000 } }), 'invalid_request'],
  ['that has expired', () => token(`${RISC}account-disabled`, IDENTITY(), { claims: { exp: at('-6m').getTime() / 1000 } }), 'invalid_request'],
  ['without an id', () => token(`${RISC}account-disabled`, IDENTITY(), { claims: { jti: undefined } }), 'invalid_request'],
  ['that nobody signed', async () => new UnsecuredJWT({ iss: provider.url, aud: 'console', jti: 'x', events: { [`${RISC}account-disabled`]: {} }, sub_id: IDENTITY() }).encode(), 'invalid_key'],
  ['that is none', async () => 'hello', 'invalid_request'],
])('a token %s changes nothing', async (_what, make, err) => {
  const answer = await push(make())
  expect(answer).toMatchObject({ accepted: false, err })
  expect([await session(), await person(), await db().receivedSignal.count()]).toEqual([null, { active: true }, 0])
})

test('while the provider’s keys cannot be read the token is to come again, and where nobody’s tokens are taken there is nothing here', async () => {
  const elsewhere = { ...source, jwksUrl: `${provider.url}/none` }
  await expect(acceptToken(testCtx(), elsewhere, await token(`${RISC}account-disabled`, IDENTITY()))).rejects.toMatchObject({ code: 'unavailable' })
  await expect(acceptToken(testCtx(), { ...source, jwksUrl: 'http://169.254.169.254/keys' }, await token(`${RISC}account-disabled`, IDENTITY()))).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('not public') })
  await expect(acceptToken(testCtx(), null, 'x')).rejects.toMatchObject({ code: 'not_found' })
})
