import { beforeEach, describe, expect, test } from 'vitest'
import { transaction, db } from '@/lib/db/client'
import { changePerson } from '@/lib/people/commands/change-person'
import { registerPerson } from '@/lib/people/commands/register-person'
import { answerRoleChange } from '@/lib/people/commands/roles'
import { newPersonSchema, type Role } from '@/lib/people/model'
import { getPerson, listRoleChanges, listTeams } from '@/lib/people/queries'
import { anActor, aPerson } from '@/lib/testing/actors'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import type { Actor } from './actor'
import { authenticate } from './bearer'
import { createToken, mintToken } from './commands/tokens'
import { checksumOf, formatToken } from './token-format'

/** What somebody inside would try: each test is one attack, and says what it must not get. */
const database = useDatabase()
beforeEach(database.truncate)

const bearer = (token: string) => new Request('http://x/', { headers: { authorization: `Bearer ${token}` } })
const person = (email: string, roles: Role[] = ['member']) => newPersonSchema.parse({ email, name: email, roles })
const month = at('+30d')

async function tokenFor(maker: Actor, input: { owner?: string; roles?: Role[]; scopes?: string[] }): Promise<Actor> {
  const { token } = await createToken(maker, testCtx(), { name: 't', roles: input.roles ?? [], scopes: input.scopes ?? ['read', 'write'], expiresAt: month, ...(input.owner === undefined ? {} : { ownerEmail: input.owner }) })
  return authenticate(bearer(token), testCtx())
}

