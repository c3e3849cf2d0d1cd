import { beforeEach, describe, expect, test } from 'vitest'
import { cleanUpAuth } from '@/lib/auth/commands/clean-up'
import { signInWithProvider } from '@/lib/auth/commands/sign-on'
import { SYSTEM } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import type { SignOnSettings } from '@/lib/env-sign-on'
import { changePerson } from '@/lib/people/commands/change-person'
import { aPerson } from '@/lib/testing/actors'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { verifyTrail } from '@/lib/trail/queries'

const database = useDatabase()
beforeEach(database.truncate)

const ISSUER = 'https://login.acme.test'
const settings: SignOnSettings = {
  issuer: ISSUER, clientId: 'console', clientSecret: 'x', scopes: 'openid', groupsClaim: 'groups', name: 'Acme login', allowedDomains: [], trustsEmail: false, only: false,
  roleMap: [{ group: 'admins', role: 'admin' }, { group: 'sec', role: 'security_reviewer' }, { group: 'audit', role: 'auditor' }],
}
const visit = { address: '127.0.0.1', userAgent: null }

const enter = (claims: Record<string, unknown>): Promise<string> =>
  signInWithProvider(testCtx(), settings, { claims: { iss: ISSUER, sub: 'u1', email: 'ann@acme.test', email_verified: true, name: 'Ann', ...claims }, idToken: 'header.body.signature' }, visit)
const refused = (problem: string) => ({ code: 'unauthenticated', message: problem })
const ann = () => db().person.findUniqueOrThrow({ where: { email: 'ann@acme.test' }, include: { identities: true } })
const actions = async () => (await db().trailEntry.findMany({ orderBy: { seq: 'asc' } })).map((entry) => entry.action)

describe('the first visit', () => {
  test('makes a member with the roles of the groups, in one go and on record', async () => {
    const id = await enter({ groups: ['audit', 'everybody'], sid: 'there-1' })
    expect(await ann()).toMatchObject({ name: 'Ann', roles: ['member', 'auditor'], groupRoles: ['auditor'], identities: [{ issuer: ISSUER, subject: 'u1' }] })
    expect(await db().session.findUnique({ where: { id } })).toMatchObject({ method: 'sso', issuer: ISSUER, providerSid: 'there-1', idToken: 'header.body.signature' })
    expect(await actions()).toEqual(['person.joined', 'person.group_roles_changed', 'session.opened'])
    expect(await db().nameBinding.count({ where: { origin: 'identity' } })).toBe(1)
    expect(await verifyTrail(SYSTEM)).toMatchObject({ ok: true })
  })

  test('links whoever has this verified e-mail, once and on record', async () => {
    const known = await aPerson('ann@acme.test', ['owner'])
    await enter({})
    await enter({ email: 'ann.new@acme.test' })
    expect(await ann()).toMatchObject({ id: known.id, roles: ['owner'], identities: [{ subject: 'u1' }] })
    expect(await actions()).toEqual(['person.identity_linked', 'session.opened', 'session.opened'])
    expect(await db().person.count()).toBe(1)
  })

  test('twice at the same moment makes one person', async () => {
    await Promise.all([enter({}), enter({})])
    expect(await db().person.count()).toBe(1)
    expect(await db().session.count()).toBe(2)
  })
})

describe('somebody at the provider who would be somebody else here', () => {
  test('does not take over an account by an address that nobody verified', async () => {
    await aPerson('ann@acme.test', ['admin'])
    for (const email_verified of [false, undefined, 'yes', 1]) await expect(enter({ email_verified, sub: 'evil' })).rejects.toMatchObject(refused('email_unverified'))
    expect(await db().personIdentity.count()).toBe(0)
    expect(await db().session.count()).toBe(0)
  })

  test('does not become a person by the same address under another subject', async () => {
    await enter({})
    await expect(enter({ sub: 'u2' })).rejects.toMatchObject(refused('other_identity'))
    expect((await ann()).identities).toHaveLength(1)
  })

  test('does not come in with another issuer’s token, though subject and address fit', async () => {
    await enter({})
    await expect(enter({ iss: 'https://evil.test' })).rejects.toMatchObject(refused('rejected'))
    await expect(enter({ iss: `${ISSUER}/` })).rejects.toMatchObject(refused('rejected'))
    await expect(enter({ sub: undefined })).rejects.toMatchObject(refused('claims'))
  })

  test('gets no guarded role by the name of a group that is not mapped', async () => {
    await enter({ groups: ['admin', 'Admins', 'security_reviewer', 'admins ', 'sec,admins'] })
    expect((await ann()).roles).toEqual(['member'])
  })

  test('who has left does not come in, by identity or by e-mail, and an open session is over', async () => {
    const boss = await aPerson('boss@acme.test', ['admin', 'security_reviewer'])
    await enter({})
    await changePerson(boss, testCtx(), (await ann()).id, { active: false })
    expect(await db().session.count({ where: { revokedAt: null } })).toBe(0)
    await expect(enter({})).rejects.toMatchObject(refused('left'))
    await expect(enter({ sub: 'u9' })).rejects.toMatchObject(refused('left'))
  })
})

describe('groups', () => {
  test('give and take roles at each sign-in, beside what people gave by hand', async () => {
    await aPerson('boss@acme.test', ['admin', 'security_reviewer'])
    await aPerson('ann@acme.test', ['owner'])
    await enter({ groups: ['admins', 'audit'] })
    expect((await ann()).roles).toEqual(['owner', 'admin', 'auditor'])
    await enter({ groups: ['audit'] })
    expect((await ann()).roles).toEqual(['owner', 'auditor'])
    await enter({})
    expect((await ann()).roles).toEqual(['owner', 'auditor'])
    await enter({ groups: [] })
    expect((await ann()).roles).toEqual(['owner'])
    expect(await verifyTrail(SYSTEM)).toMatchObject({ ok: true })
  })

  test('never take the last administrator, and say so in the trail', async () => {
    await enter({ groups: ['admins'] })
    await enter({ groups: [] })
    expect(await ann()).toMatchObject({ roles: ['member', 'admin'], groupRoles: ['admin'] })
    expect((await db().trailEntry.findFirstOrThrow({ where: { action: 'person.group_roles_changed' }, orderBy: { seq: 'desc' } })).detail).toMatchObject({ keptForLackOfAnother: ['admin'] })
    await aPerson('boss@acme.test', ['admin'])
    await enter({ groups: [] })
    expect((await ann()).roles).toEqual(['member'])
  })
})

describe('cleaning up', () => {
  test('forgets the ID tokens of sessions that are over, and nothing of those that live', async () => {
    const over = await enter({})
    const live = await enter({})
    await db().session.update({ where: { id: over }, data: { revokedAt: at('-2h') } })
    await cleanUpAuth(testCtx().now)
    expect(await db().session.findUnique({ where: { id: over } })).toMatchObject({ idToken: null })
    expect(await db().session.findUnique({ where: { id: live } })).toMatchObject({ idToken: 'header.body.signature' })
  })
})
