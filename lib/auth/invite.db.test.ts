import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '@/lib/db/client'
import { aPerson } from '@/lib/testing/actors'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { invitePerson } from './commands/invite'
import { changePassword } from './commands/password'
import { endSessions } from './commands/sessions'
import { signInWithLink, signInWithPassword } from './commands/sign-in'
import { cleanUpAuth } from './commands/clean-up'
import { listSessions } from './queries'
import { findRememberedAnswer, rememberAnswer } from './idempotency'

const database = useDatabase()
beforeEach(database.truncate)

const visit = { address: '127.0.0.1', userAgent: 'a browser' }
const PASSWORD = 'correct horse battery staple'
const linkOf = (url: string) => new URL(url).searchParams.get('token') ?? ''

describe('inviting somebody to sign in', () => {
  test('the link works once, a newer one replaces it, and it says where to choose a password', async () => {
    const boss = await aPerson('boss@acme.test', ['admin'])
    const guest = await aPerson('guest@acme.test')
    const first = await invitePerson(boss, testCtx(), guest.id)
    const second = await invitePerson(boss, testCtx(), 'Guest@acme.test')
    expect(new URL(second.signInUrl).searchParams.get('callbackUrl')).toBe('/settings/password')
    await expect(signInWithLink(testCtx(), linkOf(first.signInUrl), visit)).rejects.toMatchObject({ code: 'gone' })
    expect(await signInWithLink(testCtx(), linkOf(second.signInUrl), visit)).toContain('ses_')
    await expect(signInWithLink(testCtx(), linkOf(second.signInUrl), visit)).rejects.toMatchObject({ code: 'gone' })
  })

  test('it ends after three days, and does nothing for who left', async () => {
    const boss = await aPerson('boss@acme.test', ['admin'])
    const guest = await aPerson('guest@acme.test')
    const link = linkOf((await invitePerson(boss, testCtx(), guest.id)).signInUrl)
    await expect(signInWithLink(testCtx(at('+73h')), link, visit)).rejects.toMatchObject({ code: 'gone' })
    await db().person.update({ where: { id: guest.id }, data: { active: false } })
    await expect(signInWithLink(testCtx(), link, visit)).rejects.toMatchObject({ code: 'gone' })
    await expect(invitePerson(boss, testCtx(), guest.id)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('an administrator does not become a security reviewer by it, nor does anybody else make one', async () => {
    const boss = await aPerson('boss@acme.test', ['admin'])
    const reviewer = await aPerson('r@acme.test', ['security_reviewer'])
    await db().person.update({ where: { id: reviewer.id }, data: { passwordHash: 'x' } })
    await expect(invitePerson(boss, testCtx(), reviewer.id)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(invitePerson(reviewer, testCtx(), boss.id)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(invitePerson(boss, testCtx(), boss.id)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(invitePerson({ ...boss, kind: 'token' }, testCtx(), reviewer.id)).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('one’s own password', () => {
  async function signedIn() {
    const guest = await aPerson('guest@acme.test')
    const boss = await aPerson('boss@acme.test', ['admin'])
    const sessionId = await signInWithLink(testCtx(), linkOf((await invitePerson(boss, testCtx(), guest.id)).signInUrl), visit)
    return { ...guest, sessionId }
  }

  test('is chosen once without the old one and afterwards only with it', async () => {
    const guest = await signedIn()
    await changePassword(guest, testCtx(), { current: '', next: PASSWORD })
    expect(await signInWithPassword(testCtx(), { email: 'guest@acme.test', password: PASSWORD }, visit)).toContain('ses_')
    await expect(changePassword(guest, testCtx(), { current: 'wrong', next: `${PASSWORD} 2` })).rejects.toMatchObject({ code: 'invalid_input', errors: [{ path: 'current' }] })
    await expect(changePassword(guest, testCtx(), { current: PASSWORD, next: 'short' })).rejects.toMatchObject({ code: 'invalid_input', errors: [{ path: 'next' }] })
    await expect(changePassword(guest, testCtx(), { current: PASSWORD, next: 'my name is guest and so on' })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  test('changed, it signs out every other browser and keeps this one', async () => {
    const guest = await signedIn()
    await changePassword(guest, testCtx(), { current: '', next: PASSWORD })
    await signInWithPassword(testCtx(), { email: 'guest@acme.test', password: PASSWORD }, visit)
    expect(await listSessions(guest, testCtx().now)).toHaveLength(2)
    expect(await changePassword(guest, testCtx(), { current: PASSWORD, next: `${PASSWORD} 2` })).toEqual({ endedSessions: 1 })
    expect((await listSessions(guest, testCtx().now)).map((one) => one.id)).toEqual([guest.sessionId])
  })

  test('cannot be guessed from a browser left open', async () => {
    const guest = await signedIn()
    await changePassword(guest, testCtx(), { current: '', next: PASSWORD })
    for (let i = 0; i < 10; i += 1) await changePassword(guest, testCtx(), { current: 'wrong', next: `${PASSWORD} 2` }).catch(() => null)
    await expect(changePassword(guest, testCtx(), { current: PASSWORD, next: `${PASSWORD} 2` })).rejects.toMatchObject({ code: 'too_many_requests' })
  })
})

describe('sessions', () => {
  test('every sign-in is a session of its own, so none that somebody planted is taken over', async () => {
    const guest = await aPerson('guest@acme.test')
    const boss = await aPerson('boss@acme.test', ['admin'])
    const again = async () => signInWithLink(testCtx(), linkOf((await invitePerson(boss, testCtx(), guest.id)).signInUrl), visit)
    expect(await again()).not.toBe(await again())
  })

  test('one ends one’s own sessions only', async () => {
    const guest = await aPerson('guest@acme.test')
    const boss = await aPerson('boss@acme.test', ['admin'])
    const id = await signInWithLink(testCtx(), linkOf((await invitePerson(boss, testCtx(), guest.id)).signInUrl), visit)
    await expect(endSessions(boss, testCtx(), id)).rejects.toMatchObject({ code: 'not_found' })
    await endSessions(guest, testCtx(), null)
    expect(await listSessions(guest, testCtx().now)).toEqual([])
  })

  test('what ended long ago is removed, what lives stays', async () => {
    const guest = await aPerson('guest@acme.test')
    const row = (id: string, expiresAt: Date) => ({ id, personId: guest.id, createdAt: at('-90d'), lastSeenAt: at('-90d'), expiresAt, method: 'password' })
    await db().session.createMany({ data: [row('ses_old', at('-31d')), row('ses_new', at('+1d'))] })
    expect(await cleanUpAuth(testCtx().now)).toMatchObject({ sessions: 1 })
    expect((await listSessions(guest, testCtx().now)).map((one) => one.id)).toEqual(['ses_new'])
  })
})

test('an answer that is a way in is remembered without it', async () => {
  await rememberAnswer('tok_1', 'k', { requestHash: 'h', status: 201, body: { id: 'x', token: 'bwk_secret', signInUrl: 'http://secret' } }, testCtx().now)
  const kept = JSON.stringify(await findRememberedAnswer('tok_1', 'k'))
  expect(kept).not.toMatch(/bwk_secret|http:\/\/secret/)
  expect(kept).toContain('"id":"x"')
})
