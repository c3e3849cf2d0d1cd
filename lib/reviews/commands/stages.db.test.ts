import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { answerSchema } from '@/lib/reviews/model'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aStandIn, as, leaves } from '@/lib/testing/request-builders'
import { anItem, aTask } from '@/lib/testing/review-rows'
import { aRunningReview, askedAbout, declareReviewWorld, itemOf } from '@/lib/testing/review-world'
import { answerItem, undoAnswer } from './answer-item'
import { addReviewer, reassignItem } from './assign'
import { closeDueStages, closeStage } from './close-stage'
import { keepReviewers } from './keep-reviewers'
import { signOff } from './sign-off'

const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareReviewWorld()
})

const keep = answerSchema.parse({ answer: 'keep', reason: 'It is needed' })
const revoke = answerSchema.parse({ answer: 'revoke', reason: 'It is not needed' })
const says = async (name: string, grant: string, answer = keep, when = '+1h') => answerItem(testCtx(at(when)), await as(name), await itemOf(grant), answer)
const item = async (grant: string) => db().reviewItem.findFirstOrThrow({ where: { grantId: `gnt_${grant}` } })
const campaign = async () => db().reviewCampaign.findFirstOrThrow()
const due = async (when: string): Promise<number> => closeDueStages(() => testCtx(at(when)))
const told = async (kind: string): Promise<string[]> => (await db().notification.findMany({ where: { kind }, orderBy: { recipientId: 'asc' } })).map((one) => one.recipientId ?? '')
const oneStage = (more: Record<string, unknown> = {}) => ({ stages: [{ reviewers: [{ kind: 'owner' }], days: 10, ...more }] })

/** Everybody answers everything that waits for them. */
async function answersAll(name: string, when = '+1h'): Promise<number> {
  const tasks = await db().reviewTask.findMany({ where: { personId: `per_${name}`, endedAt: null, item: { state: 'pending' }, answers: { none: { supersededAt: null } } }, include: { item: true } })
  const { stage, iteration } = await campaign()
  const mine = tasks.filter((task) => task.stage === stage && task.iteration === iteration)
  for (const task of mine) await answerItem(testCtx(at(when)), await as(name), task.itemId, keep)
  return mine.length
}

