import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '@/lib/db/client'
import type { ItemFilter } from '@/lib/reviews/model'
import { anActor } from '@/lib/testing/actors'
import { at, TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { as, aStandIn, aTokenOf, declareRequestWorld } from '@/lib/testing/request-builders'
import { aCampaign, anAnswer, anItem, aTask } from '@/lib/testing/review-rows'
import { getCampaign, listCampaigns } from './campaigns'
import { countMine } from './mine'
import { itemIds } from './items'
import { campaignProgress } from './progress'
import { reviewsOf } from './reviews-of'

const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
  await aCampaign({ id: 'rev_1', name: 'Q4', content: { stages: [{ reviewers: [{ kind: 'owner' }, { kind: 'sponsor' }], days: 8 }] } })
  for (const [id, risk] of [['a', 'critical'], ['b', 'high'], ['c', 'low'], ['d', 'low']] as const) await anItem({ id, campaignId: 'rev_1', risk })
  // a: both answered and contradict; b: one of two; c: erin alone, has not; d: nobody.
  for (const itemId of ['a', 'b', 'c']) await aTask({ itemId, person: 'erin' })
  for (const itemId of ['a', 'b']) await aTask({ itemId, person: 'dana', standing: 'sponsor' })
  await anAnswer({ taskId: 'task_a_erin_1_1', answer: 'keep', at: at('-2h') })
  await anAnswer({ taskId: 'task_a_dana_1_1', answer: 'revoke', seconds: 4, at: at('-1h') })
  await anAnswer({ taskId: 'task_b_dana_1_1', answer: 'abstain', seconds: 8, at: at('-1h') })
  await db().reviewItem.update({ where: { id: 'a' }, data: { conflict: true } })
})

const seen = async (name: string, filter = {}): Promise<string[]> => (await listCampaigns(await as(name), filter, { limit: 10 }, TEST_NOW)).items.map((one) => one.id)
const get = async (name: string) => getCampaign(await as(name), 'rev_1', TEST_NOW)

describe('what is counted of a campaign', () => {
  test('an item is answered when everybody who is asked about it has answered', async () => {
    const { counts, sentence } = await get('rae')
    expect(counts).toMatchObject({ items: 4, stage: { total: 4, decided: 1 }, conflicts: 1, nobody: 1, outcomes: {} })
    expect(counts.byRisk).toEqual({ critical: { total: 1, decided: 1 }, high: { total: 1, decided: 0 }, medium: { total: 0, decided: 0 }, low: { total: 2, decided: 0 } })
    expect(sentence).toBe('1 of 4 items answered; closes Fri 27 Nov 12:00 UTC; reviewers contradict each other on 1 item; nobody can be asked about 1 item.')
  })

  test('what I am asked is mine alone, and what is superseded or ended no longer counts', async () => {
    expect((await get('erin')).mine).toMatchObject({ total: 3, decided: 1, signedOffAt: null, byRisk: { critical: { total: 1, decided: 1 } } })
    expect((await get('dana')).mine).toMatchObject({ total: 2, decided: 2 })
    expect((await get('rae')).mine).toBeNull()
    await db().reviewAnswer.update({ where: { id: 'ans_task_a_erin_1_1' }, data: { supersededAt: TEST_NOW } })
    await db().reviewTask.update({ where: { id: 'task_c_erin_1_1' }, data: { endedAt: TEST_NOW, endReason: 'Not mine' } })
    expect((await get('erin')).mine).toMatchObject({ total: 2, decided: 0 })
    expect((await get('rae')).counts).toMatchObject({ stage: { total: 4, decided: 0 }, nobody: 2 })
  })

  test('who stands in is asked what the other is asked, but nothing twice', async () => {
    await aStandIn('erin', 'zoe', '-1d', '+1d')
    await aStandIn('dana', 'erin', '-1d', '+1d')
    expect((await get('zoe')).mine).toMatchObject({ total: 3, decided: 1 })
    // Dana's items are all erin's own already.
    expect((await get('erin')).mine).toMatchObject({ total: 3, decided: 1 })
    expect(await countMine(await as('zoe'), TEST_NOW)).toBe(2)
    expect(await countMine(await as('zoe'), at('+1d'))).toBe(0)
    expect(await countMine(await aTokenOf('erin'), TEST_NOW)).toBe(0)
    expect(await countMine(await aTokenOf('erin', { bootstrap: true }), TEST_NOW)).toBe(2)
  })

  test('a later stage counts its own items and answers', async () => {
    await aCampaign({ id: 'rev_2', stage: 2, iteration: 2, content: { stages: [{ reviewers: [{ kind: 'owner' }], days: 8 }, { reviewers: [{ kind: 'security' }], days: 8, repeats: 1 }] } })
    await anItem({ id: 'e', campaignId: 'rev_2', stage: 1, state: 'decided', outcome: 'revoke', outcomeBy: 'answers', decidedAt: at('-1d'), remediation: 'open' })
    await anItem({ id: 'f', campaignId: 'rev_2', stage: 2, iteration: 2 })
    await aTask({ itemId: 'f', person: 'rae', standing: 'security' })
    await anAnswer({ taskId: await aTask({ itemId: 'f', person: 'erin', stage: 1, iteration: 1 }) })
    const found = await getCampaign(await as('rae'), 'rev_2', TEST_NOW)
    expect(found.counts).toMatchObject({ items: 2, stage: { total: 1, decided: 0 }, outcomes: { revoke: 1 }, remediation: { open: 1 } })
    expect(found.mine).toMatchObject({ total: 1, decided: 0 })
    expect(found.sentence).toBe('Stage 2 of 2, asked again what nobody answered: 0 of 1 item answered; closes Fri 27 Nov 12:00 UTC; 1 reviewer has not begun.')
  })

  test('a row that does not exist counts like any other until the last stage has closed, and then not at all', async () => {
    await anItem({ id: 'canary', campaignId: 'rev_1', synthetic: true, grantId: null })
    expect((await get('rae')).counts.items).toBe(5)
    for (const id of ['a', 'b', 'c', 'd']) await db().reviewItem.update({ where: { id }, data: { state: 'decided', outcome: 'keep', outcomeBy: id === 'd' ? 'nobody' : 'answers', decidedAt: TEST_NOW } })
    await db().reviewItem.update({ where: { id: 'canary' }, data: { state: 'exempt' } })
    await db().reviewCampaign.update({ where: { id: 'rev_1' }, data: { state: 'remediation', decidedAt: TEST_NOW } })
    expect((await get('rae')).counts).toMatchObject({ items: 4, outcomes: { keep: 4 }, nobody: 1 })
  })
})

