import { beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { newDelegationSchema } from '@/lib/people/delegation'
import { findStandIns } from '@/lib/people/queries/deciders'
import { listDelegations } from '@/lib/people/queries/delegations'
import { aPerson } from '@/lib/testing/actors'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { changePerson } from './change-person'
import { endDelegation, setDelegation } from './delegations'

const database = useDatabase()
const people: Record<string, Actor> = {}
const who = (name: string): Actor => {
  const found = people[name]
  if (found === undefined) throw new Error(`nobody is called ${name}`)
  return found
}

beforeEach(async () => {
  await database.truncate()
  for (const [name, role] of [['olga', 'owner'], ['mia', 'member'], ['zoe', 'member'], ['ada', 'admin'], ['root', 'admin'], ['rae', 'security_reviewer']] as const) people[name] = await aPerson(`${name}@acme.test`, [role])
})

const set = (by: string, delegate: string, more: object = {}) =>
  setDelegation(testCtx(), who(by), newDelegationSchema.parse({ delegateEmail: `${delegate}@acme.test`, to: at('+7d').toISOString(), ...more }))
const standing = (now = at('+1h')) => findStandIns({ for: [who('olga').id] }, now)
const told = async () => (await db().notification.findMany({ orderBy: { id: 'asc' } })).map((one) => [one.kind, one.recipientId])

describe('setting a stand-in', () => {
  test('takes effect from now until the time given, is told to whoever stands in, and stands in the trail', async () => {
    const view = await set('olga', 'mia', { reason: 'On leave' })
    expect(view).toMatchObject({ state: 'in_force', person: { email: 'olga@acme.test' }, delegate: { email: 'mia@acme.test' }, from: at('+0m').toISOString(), to: at('+7d').toISOString(), reason: 'On leave' })
    expect(await standing()).toEqual([{ personId: who('olga').id, delegateId: who('mia').id }])
    expect(await standing(at('+7d'))).toEqual([])
    expect(await told()).toEqual([['delegation.set', who('mia').id]])
    expect(await db().trailEntry.findMany()).toMatchObject([{ action: 'delegation.set', objectName: 'olga@acme.test', detail: { delegate: 'mia@acme.test', bySomebodyElse: false } }])
  })

  test('by an administrator for somebody who cannot says so, and tells both', async () => {
    await set('ada', 'mia', { personEmail: 'olga@acme.test', reason: 'Ill' })
    expect((await told()).map(([, id]) => id).sort()).toEqual([who('mia').id, who('olga').id].sort())
    expect(await db().trailEntry.findFirst()).toMatchObject({ actorId: who('ada').id, objectName: 'olga@acme.test', detail: { bySomebodyElse: true } })
  })

  test.each([
    ['oneself', 'olga', 'olga', {}, 'invalid_input'], ['nobody known', 'olga', 'nobody', {}, 'invalid_input'], ['somebody else’s by a member', 'zoe', 'zoe', { personEmail: 'olga@acme.test' }, 'forbidden'],
    ['somebody else’s by a reviewer', 'rae', 'mia', { personEmail: 'olga@acme.test' }, 'forbidden'], ['an administrator in somebody’s place by that administrator', 'ada', 'ada', { personEmail: 'olga@acme.test' }, 'forbidden'],
    ['the past', 'olga', 'mia', { from: at('-1d').toISOString() }, 'invalid_input'], ['more than 90 days', 'olga', 'mia', { to: at('+91d').toISOString() }, 'invalid_input'],
  ])('is refused for %s, and nothing is kept', async (_, by, delegate, more, code) => {
    await expect(set(by, delegate, more)).rejects.toMatchObject({ code })
    expect([await db().delegation.count(), await db().notification.count(), await db().trailEntry.count()]).toEqual([0, 0, 0])
  })

  test('is refused to a person’s token, which would otherwise choose who decides', async () => {
    await expect(setDelegation(testCtx(), { ...who('olga'), kind: 'token', scopes: ['read', 'write'] }, newDelegationSchema.parse({ delegateEmail: 'mia@acme.test', to: at('+7d').toISOString() }))).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('twice in the same moment is one', async () => {
    const answers = await Promise.allSettled([set('olga', 'mia'), set('olga', 'mia'), set('olga', 'mia')])
    expect(answers.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(await db().delegation.count()).toBe(1)
  })

  test('with somebody who leaves in the same moment leaves nobody standing in who has left', async () => {
    await Promise.allSettled([set('olga', 'mia'), changePerson(who('ada'), testCtx(), who('mia').id, { active: false })])
    expect(await standing()).toEqual([])
  })
})

describe('the end of a stand-in', () => {
  test.each(['olga', 'mia', 'ada'])('is now, by %s, and the others of the two are told', async (by) => {
    const { id } = await set('olga', 'mia')
    await db().notification.deleteMany()
    expect(await endDelegation(testCtx(at('+1h')), who(by), id, 'Back early')).toMatchObject({ state: 'over', endedAt: at('+1h').toISOString() })
    expect(await standing()).toEqual([])
    expect((await told()).map(([, to]) => to).sort()).toEqual(['olga', 'mia'].filter((name) => name !== by).map((name) => who(name).id).sort())
    expect(await db().trailEntry.findFirst({ where: { action: 'delegation.ended' } })).toMatchObject({ actorId: who(by).id, detail: { reason: 'Back early' } })
    await expect(endDelegation(testCtx(at('+2h')), who('olga'), id)).rejects.toMatchObject({ code: 'illegal_transition' })
  })

  test('is nobody else’s, and whoever may see nobody learns nothing of it', async () => {
    const { id } = await set('olga', 'mia')
    await expect(endDelegation(testCtx(), who('rae'), id)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(endDelegation(testCtx(), { ...who('zoe'), roles: [] }, id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(endDelegation(testCtx(), { ...who('olga'), kind: 'token' }, id)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await standing()).toHaveLength(1)
  })

  test.each([['mia', 'olga'], ['olga', 'mia']])('comes with %s leaving, for good; %s is told', async (leaver, other) => {
    await set('olga', 'mia')
    await set('olga', 'mia', { from: at('+10d').toISOString(), to: at('+12d').toISOString() })
    await db().notification.deleteMany()
    await changePerson(who('ada'), testCtx(at('+1h')), who(leaver).id, { active: false })
    await changePerson(who('ada'), testCtx(at('+2h')), who(leaver).id, { active: true })
    expect([await standing(at('+1h')), await standing(at('+11d'))]).toEqual([[], []])
    expect(await told()).toEqual([['delegation.ended', who(other).id], ['delegation.ended', who(other).id]])
    expect(await db().trailEntry.count({ where: { action: 'delegation.ended' } })).toBe(2)
  })
})

describe('who sees which', () => {
  test('whoever sees everybody all, anybody else what they are part of', async () => {
    await set('olga', 'mia')
    const seen = async (name: string, state?: 'in_force' | 'ahead' | 'over') => (await listDelegations(who(name), { limit: 10, state }, at('+1h'))).length
    expect(await Promise.all(['olga', 'mia', 'zoe', 'rae', 'ada'].map((name) => seen(name)))).toEqual([1, 1, 0, 1, 1])
    expect([await seen('rae', 'in_force'), await seen('rae', 'ahead'), await seen('rae', 'over')]).toEqual([1, 0, 0])
  })
})