describe('the close of a stage', () => {
  it('at the deadline takes what was answered and what silence means, keeps why, and the trail keeps a digest of it', async () => {
    const id = await aRunningReview(oneStage())
    await says('erin', 'glob')
    await says('erin', 'asked', revoke)
    expect([await due('+239h'), await due('+240h'), await due('+241h')]).toEqual([0, 1, 0])
    expect(await item('glob')).toMatchObject({ state: 'decided', outcome: 'keep', outcomeBy: 'answers', outcomeDetail: { why: 'erin said keep.' }, remediation: 'none', decidedAt: at('+240h') })
    expect(await item('asked')).toMatchObject({ outcome: 'revoke', outcomeBy: 'answers', remediation: 'open' })
    expect(await item('scoped')).toMatchObject({ outcome: 'revoke', outcomeBy: 'no_response', outcomeDetail: { why: 'Nobody answered; silence means that it is revoked.' } })
    expect(await campaign()).toMatchObject({ state: 'remediation', decidedAt: at('+240h') })
    const entry = await db().trailEntry.findFirstOrThrow({ where: { action: 'review.stage_closed' } })
    expect(entry).toMatchObject({ objectId: id, detail: { stage: 1, iteration: 1, because: 'deadline', items: 7, counts: { keep: 1, revoke: 6 }, bySilence: 5, next: 'remediation', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } })
  })

  it('with the last sign-off, in the same transaction; nothing is answered in it afterwards', async () => {
    const id = await aRunningReview(oneStage())
    await answersAll('erin')
    await expect(signOff(testCtx(at('+1h')), await as('rob'), id)).rejects.toMatchObject({ code: 'forbidden' })
    for (const name of ['bert', 'mona']) await answersAll(name)
    expect(await signOff(testCtx(at('+2h')), await as('erin'), id)).toMatchObject({ state: 'running' })
    expect(await signOff(testCtx(at('+2h')), await as('bert'), id)).toMatchObject({ state: 'remediation' })
    await expect(undoAnswer(testCtx(at('+3h')), await as('erin'), await itemOf('glob'))).rejects.toMatchObject({ code: 'illegal_transition' })
    expect((await db().trailEntry.findMany({ where: { action: { in: ['review.signed_off', 'review.stage_closed'] } }, orderBy: { seq: 'asc' } })).map((one) => one.action)).toEqual(['review.signed_off', 'review.signed_off', 'review.stage_closed'])
  })

  it('waits for a sign-off that an answer has voided, and counts how many are left to answer', async () => {
    const id = await aRunningReview(oneStage())
    await says('erin', 'glob')
    await expect(signOff(testCtx(at('+1h')), await as('erin'), id)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('5 of your 6 items') })
    await answersAll('erin')
    await signOff(testCtx(at('+2h')), await as('erin'), id)
    await says('erin', 'glob', revoke, '+3h')
    expect(await db().reviewSignOff.findMany()).toMatchObject([{ personId: 'per_erin', answers: 6, voidedAt: at('+3h') }])
    await answersAll('bert', '+4h')
    expect(await signOff(testCtx(at('+5h')), await as('bert'), id)).toMatchObject({ state: 'running' })
    expect(await signOff(testCtx(at('+6h')), await as('erin'), id)).toMatchObject({ state: 'remediation' })
  })

  it('a stand-in signs off for whom they have answered everything', async () => {
    const id = await aRunningReview(oneStage())
    await aStandIn('bert', 'mona', '-1h', '+9d')
    await answersAll('erin')
    await signOff(testCtx(at('+2h')), await as('erin'), id)
    await expect(signOff(testCtx(at('+2h')), await as('mona'), id)).rejects.toMatchObject({ code: 'forbidden' })
    await answerItem(testCtx(at('+3h')), await as('mona'), await itemOf('named'), keep)
    expect(await db().reviewAnswer.findFirst({ where: { personId: 'per_mona' } })).toMatchObject({ onBehalfOf: 'per_bert' })
    expect(await signOff(testCtx(at('+4h')), await as('mona'), id)).toMatchObject({ state: 'remediation' })
    expect(await db().reviewSignOff.findMany({ orderBy: { at: 'desc' }, take: 1 })).toMatchObject([{ personId: 'per_bert' }])
  })

  it('rows that do not exist take part, come to nothing, and are exempt at the end', async () => {
    const id = await aRunningReview(oneStage({ repeats: 1 }))
    await anItem({ id: 'itm_canary', campaignId: id, position: 900, grantId: null, synthetic: true, agentId: 'agt_triage', frozen: (await item('glob')).frozen ?? {} })
    await aTask({ itemId: 'itm_canary', person: 'erin' })
    for (const name of ['erin', 'bert']) await answersAll(name)
    await undoAnswer(testCtx(at('+2h')), await as('erin'), 'itm_canary')
    await due('+240h')
    // Nobody is asked again for its sake alone.
    expect(await campaign()).toMatchObject({ state: 'remediation' })
    expect(await db().reviewItem.findUniqueOrThrow({ where: { id: 'itm_canary' } })).toMatchObject({ state: 'exempt', outcome: null })
    expect(await db().trailEntry.findFirst({ where: { action: 'review.stage_closed' } })).toMatchObject({ detail: { items: 7, counts: { keep: 7 } } })
  })
})