describe('who sees a campaign', () => {
  test('who sees all; who is or was asked; who stands in; who owns a server it looks at; and nobody else', async () => {
    await aStandIn('dana', 'zoe', '-1d', '+1d')
    await db().reviewTask.create({ data: { id: 'old', campaignId: 'rev_1', itemId: 'c', stage: 1, iteration: 1, personId: 'per_otto', standing: 'owner', addedBy: 'system', addedAt: at('-1d'), endedAt: TEST_NOW } })
    for (const name of ['rae', 'adam', 'inez', 'erin', 'dana', 'bert', 'zoe', 'otto']) expect([name, await seen(name)]).toEqual([name, ['rev_1']])
    expect(await seen('mona')).toEqual([])
    await expect(get('mona')).rejects.toMatchObject({ code: 'not_found' })
    await expect(campaignProgress(await as('mona'), 'rev_1', TEST_NOW)).rejects.toMatchObject({ code: 'not_found' })
    await expect(getCampaign(await as('mona'), 'rev_none', TEST_NOW)).rejects.toMatchObject({ code: 'not_found' })
    expect((await listCampaigns(anActor([]), {}, { limit: 10 }, TEST_NOW)).items).toEqual([])
  })

  test('a draft is seen by who sees all', async () => {
    await aCampaign({ id: 'rev_2', state: 'draft', stage: 0, launchedAt: null, launchedBy: null, asOf: null, stageEndsAt: null })
    await db().reviewLaunch.create({ data: { campaignId: 'rev_2', startedAt: TEST_NOW, phase: 'evidence', done: 10, total: 1200 } })
    expect([await seen('rae'), await seen('erin')]).toEqual([['rev_2', 'rev_1'], ['rev_1']])
    expect(await getCampaign(await as('rae'), 'rev_2', TEST_NOW)).toMatchObject({ launch: { done: 10, total: 1200 }, mine: null, createdBy: 'Rae', sentence: 'It is being launched: 10 of 1,200 items done.' })
  })

  test('a list is narrowed by state and by whether I am asked, page by page', async () => {
    await aCampaign({ id: 'rev_2' })
    await aCampaign({ id: 'rev_3', state: 'cancelled', closedAt: TEST_NOW, closedBy: 'per_rae', closeReason: 'Begun twice.' })
    expect([await seen('rae', { open: true }), await seen('rae', { state: 'cancelled' }), await seen('erin', { mine: true }), await seen('rae', { mine: true })]).toEqual([['rev_2', 'rev_1'], ['rev_3'], ['rev_1'], []])
    const first = await listCampaigns(await as('rae'), {}, { limit: 2 }, TEST_NOW)
    expect([first.items.map((one) => one.id), first.items[0]?.sentence]).toEqual([['rev_3', 'rev_2'], 'Cancelled on 20 Nov 2026 by Rae: Begun twice. Nothing of it is applied.'])
    expect((await listCampaigns(await as('rae'), {}, { limit: 2, cursor: first.nextCursor ?? '' }, TEST_NOW)).items.map((one) => one.id)).toEqual(['rev_1'])
  })
})

