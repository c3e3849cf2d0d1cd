import { beforeEach, describe, expect, it } from 'vitest'
import { SYSTEM } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { changePerson } from '@/lib/people/commands/change-person'
import { openManySchema, revokeCaseSchema, openCaseSchema } from '@/lib/offboarding/model'
import { transitionServer } from '@/lib/registry/commands/transition-server'
import { at, TEST_NOW, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aServer } from '@/lib/testing/grant-builders'
import { as, aTokenOf, declareRequestWorld, leaves } from '@/lib/testing/request-builders'
import { aReviewedGrant } from '@/lib/testing/review-world'
import { openForLeavers } from './leavers'
import { moveServer } from './move-server'
import { openCase } from './open-case'
import { openMany } from './open-many'
import { planCase } from './plan-case'
import { reachPlanned } from './planned'
import { revokeCase } from './revoke-case'

const { truncate } = useDatabase()
beforeEach(async () => {
  await truncate()
  await declareRequestWorld()
})

const tick = (when = '+1h') => openForLeavers(() => testCtx(at(when)))
const caseOfPerson = (name: string) => db().offboardingCase.findMany({ where: { subjectId: `per_${name}` }, orderBy: { openedAt: 'asc' } })
const server = (slug: string) => db().server.findUniqueOrThrow({ where: { slug } })
const move = async (slug: string, to: 'offboarding' | 'active' | 'quarantined', by: string, when = '+0m') => moveServer(await as(by), testCtx(at(when)), slug, { to, reason: 'For the test' })

describe('somebody who left', () => {
  it('gets a case that is frozen and revoked by itself, once, and their return before that cancels it', async () => {
    await leaves('zoe')
    await changePerson(await as('adam'), testCtx(), 'per_dana', { active: false })
    await aReviewedGrant('held', { humanRule: 'person', personId: 'per_zoe' })
    expect(await tick()).toBeGreaterThan(0)
    expect(await caseOfPerson('zoe')).toMatchObject([{ occasion: 'left', stage: expect.stringMatching(/revoked|watch/) as unknown, openedBy: 'system', revokedAt: at('+1h') }])
    expect((await db().grant.findUniqueOrThrow({ where: { id: 'gnt_held' } })).revokedAt).toEqual(at('+1h'))
    // Dana sponsors both agents and has no manager: it waits, frozen, and security is told once.
    expect(await caseOfPerson('dana')).toMatchObject([{ occasion: 'left', stage: 'frozen' }])
    const told = await db().notification.findMany({ where: { key: { contains: ':successor:' } } })
    expect(told.map((message) => message.recipientId).toSorted()).toEqual(['per_rae', 'per_rob', 'per_sam'])
    await tick('+2h')
    expect([await db().offboardingCase.count(), await db().notification.count({ where: { key: { contains: ':successor:' } } })]).toEqual([2, told.length])

    await changePerson(await as('adam'), testCtx(at('+3h')), 'per_dana', { active: true })
    expect(await caseOfPerson('dana')).toMatchObject([{ stage: 'cancelled' }])
    expect(await db().freeze.count({ where: { holderId: 'per_dana', liftedAt: null } })).toBe(0)
    await expect(changePerson(await as('adam'), testCtx(at('+3h')), 'per_zoe', { active: true })).rejects.toMatchObject({ code: 'conflict' })
    await tick('+4h')
    expect(await db().offboardingCase.count()).toBe(2)
  })

  it('their case tells of the sessions and tokens that leaving ended before it was opened, and proves them', async () => {
    await db().session.create({ data: { id: 'ses_zoe', personId: 'per_zoe', createdAt: at('-1h'), lastSeenAt: at('-1h'), expiresAt: at('+1d'), method: 'password' } })
    const token = { roles: [], createdAt: at('-1d'), expiresAt: at('+90d') }
    await db().apiToken.createMany({ data: [
      { ...token, id: 'tok_gw', name: 'gateway', ownerId: 'per_rae', createdBy: 'per_zoe', scopes: ['ingest:gw'], hash: new TextEncoder().encode('gw') },
      { ...token, id: 'tok_old', name: 'old', ownerId: 'per_zoe', createdBy: 'per_zoe', scopes: ['read'], hash: new TextEncoder().encode('old'), revokedAt: at('-2d') },
    ] })
    await changePerson(await as('adam'), testCtx(), 'per_zoe', { active: false })
    await tick()
    const lines = await db().offboardingLine.findMany({ where: { case: { subjectId: 'per_zoe' }, kind: { in: ['session', 'api_token', 'ingest_token'] } }, orderBy: { position: 'asc' } })
    expect(lines).toMatchObject([
      { kind: 'ingest_token', title: 'Ingest token gateway', state: 'proven', actedAt: TEST_NOW, actedBy: SYSTEM.id, proof: expect.stringContaining('refused since 20 Nov 2026, 12:00:00 UTC') as unknown },
      { kind: 'session', title: '1 session', state: 'proven', actedAt: TEST_NOW },
    ])
  })

  it('who has a manager is revoked as soon as there is one, and what somebody else opened is not cancelled by an administrator', async () => {
    await changePerson(await as('adam'), testCtx(), 'per_dana', { active: false })
    await tick()
    await db().person.update({ where: { id: 'per_dana' }, data: { managerId: 'per_mona' } })
    await tick('+2h')
    expect((await caseOfPerson('dana'))[0]?.revokedAt).toEqual(at('+2h'))
    expect(new Set((await db().agent.findMany()).map((agent) => agent.sponsorId))).toEqual(new Set(['per_mona']))

    await openCase(testCtx(), await as('rae'), openCaseSchema.parse({ kind: 'person', subject: 'otto@acme.test', reason: 'Looked into', freeze: true }))
    await changePerson(await as('adam'), testCtx(at('+1m')), 'per_otto', { active: false })
    await expect(changePerson(await as('adam'), testCtx(at('+2m')), 'per_otto', { active: true })).rejects.toMatchObject({ code: 'conflict' })
    expect((await caseOfPerson('otto'))[0]?.stage).toBe('frozen')
  })
})