describe('what comes after', () => {
  it('only the unanswered are asked again, the same people, for as long; what waits goes on with them', async () => {
    await aRunningReview({ stages: [{ reviewers: [{ kind: 'owner' }], days: 10, repeats: 1, stopOn: ['deny'] }, { reviewers: [{ kind: 'security' }], days: 5 }], noResponse: 'keep' })
    await says('erin', 'glob')
    await says('erin', 'scoped', revoke)
    await due('+240h')
    expect(await campaign()).toMatchObject({ stage: 1, iteration: 2, stageEndsAt: at('+480h') })
    expect([(await item('glob')).iteration, (await item('asked')).iteration, (await item('scoped')).state]).toEqual([1, 2, 'decided'])
    expect(await askedAbout('asked')).toEqual(['erin'])
    await expect(says('erin', 'glob', revoke, '+250h')).rejects.toMatchObject({ code: 'illegal_transition' })
    expect(await db().notification.findMany({ where: { kind: 'review.started', recipientId: 'per_erin' }, orderBy: { createdAt: 'asc' } })).toMatchObject([{ subject: expect.stringContaining('You are asked to review 6 items') }, { subject: expect.stringContaining('asked again to review 4 items') }])
    await due('+480h')
    expect(await campaign()).toMatchObject({ stage: 2, iteration: 1, stageEndsAt: at('+600h') })
    expect((await db().reviewItem.findMany({ where: { state: 'pending' } })).every((one) => one.stage === 2 && one.iteration === 1)).toBe(true)
    expect(await db().reviewTask.count({ where: { stage: 2 } })).toBe(5)
    expect(await told('review.started')).toEqual(expect.arrayContaining(['per_rae', 'per_rob', 'per_sam']))
  })

  it('nobody who answered a stage is asked in the next, though they would be first in line', async () => {
    await aRunningReview({ stages: [{ reviewers: [{ kind: 'owner' }], days: 10, closes: 'at_deadline' }, { reviewers: [{ kind: 'owner' }], days: 5 }] })
    await says('erin', 'glob')
    await due('+240h')
    expect(await askedAbout('glob')).toEqual(['bert'])
    expect(await db().reviewTask.findFirst({ where: { stage: 2, itemId: await itemOf('glob') } })).toMatchObject({ why: 'Erin, the owner, answered an earlier stage.' })
    await expect(says('erin', 'glob', keep, '+241h')).rejects.toMatchObject({ code: 'conflict' })
  })

  it('silence escalates to others for a week at most, and then revokes', async () => {
    await aRunningReview({ ...oneStage(), noResponse: 'escalate', escalateTo: [{ kind: 'security' }], escalateDaysBefore: null })
    await due('+240h')
    expect(await campaign()).toMatchObject({ state: 'running', stage: 1, iteration: 2, stageEndsAt: at('+408h') })
    expect(await db().reviewTask.findMany({ where: { iteration: 2 }, distinct: ['standing'] })).toMatchObject([{ standing: 'escalation' }])
    const [asked] = await askedAbout('glob')
    await says(asked ?? '', 'glob', keep, '+241h')
    await due('+408h')
    expect([await item('glob'), await item('scoped')]).toMatchObject([{ outcome: 'keep', outcomeBy: 'answers' }, { outcome: 'revoke', outcomeBy: 'no_response' }])
  })

  it('a day before the end one person more is asked about what is undecided, once; their silence undoes nothing', async () => {
    await aRunningReview(oneStage())
    await says('erin', 'glob')
    const keeps = async (when: string) => keepReviewers(() => testCtx(at(when)))
    expect([await keeps('+2h'), await keeps('+216h'), await keeps('+217h')]).toEqual([0, 5, 0])
    expect([(await askedAbout('glob')).length, (await askedAbout('scoped')).length, (await campaign()).stageEndsAt]).toEqual([1, 2, at('+240h')])
    await says('erin', 'scoped', keep, '+218h')
    expect(await askedAbout('scoped')).toEqual(['erin'])
    await due('+240h')
    expect(await item('scoped')).toMatchObject({ outcome: 'keep', outcomeDetail: { why: 'erin said keep.' } })
  })
})

