import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '@/lib/db/client'
import { anActor, aPerson } from '@/lib/testing/actors'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { changePerson } from '@/lib/people/commands/change-person'
import { registerPerson } from '@/lib/people/commands/register-person'
import { answerRoleChange } from '@/lib/people/commands/roles'
import { newPersonSchema } from '@/lib/people/model'
import { getPerson } from '@/lib/people/queries'
import { verifyTrail } from '@/lib/trail/queries'
import { authenticate, authorise } from './bearer'
import { ensureFirstAccess, mintSignInUrl, setUpFirstAdmin } from './commands/first-access'
import { headlessStart } from './commands/headless-start'
import { signInWithLink, signInWithPassword } from './commands/sign-in'
import { createToken, revokeToken } from './commands/tokens'

const database = useDatabase()
beforeEach(database.truncate)

const visit = { address: '127.0.0.1', userAgent: null }
const bearer = (token: string) => new Request('http://x/', { headers: { authorization: `Bearer ${token}` } })
const person = (email: string, more: object = {}) => newPersonSchema.parse({ email, name: email, roles: ['member'], ...more })
const PASSWORD = 'correct horse battery staple'

describe('the first way in', () => {
  test('a headless start makes one administrator and a token, and a second start mints nothing', async () => {
    const first = await headlessStart(testCtx(), { email: 'Root@acme.test', password: PASSWORD, apiToken: 'generate' })
    if (!first.done) throw new Error('expected a start')
    const actor = await authenticate(bearer(first.generatedToken ?? ''), testCtx())
    expect(actor).toMatchObject({ kind: 'token', bootstrap: true, roles: ['admin', 'security_reviewer'] })
    const again = await headlessStart(testCtx(), { email: 'root@acme.test', password: PASSWORD, apiToken: 'generate' })
    expect(again.done).toBe(false)
    expect(await db().apiToken.count()).toBe(1)
    await expect(headlessStart(testCtx(), { email: 'other@acme.test', password: PASSWORD, apiToken: 'generate' })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('a start token whose checksum does not fit is refused and nothing is made', async () => {
    await expect(headlessStart(testCtx(), { email: 'root@acme.test', password: PASSWORD, apiToken: `bwk_${'a'.repeat(12)}_${'b'.repeat(40)}_00000000` })).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await db().person.count()).toBe(0)
  })

  test('a set-up link works once, and only while there is no administrator', async () => {
    const url = await ensureFirstAccess(testCtx(), { baseUrl: 'http://x' })
    const link = new URL(url ?? '').searchParams.get('token') ?? ''
    await setUpFirstAdmin(testCtx(), link, { email: 'a@acme.test', name: 'A', password: PASSWORD })
    await expect(setUpFirstAdmin(testCtx(), link, { email: 'b@acme.test', name: 'B', password: PASSWORD })).rejects.toMatchObject({ code: 'gone' })
    expect(await ensureFirstAccess(testCtx(), { baseUrl: 'http://x' })).toBeNull()
  })

  test('a weak password leaves the set-up link usable', async () => {
    const link = new URL((await ensureFirstAccess(testCtx(), { baseUrl: 'http://x' })) ?? '').searchParams.get('token') ?? ''
    await expect(setUpFirstAdmin(testCtx(), link, { email: 'a@acme.test', name: 'A', password: 'short' })).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(setUpFirstAdmin(testCtx(), link, { email: 'a@acme.test', name: 'A', password: PASSWORD })).resolves.toContain('per_')
  })
})

describe('signing in', () => {
  async function admin(): Promise<string> {
    const link = new URL((await ensureFirstAccess(testCtx(), { baseUrl: 'http://x' })) ?? '').searchParams.get('token') ?? ''
    return setUpFirstAdmin(testCtx(), link, { email: 'a@acme.test', name: 'A', password: PASSWORD })
  }

  test('a wrong password and an unknown e-mail get the same answer', async () => {
    await admin()
    const wrong = await signInWithPassword(testCtx(), { email: 'a@acme.test', password: 'wrong' }, visit).catch((error: Error) => error.message)
    const unknown = await signInWithPassword(testCtx(), { email: 'z@acme.test', password: 'wrong' }, visit).catch((error: Error) => error.message)
    expect(wrong).toBe(unknown)
    expect(await signInWithPassword(testCtx(), { email: 'A@acme.test ', password: PASSWORD }, visit)).toContain('ses_')
  })

  test('the eleventh attempt on one account within a quarter of an hour is refused before the password is looked at', async () => {
    const id = await admin()
    await db().person.update({ where: { id }, data: { email: 'limited@acme.test' } })
    for (let i = 0; i < 10; i += 1) await signInWithPassword(testCtx(), { email: 'limited@acme.test', password: 'wrong' }, { ...visit, address: '127.0.0.9' }).catch(() => null)
    await expect(signInWithPassword(testCtx(), { email: 'limited@acme.test', password: PASSWORD }, { ...visit, address: '127.0.0.9' })).rejects.toMatchObject({ code: 'too_many_requests' })
  })

  test('a one-time link signs in once', async () => {
    const id = await admin()
    const link = new URL(await mintSignInUrl(testCtx(), id, 'http://x')).searchParams.get('token') ?? ''
    expect(await signInWithLink(testCtx(), link, visit)).toContain('ses_')
    await expect(signInWithLink(testCtx(), link, visit)).rejects.toMatchObject({ code: 'gone' })
  })
})

describe('tokens', () => {
  test('a token has at most its creator’s roles and at most what its owner holds now', async () => {
    const boss = await aPerson('boss@acme.test', ['admin'])
    await expect(createToken(boss, testCtx(), { name: 't', roles: ['security_reviewer'], scopes: ['read'], expiresAt: at('+1d') })).rejects.toMatchObject({ code: 'forbidden' })
    const { token } = await createToken(boss, testCtx(), { name: 't', roles: ['admin'], scopes: ['read'], expiresAt: at('+1d') })
    await db().person.update({ where: { email: 'boss@acme.test' }, data: { roles: ['member'] } })
    expect((await authenticate(bearer(token), testCtx())).roles).toEqual([])
  })

  test('a revoked, expired or orphaned token is refused at once', async () => {
    const boss = await aPerson('boss@acme.test', ['admin'])
    const make = () => createToken(boss, testCtx(), { name: 't', roles: ['admin'], scopes: ['read'], expiresAt: at('+1d') })
    const [revoked, expired, orphaned] = [await make(), await make(), await make()]
    await revokeToken(boss, testCtx(), revoked.id)
    await expect(authenticate(bearer(revoked.token), testCtx())).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(authenticate(bearer(expired.token), testCtx(at('+2d')))).rejects.toMatchObject({ code: 'unauthenticated' })
    await db().person.update({ where: { email: 'boss@acme.test' }, data: { active: false } })
    await expect(authenticate(bearer(orphaned.token), testCtx())).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('a read token may not write, an ingest token neither', () => {
    const reader = anActor(['admin'], { kind: 'token', scopes: ['read'] })
    expect(() => authorise(reader, { permission: 'people.manage', scope: 'write' })).toThrow(/scope write/)
    const gateway = anActor([], { kind: 'token', scopes: ['ingest:gw'] })
    expect(() => authorise(gateway, { permission: null, scope: 'read' })).toThrow(/scope read/)
    expect(() => authorise(reader, { ingest: true })).toThrow(/ingest/)
  })
})

describe('people', () => {
  test('a third security reviewer waits for a second holder; the one who asked cannot consent', async () => {
    const boss = await aPerson('boss@acme.test', ['admin', 'security_reviewer'])
    const second = await aPerson('second@acme.test', ['security_reviewer'])
    const { id } = await registerPerson(boss, testCtx(), person('third@acme.test', { roles: ['member', 'security_reviewer'] }))
    expect(await getPerson(boss, id)).toMatchObject({ roles: ['member'], pendingRoles: ['security_reviewer'] })
    const change = await db().roleChange.findFirstOrThrow()
    await expect(answerRoleChange(boss, testCtx(), change.id, { answer: 'grant', reason: 'r' })).rejects.toMatchObject({ code: 'forbidden' })
    await answerRoleChange(second, testCtx(), change.id, { answer: 'grant', reason: 'r' })
    expect(await getPerson(boss, id)).toMatchObject({ roles: ['member', 'security_reviewer'], pendingRoles: [] })
  })

  test('who left loses sessions and tokens in the same moment, and names stay theirs', async () => {
    const boss = await aPerson('boss@acme.test', ['admin'])
    const { id } = await registerPerson(boss, testCtx(), person('leaver@acme.test', { teams: ['red'], aliases: ['lea'] }))
    await db().session.create({ data: { id: 'ses_1', personId: id, createdAt: at('-1h'), lastSeenAt: at('-1h'), expiresAt: at('+1h'), method: 'password' } })
    await changePerson(boss, testCtx(), id, { active: false })
    expect((await db().session.findUniqueOrThrow({ where: { id: 'ses_1' } })).revokedAt).not.toBeNull()
    expect(await getPerson(boss, id)).toMatchObject({ active: false, aliases: ['lea'] })
  })

  test('an alias of somebody else is refused and nothing is kept', async () => {
    const boss = await aPerson('boss@acme.test', ['admin'])
    await registerPerson(boss, testCtx(), person('a@acme.test', { aliases: ['ace'] }))
    await expect(registerPerson(boss, testCtx(), person('b@acme.test', { aliases: ['ace'] }))).rejects.toMatchObject({ code: 'name_taken' })
    expect(await db().person.findUnique({ where: { email: 'b@acme.test' } })).toBeNull()
  })

  test('a first stay in a team counts backwards without limit, a later one from its own time', async () => {
    const boss = await aPerson('boss@acme.test', ['admin'])
    const { id } = await registerPerson(boss, testCtx(), person('a@acme.test', { teams: ['red'] }))
    await changePerson(boss, testCtx(at('+1d')), id, { teams: [] })
    await changePerson(boss, testCtx(at('+2d')), id, { teams: ['red'] })
    const stays = await db().teamMembership.findMany({ where: { personId: id }, orderBy: { validTo: { sort: 'asc', nulls: 'last' } } })
    expect(stays.map((stay) => [stay.validFrom, stay.validTo])).toEqual([[null, at('+1d')], [at('+2d'), null]])
  })

  test('each change is in the trail, whose chain holds; a failing trail fails the change', async () => {
    const boss = await aPerson('boss@acme.test', ['admin'])
    await registerPerson(boss, testCtx(), person('a@acme.test'))
    expect(await verifyTrail(boss)).toMatchObject({ ok: true, entries: 1 })
    const broken = { ...testCtx(), id: (kind: Parameters<ReturnType<typeof testCtx>['id']>[0]) => (kind === 'trail' ? (() => { throw new Error('trail') })() : testCtx().id(kind)) }
    await expect(registerPerson(boss, broken, person('b@acme.test'))).rejects.toThrow('trail')
    expect(await db().person.findUnique({ where: { email: 'b@acme.test' } })).toBeNull()
  })
})