describe('a server', () => {
  it('that is moved to offboarding has a case, frozen; moved back, the case is cancelled; once revoked it does not come back', async () => {
    await expect(move('github', 'offboarding', 'otto')).rejects.toMatchObject({ code: 'forbidden' })
    expect(await move('github', 'offboarding', 'bert')).toMatchObject({ lifecycle: 'offboarding', lifecycleBefore: 'active' })
    const [opened] = await db().offboardingCase.findMany({ where: { subjectId: 'srv_github' } })
    expect(opened).toMatchObject({ stage: 'frozen', occasion: 'transition', openedBy: 'per_bert' })
    await expect(move('github', 'active', 'erin')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(move('github', 'quarantined', 'rae')).rejects.toMatchObject({ code: 'illegal_transition' })
    // Whoever read it as active before the freeze came through does not get past the case.
    await expect(transitionServer(await as('rae'), testCtx(), 'github', { to: 'active', reason: 'Back' })).rejects.toMatchObject({ code: 'conflict' })
    // A service token may move servers, but undoes no offboarding: neither here nor at the case's own door.
    await expect(moveServer(await aTokenOf('rae'), testCtx(), 'github', { to: 'active', reason: 'Back' })).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('a person, signed in') as unknown })
    expect(await move('github', 'active', 'rae', '+1h')).toMatchObject({ lifecycle: 'active', lifecycleBefore: null })
    expect((await db().offboardingCase.findMany()).map((row) => row.stage)).toEqual(['cancelled'])

    await move('github', 'offboarding', 'erin', '+2h')
    const again = await db().offboardingCase.findFirstOrThrow({ where: { stage: 'frozen' } })
    await revokeCase(testCtx(at('+3h')), await as('erin'), again.id, revokeCaseSchema.parse({ reason: 'Over' }))
    await expect(move('github', 'active', 'rae', '+4h')).rejects.toMatchObject({ code: 'illegal_transition', message: expect.stringContaining('only retires') as unknown })
    await expect(transitionServer(await as('rae'), testCtx(at('+4h')), 'github', { to: 'active', reason: 'x' })).rejects.toMatchObject({ code: 'illegal_transition' })
  })

  it('that came there without one gets it, once, and cancelling brings it back to where it came from', async () => {
    await transitionServer(await as('inez'), testCtx(), 'github', { to: 'quarantined', reason: 'Looked into' })
    await transitionServer(await as('rae'), testCtx(at('+1m')), 'github', { to: 'offboarding', reason: 'Over' })
    await tick()
    await tick('+2h')
    expect(await db().offboardingCase.findMany()).toMatchObject([{ stage: 'frozen', occasion: 'transition', before: { lifecycle: 'quarantined', lifecycleBefore: 'active' } }])
    await move('github', 'quarantined', 'rae', '+3h')
    expect(await server('github')).toMatchObject({ lifecycle: 'quarantined', lifecycleBefore: 'active' })
    expect(await transitionServer(await as('inez'), testCtx(at('+4h')), 'github', { to: 'active', reason: 'Fine' })).toMatchObject({ lifecycle: 'active' })
  })
})