describe('reviewers come and go', () => {
  it('whoever leaves is replaced by the next in line, who is told; what they had answered stands', async () => {
    await aRunningReview(oneStage())
    await says('erin', 'glob')
    await leaves('erin')
    expect(await keepReviewers(() => testCtx(at('+2h')))).toBe(10)
    expect([await askedAbout('glob'), await askedAbout('scoped')]).toEqual([['erin'], ['bert']])
    expect(await db().reviewTask.findFirst({ where: { itemId: await itemOf('scoped'), personId: 'per_erin' } })).toMatchObject({ endedAt: at('+2h'), endReason: 'erin has left.' })
    expect(await told('review.asked')).toEqual(['per_bert'])
    expect(await db().notification.findFirst({ where: { kind: 'review.asked' } })).toMatchObject({ subject: expect.stringContaining('5 items more') })
  })

  it('an answer of somebody who has come into conflict counts for nothing, and others are asked before the stage closes', async () => {
    const id = await aRunningReview(oneStage())
    for (const name of ['erin', 'bert']) await answersAll(name)
    await signOff(testCtx(at('+2h')), await as('erin'), id)
    await db().agent.update({ where: { id: 'agt_triage' }, data: { sponsorId: 'per_erin' } })
    expect(await signOff(testCtx(at('+3h')), await as('bert'), id)).toMatchObject({ state: 'running' })
    expect(await askedAbout('glob')).toEqual(['bert'])
    expect(await db().reviewAnswer.findFirst({ where: { itemId: await itemOf('glob') } })).toMatchObject({ supersededAt: at('+3h') })
    expect(await db().trailEntry.findFirst({ where: { action: 'review.reassigned' } })).toMatchObject({ objectKind: 'review', detail: { changes: expect.arrayContaining([expect.objectContaining({ ended: [expect.objectContaining({ reason: 'erin sponsors its agent.', conflict: true })] })]) } })
  })

  it('not mine goes to somebody named or to the next in line, with the reason, and the deadline stays', async () => {
    await aRunningReview(oneStage())
    const erin = await as('erin')
    await reassignItem(testCtx(at('+1h')), erin, await itemOf('glob'), { reason: 'Bert knows it' })
    await reassignItem(testCtx(at('+1h')), erin, await itemOf('scoped'), { toEmail: 'otto@acme.test', reason: 'Otto runs it' })
    expect([await askedAbout('glob'), await askedAbout('scoped')]).toEqual([['bert'], ['otto']])
    expect(await db().reviewTask.findFirst({ where: { personId: 'per_otto' } })).toMatchObject({ standing: 'reassigned', why: 'erin says that it is not theirs: Otto runs it', addedBy: 'per_erin' })
    expect(await told('review.asked')).toEqual(['per_bert', 'per_otto'])
    await expect(reassignItem(testCtx(at('+1h')), await as('otto'), await itemOf('scoped'), { toEmail: 'erin@acme.test', reason: 'No' })).rejects.toMatchObject({ code: 'invalid_input', errors: [{ path: 'toEmail' }] })
    expect((await campaign()).stageEndsAt).toEqual(at('+240h'))
  })

  it('whoever is added by hand counts among those who are asked, and contradicting each other is a state until one of them yields', async () => {
    const id = await aRunningReview(oneStage())
    await says('erin', 'glob')
    await addReviewer(testCtx(at('+1h')), await as('rae'), await itemOf('glob'), { email: 'rob@acme.test', reason: 'A second look' })
    await says('rob', 'glob', revoke)
    expect((await item('glob')).conflict).toBe(true)
    await undoAnswer(testCtx(at('+2h')), await as('rob'), await itemOf('glob'))
    expect((await item('glob')).conflict).toBe(false)
    await closeStage(testCtx(at('+3h')), await as('rae'), id, 'Enough')
    expect(await item('glob')).toMatchObject({ outcome: 'revoke', outcomeDetail: { why: 'erin said keep, 1 of 2 did not answer; everybody who is asked must accept.' } })
  })
})
