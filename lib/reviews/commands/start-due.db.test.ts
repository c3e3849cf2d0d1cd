import { beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db, type Prisma } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { contentSchema, templateSchema } from '@/lib/reviews/content'
import { at, TEST_NOW, testClock, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { as, declareRequestWorld } from '@/lib/testing/request-builders'
import { cancelCampaign } from './draft-campaign'
import { createTemplate } from './save-template'
import { startDueReviews } from './start-due'

/** What is launched is the launch's own business: here it only moves the campaign on, once, and fails where it is told to. */
const failing = new Set<string>()
const launch = async (newCtx: () => Ctx, _actor: Actor, id: string): Promise<void> => {
  const campaign = await db().reviewCampaign.findUniqueOrThrow({ where: { id } })
  if (failing.has(campaign.name)) throw new Error('The disk is full.')
  const { now } = newCtx()
  const { count } = await db().reviewCampaign.updateMany({ where: { id, state: 'draft' }, data: { state: 'running', stage: 1, launchedAt: now, asOf: now, stageStartedAt: now, stageEndsAt: now, updatedAt: now } })
  if (count === 0) throw new AppError('illegal_transition', 'The campaign is running.')
}
const startDue = (newCtx: () => Ctx): Promise<number> => startDueReviews(newCtx, launch)

const { truncate } = useDatabase()

const content = (more: Record<string, unknown> = {}) => contentSchema.parse({ stages: [{ reviewers: [{ kind: 'owner' }], days: 7 }], ...more })
const DAILY_ENOUGH = { every: 'monthly', on: { day: 1 }, at: '08:00', timeZone: 'Europe/Berlin' }
const template = async (more: Record<string, unknown> = {}): Promise<string> => (await createTemplate(testCtx(), await as('rae'), templateSchema.parse({ name: 'Monthly', kind: 'grants', content: content(), ...more }))).id
const campaigns = () => db().reviewCampaign.findMany({ orderBy: { id: 'asc' }, select: { name: true, state: true, occasion: true, occasionKey: true, closeReason: true, occasionText: true, content: true } })

async function aGrant(id: string, more: Partial<Prisma.GrantUncheckedCreateInput> = {}): Promise<void> {
  await db().grant.create({ data: { id, serverId: 'srv_github', agentId: 'agt_triage', humanRule: 'any', targetKind: 'tool', target: 'create_issue', access: 'read', scope: [], purpose: 'Triage', validFrom: at('-30d'), origin: 'import', createdBy: 'per_dana', createdAt: at('-30d'), ...more } })
}

async function changedTool(tool: string, openedAt: Date, more: Partial<Prisma.FindingUncheckedCreateInput> = {}): Promise<void> {
  await db().finding.create({
    data: {
      id: `fnd_${tool}`, fingerprint: tool, kind: 'tool_widened', status: 'open', severity: 'high', serverId: 'srv_github', server: 'github', target: tool, firstSeen: openedAt, lastSeen: openedAt, executed: 0, blocked: 0, evaluable: true, explanation: 'x', evidence: {}, remedies: [], openedAt, updatedAt: openedAt,
      history: { create: { id: `his_${tool}`, at: openedAt, from: null, to: 'open', by: 'engine', reason: 'x', severity: 'high' } }, ...more,
    },
  })
}

beforeEach(async () => {
  failing.clear()
  await truncate()
  await declareRequestWorld()
})

describe('a calendar', () => {
  test('starts once on however many replicas, and not before its time', async () => {
    const id = await template({ schedule: DAILY_ENOUGH })
    await aGrant('gnt_a')
    const clock = testClock(new Date('2026-12-01T06:59:59.999Z'))
    expect(await startDue(clock.ctx)).toBe(0)
    clock.advance('+1ms')
    const started = await Promise.all([1, 2, 3].map(() => startDue(clock.ctx)))
    expect(started.reduce((sum, one) => sum + one, 0)).toBe(1)
    expect(await campaigns()).toMatchObject([{ name: 'Monthly, 2026-12-01', state: 'running', occasion: 'schedule', occasionKey: `${id}:2026-12-01`, occasionText: 'Its calendar: on day 1 of each month at 08:00, Europe/Berlin' }])
    expect((await db().reviewTemplate.findUniqueOrThrow({ where: { id } })).nextAt).toEqual(new Date('2027-01-01T07:00:00Z'))
    expect((await db().trailEntry.findFirstOrThrow({ where: { action: 'review.drafted' } })).actorId).toBe('system')
  })

  test('times that were missed are made good by one campaign, for the last of them', async () => {
    const id = await template({ schedule: DAILY_ENOUGH })
    await aGrant('gnt_a', { validUntil: null })
    expect(await startDue(() => testCtx(new Date('2027-04-15T00:00:00Z')))).toBe(1)
    expect(await startDue(() => testCtx(new Date('2027-04-15T00:01:00Z')))).toBe(0)
    expect((await campaigns()).map((one) => one.occasionKey)).toEqual([`${id}:2027-04-01`])
    expect((await campaigns())[0]?.occasionText).toContain('due 2027-04-01 06:00 UTC, made good later')
  })

  test('an occasion with nothing to review, or whose names are gone, is on record and not launched', async () => {
    await template({ schedule: DAILY_ENOUGH })
    const gone = await template({ name: 'Gone', schedule: DAILY_ENOUGH, content: content({ scope: { agents: ['triage'] } }) })
    await db().nameBinding.updateMany({ where: { name: 'triage' }, data: { validTo: at('+1d') } })
    const then = () => testCtx(new Date('2026-12-01T07:00:00Z'))
    expect([await startDue(then), await startDue(then)]).toEqual([0, 0])
    expect((await campaigns()).map((one) => [one.state, one.closeReason])).toEqual(expect.arrayContaining([['cancelled', 'There was nothing to review.'], ['cancelled', 'It could not be started: no agent is known as “triage”. Change the template.']]))
    expect(await db().trailEntry.count({ where: { action: 'review.cancelled', actorId: 'system' } })).toBe(2)
    expect((await db().reviewTemplate.findUniqueOrThrow({ where: { id: gone } })).nextAt).toEqual(new Date('2027-01-01T07:00:00Z'))
  })

  test('one that fails does not stop the others, and is tried again', async () => {
    await aGrant('gnt_a')
    await template({ name: 'Bad', schedule: DAILY_ENOUGH })
    await template({ name: 'Good', schedule: DAILY_ENOUGH })
    failing.add('Bad, 2026-12-01')
    const then = () => testCtx(new Date('2026-12-01T07:00:00Z'))
    await expect(startDue(then)).rejects.toThrow('The disk is full.')
    expect(Object.fromEntries((await campaigns()).map((one) => [one.name, one.state]))).toEqual({ 'Bad, 2026-12-01': 'draft', 'Good, 2026-12-01': 'running' })
    failing.clear()
    expect(await startDue(then)).toBe(1)
    expect(await campaigns()).toHaveLength(2)
  })

  test('a template that is switched off, and a draft made by hand, start nothing', async () => {
    await aGrant('gnt_a')
    await template({ schedule: DAILY_ENOUGH, active: false })
    await db().reviewCampaign.create({ data: { id: 'rev_hand', name: 'By hand', kind: 'grants', state: 'draft', content: content(), occasion: 'manual', createdBy: 'per_rae', createdAt: TEST_NOW, updatedAt: TEST_NOW } })
    expect(await startDue(() => testCtx(new Date('2027-12-01T07:00:00Z')))).toBe(0)
  })
})

describe('a changed definition', () => {
  test('is reviewed once for each opening: the grants that admit the tool and were there before, within the template’s scope', async () => {
    await aGrant('gnt_exact')
    await aGrant('gnt_glob', { target: 'create_*', access: 'write' })
    await aGrant('gnt_other', { target: 'list_issues' })
    await aGrant('gnt_since', { createdAt: at('+2h') })
    await aGrant('gnt_out', { agentId: 'agt_release' })
    const id = await template({ name: 'Widened', triggers: ['definition_widened'], content: content({ scope: { agents: ['triage'] } }) })
    await changedTool('old_tool', at('-1h'))
    await changedTool('create_issue', at('+1h'))
    await changedTool('delete_issue', at('+1h'))
    const later = () => testCtx(at('+3h'))
    expect([await startDue(later), await startDue(later)]).toEqual([1, 0])
    expect(await campaigns()).toMatchObject([{
      name: 'Widened: create_issue and 1 more on github changed', occasion: 'event', occasionKey: `${id}:definition_widened:srv_github:${at('+1h').toISOString()}`, content: { scope: { grantIds: ['gnt_exact', 'gnt_glob'], agents: [] } },
    }])
    // It comes back after it was gone: another opening, another review.
    await db().findingHistory.create({ data: { id: 'his_again', findingId: 'fnd_create_issue', at: at('+5h'), from: 'resolved', to: 'open', by: 'engine', reason: 'x', severity: 'high' } })
    expect(await startDue(() => testCtx(at('+6h')))).toBe(1)
    expect((await campaigns())[1]?.name).toBe('Widened: create_issue on github changed')
  })

  test('that concerns nothing in scope is none of the template’s business; a run that still writes is waited for', async () => {
    await aGrant('gnt_a')
    await template({ triggers: ['definition_widened'], content: content({ scope: { environments: ['development'] } }) })
    await template({ name: 'Waits', triggers: ['definition_widened'] })
    await changedTool('create_issue', at('+1h'))
    await db().driftRun.create({ data: { id: 'run_1', trigger: 'change', startedAt: at('+1h') } })
    expect(await startDue(() => testCtx(at('+61m')))).toBe(0)
    expect(await campaigns()).toEqual([])
    await db().driftRun.update({ where: { id: 'run_1' }, data: { finishedAt: at('+61m') } })
    expect(await startDue(() => testCtx(at('+62m')))).toBe(1)
    expect((await campaigns()).map((one) => one.name)).toEqual(['Waits: create_issue on github changed'])
  })

  test('a review that was cancelled is not started again', async () => {
    await aGrant('gnt_a')
    await template({ triggers: ['definition_widened'] })
    await changedTool('create_issue', at('+1h'))
    await startDue(() => testCtx(at('+2h')))
    const [{ id } = { id: '' }] = await db().reviewCampaign.findMany({ select: { id: true } })
    await cancelCampaign(testCtx(at('+2h')), await as('rae'), id, 'Known')
    expect(await startDue(() => testCtx(at('+3h')))).toBe(0)
    expect(await campaigns()).toHaveLength(1)
  })
})

describe('an owner who left', () => {
  test('is one review of all that was theirs: of grants, or of who owns it', async () => {
    await aGrant('gnt_a')
    await aGrant('gnt_b', { serverId: 'srv_vault', agentId: 'agt_release', target: 'x' })
    await aGrant('gnt_new', { createdAt: at('+2h') })
    await template({ name: 'Grants', triggers: ['owner_left'], content: content({ scope: { servers: ['github'] } }) })
    await template({ name: 'Owners', kind: 'ownership', triggers: ['owner_left'], content: content({ scope: { sensitivities: ['internal', 'restricted'] } }) })
    await db().person.update({ where: { id: 'per_erin' }, data: { active: false, leftAt: at('+1h') } })
    await db().person.update({ where: { id: 'per_bert' }, data: { active: false, leftAt: at('-1h') } })
    const later = () => testCtx(at('+3h'))
    expect([await startDue(later), await startDue(later)]).toEqual([2, 0])
    const found = Object.fromEntries((await campaigns()).map((one) => [one.name, one]))
    expect(found['Grants: erin left']).toMatchObject({ content: { scope: { grantIds: ['gnt_a'] } }, occasionText: 'erin left 2026-11-20 13:00 UTC and answered for 5 servers' })
    expect(found['Owners: erin left']).toMatchObject({ content: { scope: { servers: ['github', 'safe', 'vault'], agents: [] } } })
  })

  test('agents whose sponsor left are reviewed too; a backup owner counts when the owner is gone', async () => {
    await aGrant('gnt_a')
    await template({ triggers: ['owner_left'] })
    await db().person.update({ where: { id: 'per_bert' }, data: { active: false, leftAt: at('+1h') } })
    expect(await startDue(() => testCtx(at('+2h')))).toBe(0)
    await db().person.update({ where: { id: 'per_dana' }, data: { active: false, leftAt: at('+2h') } })
    expect(await startDue(() => testCtx(at('+3h')))).toBe(1)
    expect(await campaigns()).toMatchObject([{ name: 'Monthly: dana left', content: { scope: { grantIds: ['gnt_a'] } } }])
  })
})
