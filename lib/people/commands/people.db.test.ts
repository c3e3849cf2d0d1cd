import { beforeEach, describe, expect, test } from 'vitest'
import { problemOf } from '@/lib/boundary/problem'
import { db } from '@/lib/db/client'
import { newPersonSchema } from '@/lib/people/model'
import { getPerson, listPeople } from '@/lib/people/queries'
import { aPerson } from '@/lib/testing/actors'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { changePerson } from './change-person'
import { registerPerson } from './register-person'
import { changeTeam, createTeam } from './teams'

const database = useDatabase()
beforeEach(database.truncate)

const admin = () => aPerson('boss@acme.test', ['admin'])
const person = (email: string, more: object = {}) => newPersonSchema.parse({ email, name: email, roles: ['member'], ...more })
const OIDC = { issuer: 'https://idp.acme.test', subject: 'u-1' }
const bindings = async (name: string) => (await db().nameBinding.findMany({ where: { name }, orderBy: { validTo: { sort: 'asc', nulls: 'last' } } })).map((one) => [one.holderId, one.validFrom, one.validTo])

describe('names of a person', () => {
  test('an e-mail is one name however it is written, and nobody is registered twice', async () => {
    const boss = await admin()
    await registerPerson(boss, testCtx(), person('Dana@Acme.test'))
    await expect(registerPerson(boss, testCtx(), person('dana@acme.TEST'))).rejects.toMatchObject({ code: 'already_exists' })
    expect(await getPerson(boss, 'DANA@acme.test')).toMatchObject({ email: 'dana@acme.test' })
  })

  test('an identity that changes hands counts for the new holder from then on, and for the old one before', async () => {
    const boss = await admin()
    const a = await registerPerson(boss, testCtx(), person('a@acme.test', { identities: [OIDC] }))
    const b = await registerPerson(boss, testCtx(), person('b@acme.test'))
    await expect(changePerson(boss, testCtx(at('+1m')), b.id, { identities: [OIDC] })).rejects.toMatchObject({ code: expect.stringMatching(/name_taken|P2002/) })
    await changePerson(boss, testCtx(at('+1m')), a.id, { identities: [] })
    await changePerson(boss, testCtx(at('+2m')), b.id, { identities: [OIDC] })
    expect(await bindings(`${OIDC.issuer}|${OIDC.subject}`)).toEqual([[a.id, null, at('+1m')], [b.id, at('+2m'), null]])
    expect((await getPerson(boss, a.id)).identities).toEqual([])
  })

  test('a registration and a new alias are judged into the past, a dropped alias is not', async () => {
    const boss = await admin()
    const { id } = await registerPerson(boss, testCtx(), person('a@acme.test', { aliases: ['ace'] }))
    await changePerson(boss, testCtx(), id, { aliases: ['ace', 'Ace@Other.test'] })
    await changePerson(boss, testCtx(), id, { aliases: [] })
    const filed = await db().reevaluation.findMany({ orderBy: { id: 'asc' } })
    expect(filed.map((one) => one.scope)).toEqual([{ humanNames: ['a@acme.test', 'ace'] }, { humanNames: ['ace@other.test'] }])
  })

  test('one alias given to two people in the same moment goes to one of them, and the other is told', async () => {
    const boss = await admin()
    const people = [await registerPerson(boss, testCtx(), person('a@acme.test')), await registerPerson(boss, testCtx(), person('b@acme.test')), await registerPerson(boss, testCtx(), person('c@acme.test'))]
    const answers = await Promise.allSettled(people.map(({ id }) => changePerson(boss, testCtx(), id, { aliases: ['ace'] })))
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1)
    for (const answer of answers) if (answer.status === 'rejected') expect(problemOf(answer.reason).problem.status).toBe(409)
    expect(await db().nameBinding.count({ where: { name: 'ace' } })).toBe(1)
  })
})