describe('what is planned and what is many', () => {
  it('is frozen and revoked at its dates, in their order and not before', async () => {
    const { id } = await openCase(testCtx(), await as('erin'), openCaseSchema.parse({ kind: 'server', subject: 'github', reason: 'Over', plannedFreezeAt: at('+2d').toISOString() }))
    await planCase(testCtx(at('+1h')), await as('erin'), id, { plannedRevokeAt: at('+3d'), watchDays: 9 })
    await expect(planCase(testCtx(at('+1h')), await as('erin'), id, { plannedRevokeAt: at('+1d') })).rejects.toMatchObject({ code: 'invalid_input' })
    const stage = async (when: string) => {
      await reachPlanned(() => testCtx(at(when)))
      return (await db().offboardingCase.findUniqueOrThrow({ where: { id } })).stage
    }
    expect([await stage('+47h'), await stage('+2d'), await stage('+71h')]).toEqual(['open', 'frozen', 'frozen'])
    expect(['revoked', 'watch']).toContain(await stage('+3d'))
    expect((await db().trailEntry.findMany({ where: { action: 'offboarding.revoked' } })).map((entry) => entry.actorId)).toEqual([SYSTEM.id])
  })

  it('opens a case each of a vendor’s, tells each person once, and goes on where it broke off', async () => {
    for (const [slug, endpoint] of [['acme-a', 'https://a.acme.com/mcp'], ['acme-b', 'https://acme.com'], ['other', 'https://notacme.com']] as const) await aServer(slug, { endpoint })
    await move('acme-b', 'offboarding', 'erin')
    const many = async (more: object = {}, by = 'rae') => openMany(() => testCtx(TEST_NOW), await as(by), openManySchema.parse({ kind: 'server', vendor: 'acme.com', reason: 'The contract ends', ...more }))
    expect(await many({ dryRun: true })).toMatchObject({ bulkId: null, rows: [{ subject: { name: 'acme-a' }, status: 'would_open' }, { subject: { name: 'acme-b' }, status: 'under_way' }] })
    const first = await many()
    expect(first.rows.map((row) => row.status)).toEqual(['opened', 'under_way'])
    const again = await many({ bulkId: first.bulkId ?? '', vendor: undefined, subjects: ['acme-a', 'other', 'nobody'] })
    expect(again.rows.map((row) => [row.subject.name, row.status])).toEqual([['acme-a', 'opened'], ['other', 'opened'], ['nobody', 'refused']])
    expect(await db().offboardingCase.count({ where: { bulkId: first.bulkId } })).toBe(2)
    expect(await db().notification.count({ where: { recipientId: 'per_erin', key: { contains: first.bulkId ?? '-' } } })).toBe(1)
    expect((await many({ vendor: undefined, subjects: ['github'] }, 'inez')).rows[0]?.status).toBe('opened')
    await expect(many({ vendor: undefined })).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(many({ vendor: undefined, team: 'Platfrom' })).rejects.toMatchObject({ code: 'invalid_input', errors: [{ path: 'team' }] })
    const trail = await db().trailEntry.count()
    expect(await many({ vendor: 'nowhere.test' })).toEqual({ bulkId: null, rows: [] })
    expect(await db().trailEntry.count()).toBe(trail)
  })
})