describe('how a stage goes', () => {
  test('names everybody who is asked by name, with figures and no order of merit, to who sees all', async () => {
    await db().reviewSignOff.create({ data: { campaignId: 'rev_1', stage: 1, iteration: 1, personId: 'per_dana', answers: 2, at: TEST_NOW } })
    const found = await campaignProgress(await as('rae'), 'rev_1', TEST_NOW)
    expect(found.reviewers.map(({ person, asked, answered, signedOffAt, medianSeconds }) => [person.name, asked, answered, signedOffAt !== null, medianSeconds])).toEqual([['dana', 2, 2, true, 6], ['erin', 3, 1, false, 10]])
    expect(found.servers).toEqual([{ server: 'github', total: 4, decided: 1 }])
    expect(found.conflicts).toMatchObject([{ id: 'a', answers: [{ person: 'erin', answer: 'keep' }, { person: 'dana', answer: 'revoke' }] }])
    expect(found.nobody).toMatchObject([{ id: 'd', title: 'tool_d' }])
    expect(found.days.map(({ day, answered, left }) => [day, answered, left]).slice(0, 3)).toEqual([['2026-11-19', 0, 4], ['2026-11-20', 1, 3], ['2026-11-21', 0, null]])
  })

  test('tells a reviewer of themselves, and nothing of what others answered', async () => {
    const found = await campaignProgress(await as('erin'), 'rev_1', TEST_NOW)
    expect([found.reviewers.map((one) => one.person.name), found.servers, found.conflicts, found.nobody]).toEqual([['erin'], [], [], []])
  })
})

describe('the numbers of a campaign', () => {
  test('lead to exactly the rows that they count, for who sees all', async () => {
    const rae = await as('rae')
    const { counts } = await get('rae')
    const rows = async (filter: ItemFilter): Promise<number> => (await itemIds(rae, 'rev_1', filter, TEST_NOW)).length
    expect([await rows({ view: 'decided' }), await rows({ view: 'undecided' }), await rows({ view: 'conflict' }), await rows({ view: 'all', risk: 'low' })]).toEqual([counts.stage.decided, counts.stage.total - counts.stage.decided, counts.conflicts, counts.byRisk.low.total])
  })
})

describe('what reviews say of a grant and of a server', () => {
  test('what looks at it now; then when it was looked at, by whom, with what outcome; and when it is due', async () => {
    const cadence = { everyDays: 90, since: at('-100d') }
    const of = async (name: string, about = { grantId: 'gnt_a' }) => reviewsOf(await as(name), about, cadence, TEST_NOW)
    expect(await of('rae')).toEqual({ last: null, open: [{ campaignId: 'rev_1', campaign: 'Q4', endsAt: at('+7d').toISOString() }], nextDueAt: at('-10d').toISOString() })
    expect((await of('mona')).open).toEqual([])
    for (const id of ['a', 'b', 'c', 'd']) await db().reviewItem.update({ where: { id }, data: { state: 'decided', outcome: 'revoke', outcomeBy: id === 'd' ? 'nobody' : 'answers', decidedAt: TEST_NOW } })
    await db().reviewCampaign.update({ where: { id: 'rev_1' }, data: { state: 'remediation', decidedAt: TEST_NOW } })
    expect(await of('rae')).toEqual({ last: { campaignId: 'rev_1', campaign: 'Q4', at: TEST_NOW.toISOString(), outcome: 'revoke', by: 'dana, erin', items: 1 }, open: [], nextDueAt: at('+90d').toISOString() })
    expect((await reviewsOf(await as('erin'), { serverId: 'srv_github' }, { everyDays: null, since: TEST_NOW }, TEST_NOW))).toMatchObject({ last: { items: 4, by: 'nobody could be asked' }, nextDueAt: null })
    expect((await of('mona')).last).toBeNull()
  })
})