describe('managers and teams', () => {
  test('a manager must exist and be somebody else; nothing else of a refused change is kept', async () => {
    const boss = await admin()
    await expect(registerPerson(boss, testCtx(), person('a@acme.test', { managerEmail: 'nobody@acme.test' }))).rejects.toMatchObject({ code: 'invalid_input', errors: [{ path: 'managerEmail' }] })
    const { id } = await registerPerson(boss, testCtx(), person('a@acme.test', { managerEmail: 'boss@acme.test' }))
    await expect(changePerson(boss, testCtx(), id, { name: 'New', managerEmail: 'a@acme.test' })).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await getPerson(boss, id)).toMatchObject({ name: 'a@acme.test', managerEmail: 'boss@acme.test' })
    await changePerson(boss, testCtx(), id, { managerEmail: null })
    expect((await getPerson(boss, id)).managerEmail).toBeNull()
  })

  test('members are added and removed by e-mail, all or none', async () => {
    const boss = await admin()
    await registerPerson(boss, testCtx(), person('a@acme.test'))
    const team = await createTeam(boss, testCtx(), { name: 'red' })
    await expect(createTeam(boss, testCtx(), { name: 'red' })).rejects.toMatchObject({ code: 'already_exists' })
    await expect(changeTeam(boss, testCtx(), team.id, { add: ['a@acme.test', 'nobody@acme.test'], remove: [] })).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await db().teamMembership.count()).toBe(0)
    await changeTeam(boss, testCtx(), 'red', { add: ['a@acme.test'], remove: [] })
    expect(await listPeople(boss, { team: 'red', limit: 10 })).toMatchObject([{ email: 'a@acme.test', teams: ['red'] }])
    await changeTeam(boss, testCtx(at('+1m')), team.id, { add: [], remove: ['a@acme.test'] })
    expect(await listPeople(boss, { team: 'red', limit: 10 })).toEqual([])
  })

  test('somebody who joins a team three times at once is one member', async () => {
    const boss = await admin()
    const { id } = await registerPerson(boss, testCtx(), person('a@acme.test'))
    await createTeam(boss, testCtx(), { name: 'red' })
    const join = () => changeTeam(boss, testCtx(), 'red', { add: ['a@acme.test'], remove: [] })
    await Promise.all([join(), join(), changePerson(boss, testCtx(), id, { teams: ['red'] })])
    expect(await db().teamMembership.count({ where: { personId: id, validTo: null } })).toBe(1)
  })

  test('members and roles are changed by administrators only', async () => {
    const reviewer = await aPerson('r@acme.test', ['security_reviewer', 'owner', 'auditor', 'incident_responder'])
    await expect(createTeam(reviewer, testCtx(), { name: 'red' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(registerPerson(reviewer, testCtx(), person('a@acme.test'))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(changePerson(reviewer, testCtx(), reviewer.id, { name: 'x' })).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('lists', () => {
  test('who may see only themselves finds nobody else, by search or by id', async () => {
    const boss = await admin()
    const member = await aPerson('m@acme.test')
    expect((await listPeople(member, { limit: 10 })).map((one) => one.email)).toEqual(['m@acme.test'])
    expect(await listPeople(member, { q: 'boss', limit: 10 })).toEqual([])
    await expect(getPerson(member, boss.id)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('filters narrow, and pages follow one another without gap or repetition', async () => {
    const boss = await admin()
    for (const name of ['a', 'b', 'c', 'd']) await registerPerson(boss, testCtx(), person(`${name}@acme.test`, { roles: name < 'c' ? ['auditor'] : ['member'] }))
    const auditors = await listPeople(boss, { role: 'auditor', limit: 10 })
    expect(auditors.map((one) => one.email)).toEqual(['a@acme.test', 'b@acme.test'])
    const first = await listPeople(boss, { limit: 2 })
    const rest = await listPeople(boss, { limit: 10, after: { email: first.at(-1)?.email ?? '' } })
    expect([...first, ...rest].map((one) => one.email)).toEqual(['a@acme.test', 'b@acme.test', 'boss@acme.test', 'c@acme.test', 'd@acme.test'])
  })
})

describe('who leaves', () => {
  test('takes the tokens along by which sources deliver, and administrators are told which', async () => {
    const boss = await admin()
    const { id } = await registerPerson(boss, testCtx(), person('ops@acme.test'))
    const token = { name: 'gateway', roles: [], createdBy: id, createdAt: at('-1d'), expiresAt: at('+90d') }
    await db().apiToken.createMany({ data: [{ ...token, id: 'tok_gw', ownerId: boss.id, scopes: ['ingest:envoy-eu', 'ingest:envoy-us'], hash: new TextEncoder().encode('gw') }, { ...token, id: 'tok_read', ownerId: id, scopes: ['read'], hash: new TextEncoder().encode('read') }] })
    await changePerson(boss, testCtx(), id, { active: false })
    expect(await db().notification.findMany({ select: { recipientId: true, subject: true } })).toEqual([{ recipientId: boss.id, subject: 'The sources envoy-eu, envoy-us can deliver nothing any more' }])
  })
})