describe('a token that makes tokens', () => {
  test('gives no scope that it has not itself', async () => {
    const boss = await aPerson('boss@acme.test', ['admin'])
    const writer = await tokenFor(boss, { roles: ['admin'], scopes: ['write'] })
    await expect(tokenFor(writer, { scopes: ['read'] })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(tokenFor(writer, { scopes: ['ingest:gw'] })).rejects.toMatchObject({ code: 'forbidden' })
    expect((await tokenFor(writer, { scopes: ['write'] })).scopes).toEqual(['write'])
  })

  test('gives no role that it has not itself, whatever its owner holds', async () => {
    const boss = await aPerson('boss@acme.test', ['admin', 'security_reviewer'])
    const narrow = await tokenFor(boss, { roles: ['admin'] })
    await expect(tokenFor(narrow, { roles: ['security_reviewer'] })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('does not wash away who made it: a token between two people makes none for a third', async () => {
    const boss = await aPerson('boss@acme.test', ['admin'])
    await aPerson('b@acme.test', ['admin'])
    await aPerson('c@acme.test', ['admin'])
    const between = await tokenFor(boss, { owner: 'b@acme.test', roles: ['admin'] })
    await expect(tokenFor(between, { owner: 'c@acme.test', roles: ['admin'] })).rejects.toMatchObject({ code: 'forbidden' })
    const next = await tokenFor(between, { roles: ['admin'] })
    expect(new Set(next.behind)).toEqual(new Set(between.behind))
  })

  test('with the start token’s scopes may make a token for a source', async () => {
    const boss = await aPerson('boss@acme.test', ['admin'])
    const start = { ...boss, kind: 'token' as const, scopes: ['read', 'write', 'ingest:*'], bootstrap: true }
    expect((await tokenFor(start, { scopes: ['ingest:gw'] })).scopes).toEqual(['ingest:gw'])
  })
})

describe('a token in somebody else’s name', () => {
  test('reaches only what its maker could reach too', async () => {
    const boss = await aPerson('boss@acme.test', ['admin', 'owner'])
    const owner = await aPerson('owner@acme.test', ['owner'])
    await db().agent.create({ data: { id: 'agt_1', name: 'a', identityKind: 'spiffe', spiffeId: 'spiffe://acme.test/a', sponsorId: owner.id, active: true, createdAt: at('-1d'), updatedAt: at('-1d') } })
    expect((await tokenFor(boss, { owner: 'owner@acme.test', roles: ['owner'] })).ownAgentIds).toEqual([])
  })

  test('loses the roles its maker loses, and all of them when the maker leaves; its ingest scope stays', async () => {
    const boss = await aPerson('boss@acme.test', ['admin', 'auditor'])
    await aPerson('b@acme.test', ['admin', 'auditor'])
    const { token } = await createToken(boss, testCtx(), { name: 't', roles: ['admin', 'auditor'], scopes: ['read', 'ingest:gw'], expiresAt: month, ownerEmail: 'b@acme.test' })
    await db().person.update({ where: { id: boss.id }, data: { roles: ['auditor'] } })
    expect((await authenticate(bearer(token), testCtx())).roles).toEqual(['auditor'])
    await db().person.update({ where: { id: boss.id }, data: { active: false } })
    expect(await authenticate(bearer(token), testCtx())).toMatchObject({ roles: [], scopes: ['read', 'ingest:gw'] })
  })
})

describe('getting round the second holder', () => {
  async function threeAdmins(): Promise<[Actor, Actor]> {
    return [await aPerson('boss@acme.test', ['admin']), await aPerson('b@acme.test', ['admin'])]
  }

  test('by asking through a token in somebody else’s name', async () => {
    const [boss] = await threeAdmins()
    const between = await tokenFor(boss, { owner: 'b@acme.test', roles: ['admin'] })
    await expect(registerPerson(between, testCtx(), person('x@acme.test', ['admin']))).rejects.toMatchObject({ code: 'forbidden' })
    expect(await db().person.count({ where: { email: 'x@acme.test' } })).toBe(0)
  })

  test('by consenting through a service token', async () => {
    const [boss, second] = await threeAdmins()
    const { id } = await registerPerson(boss, testCtx(), person('x@acme.test', ['admin']))
    const change = await db().roleChange.findFirstOrThrow()
    const service = await tokenFor(second, { roles: ['admin'] })
    await expect(answerRoleChange(service, testCtx(), change.id, { answer: 'grant', reason: 'r' })).rejects.toMatchObject({ code: 'forbidden' })
    await answerRoleChange(second, testCtx(), change.id, { answer: 'grant', reason: 'r' })
    expect((await getPerson(boss, id)).roles).toEqual(['admin'])
  })

  test('by bringing back somebody who held the role when they left', async () => {
    const [boss, second] = await threeAdmins()
    const { id } = await registerPerson(boss, testCtx(), person('x@acme.test', ['member', 'admin']))
    await answerRoleChange(second, testCtx(), (await db().roleChange.findFirstOrThrow()).id, { answer: 'grant', reason: 'r' })
    await changePerson(boss, testCtx(), id, { active: false })
    await changePerson(boss, testCtx(), id, { active: true })
    expect(await getPerson(boss, id)).toMatchObject({ active: true, roles: ['member'], pendingRoles: ['admin'] })
  })

  test('by changing one’s own roles, directly or through a token that another made', async () => {
    const [boss, second] = await threeAdmins()
    await expect(changePerson(boss, testCtx(), boss.id, { roles: ['admin', 'auditor'] })).rejects.toMatchObject({ code: 'forbidden' })
    const made = await tokenFor(second, { owner: 'boss@acme.test', roles: ['admin'] })
    await expect(changePerson(made, testCtx(), boss.id, { roles: ['admin', 'auditor'] })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(changePerson(made, testCtx(), second.id, { roles: [] })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('by leaving the last holder out at the same moment twice', async () => {
    const [boss, second] = await threeAdmins()
    const answers = await Promise.allSettled([changePerson(boss, testCtx(), second.id, { active: false }), changePerson(second, testCtx(), boss.id, { active: false })])
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1)
    expect(await db().person.count({ where: { active: true, roles: { has: 'admin' } } })).toBe(1)
  })

  test('a role that is not wished for any more is not given by a late consent', async () => {
    const [boss, second] = await threeAdmins()
    const { id } = await registerPerson(boss, testCtx(), person('x@acme.test', ['member', 'admin']))
    const change = await db().roleChange.findFirstOrThrow()
    await changePerson(boss, testCtx(), id, { roles: ['member'] })
    expect(await getPerson(boss, id)).toMatchObject({ roles: ['member'], pendingRoles: [] })
    await expect(answerRoleChange(second, testCtx(), change.id, { answer: 'grant', reason: 'r' })).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('looking at others', () => {
  test('who may see only what is theirs sees their own teams and role changes, and nobody’s address beside their own', async () => {
    const boss = await aPerson('boss@acme.test', ['admin', 'security_reviewer'])
    await aPerson('second@acme.test', ['security_reviewer'])
    const { id } = await registerPerson(boss, testCtx(), newPersonSchema.parse({ email: 'm@acme.test', name: 'M', roles: ['member'], teams: ['red'] }))
    await registerPerson(boss, testCtx(), newPersonSchema.parse({ email: 'n@acme.test', name: 'N', roles: ['security_reviewer'], teams: ['red', 'blue'] }))
    const member = anActor(['member'], { personId: id, id })
    expect(await listTeams(member, { limit: 10 })).toMatchObject([{ name: 'red', members: [{ email: 'm@acme.test' }] }])
    expect(await listRoleChanges(member, { open: true })).toEqual([])
    expect(await listRoleChanges(boss, { open: true })).toHaveLength(1)
  })
})

describe('forged and damaged tokens', () => {
  const forged = formatToken('a'.repeat(12), 'b'.repeat(40))
  const body = forged.slice(0, forged.lastIndexOf('_'))
  test.each([
    ['of the right form that nobody issued', forged],
    ['with a checksum of another body', `${body}_${checksumOf(`${body}x`)}`],
    ['with a longer checksum', `${forged}0`],
    ['with a line break inside', `${body}\n_${checksumOf(body)}`],
    ['that is empty', ''],
  ])('a token %s is refused', async (_what, value) => {
    const request = { headers: { get: () => `Bearer ${value}` } } as unknown as Request
    await expect(authenticate(request, testCtx())).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('another scheme, a second value and a missing header are refused alike', async () => {
    const boss = await aPerson('boss@acme.test', ['admin'])
    const { token } = await transaction((tx) => mintToken(tx, testCtx(), { name: 't', ownerId: boss.id, createdBy: boss.id, roles: [], scopes: ['read'], expiresAt: month }))
    for (const header of [undefined, `Basic ${token}`, `Bearer ${token} ${token}`, token]) {
      await expect(authenticate(new Request('http://x/', header === undefined ? {} : { headers: { authorization: header } }), testCtx())).rejects.toMatchObject({ code: 'unauthenticated' })
    }
  })
})
