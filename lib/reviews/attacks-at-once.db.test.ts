import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { pool } from '@/lib/db/pool'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aStandIn, as } from '@/lib/testing/request-builders'
import { aRunningReview, declareReviewWorld, itemOf } from '@/lib/testing/review-world'
import { answerItem, undoAnswer } from './commands/answer-item'
import { answerMany } from './commands/answer-many'
import { reassignItem } from './commands/assign'
import { closeDueStages, closeStage } from './commands/close-stage'
import { draftCampaign } from './commands/draft-campaign'
import { keepReviewers } from './commands/keep-reviewers'
import { launchCampaign } from './commands/launch-campaign'
import { remediateDue, remedyItem } from './commands/remedy'
import { signOff } from './commands/sign-off'
import { contentSchema } from './content'
import { answerSchema, bulkSchema } from './model'

/** Attacks that hope for luck: at the same instant, the same thing twice, and past the console at the store itself. */
const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareReviewWorld()
})

const said = (answer: 'keep' | 'revoke' | 'abstain') => answerSchema.parse({ answer, reason: 'It is so' })
const codes = (answered: readonly PromiseSettledResult<unknown>[]): string[] => answered.map((one) => (one.status === 'fulfilled' ? 'ok' : String((one.reason as { code?: string }).code)))
const inWords = (answered: readonly PromiseSettledResult<unknown>[]): void => { for (const code of codes(answered)) expect(['ok', 'forbidden', 'conflict', 'illegal_transition', 'not_found', 'already_exists']).toContain(code) }

describe('at the same instant', () => {
  it('an answer and the close: either it counts, or it was refused', async () => {
    for (let round = 0; round < 3; round += 1) {
      const campaign = await aRunningReview()
      const item = await db().reviewItem.findFirstOrThrow({ where: { campaignId: campaign, grantId: 'gnt_glob' } })
      const [erin, rob] = [await as('erin'), await as('rob')]
      const answered = await Promise.allSettled([answerItem(testCtx(at('+1h')), erin, item.id, said('keep')), closeStage(testCtx(at('+1h')), rob, campaign, 'Enough')])
      inWords(answered)
      const after = await db().reviewItem.findUniqueOrThrow({ where: { id: item.id } })
      expect([after.outcome, after.outcomeBy]).toEqual(codes(answered)[0] === 'ok' ? ['keep', 'answers'] : ['revoke', 'no_response'])
    }
  })

  it('a reviewer comes to be tied to it, answers, and the stage closes: nothing is kept by them', async () => {
    for (let round = 0; round < 3; round += 1) {
      await db().agent.updateMany({ data: { sponsorId: 'per_dana' } })
      const campaign = await aRunningReview()
      const item = await db().reviewItem.findFirstOrThrow({ where: { campaignId: campaign, grantId: 'gnt_glob' } })
      const [erin, rob] = [await as('erin'), await as('rob')]
      inWords(await Promise.allSettled([answerItem(testCtx(at('+1h')), erin, item.id, said('keep')), db().agent.update({ where: { id: 'agt_triage' }, data: { sponsorId: 'per_erin' } })]))
      // Whoever is next in line is asked before anybody closes it by hand.
      await expect(closeStage(testCtx(at('+2h')), rob, campaign, 'Enough')).rejects.toMatchObject({ code: 'conflict' })
      await keepReviewers(() => testCtx(at('+2h')))
      await closeStage(testCtx(at('+2h')), rob, campaign, 'Enough')
      expect(await db().reviewItem.findUniqueOrThrow({ where: { id: item.id } })).toMatchObject({ outcome: 'revoke', outcomeBy: 'no_response' })
    }
  })

  it('a reviewer and two stand-ins answer one task: one word stands', async () => {
    await aRunningReview()
    const item = await itemOf('glob')
    for (const name of ['bert', 'sam']) await aStandIn('erin', name, '-1h', '+9d')
    const actors = [await as('erin'), await as('bert'), await as('sam')]
    inWords(await Promise.allSettled(actors.flatMap((actor) => (['keep', 'revoke', 'abstain'] as const).map((answer) => answerItem(testCtx(at('+1h')), actor, item, said(answer))))))
    expect(await db().reviewAnswer.count({ where: { itemId: item, supersededAt: null } })).toBe(1)
    const [given, told] = [await db().reviewAnswer.count({ where: { itemId: item } }), await db().trailEntry.count({ where: { action: 'review.answered', objectId: item } })]
    expect(told).toBe(given)
  })

  it('many answers to many, one by one, taken back and handed on: one word a task and a person, and the trail tells as many as there are', async () => {
    const campaign = await aRunningReview()
    await db().reviewItem.updateMany({ data: { flags: [], recommendation: 'keep' } })
    const erin = await as('erin')
    const items = (await db().reviewItem.findMany()).map((one) => one.id)
    const glob = await itemOf('glob')
    inWords(await Promise.allSettled([
      ...Array.from({ length: 4 }, () => answerMany(testCtx(at('+1h')), erin, campaign, bulkSchema.parse({ answer: 'keep', reason: 'All', ids: items }))), answerItem(testCtx(at('+1h')), erin, glob, said('revoke')), undoAnswer(testCtx(at('+1h')), erin, glob),
      reassignItem(testCtx(at('+1h')), erin, glob, { toEmail: 'otto@acme.test', reason: 'Not mine' }), signOff(testCtx(at('+1h')), erin, campaign),
    ]))
    const standing = await db().reviewAnswer.findMany({ where: { supersededAt: null } })
    expect(new Set(standing.map((one) => `${one.itemId} ${one.personId}`)).size).toBe(standing.length)
    expect(new Set(standing.map((one) => one.taskId)).size).toBe(standing.length)
    expect(await db().reviewTask.count({ where: { itemId: glob, endedAt: null } })).toBe(1)
    const told = (await db().trailEntry.findMany({ where: { action: { in: ['review.answered', 'review.answered_many'] } } })).map((one) => ((one.detail as { items?: unknown[] }).items ?? [1]).length).reduce((a, b) => a + b, 0)
    expect(told).toBe(await db().reviewAnswer.count())
  })

  it('launched twice, closed five times, remedied in two processes, signed while it is ended: once each', async () => {
    const rae = await as('rae')
    const { id } = await draftCampaign(testCtx(), rae, { name: 'Twice', kind: 'grants', content: contentSchema.parse({ stages: [{ reviewers: [{ kind: 'owner' }], days: 5 }], remediation: 'suspend_first', suspendDays: 1 }) })
    const launches = await Promise.allSettled([1, 2, 3].map(() => launchCampaign(() => testCtx(), rae, id)))
    inWords(launches)
    expect(codes(launches).filter((code) => code === 'ok')).toHaveLength(1)
    expect(await db().trailEntry.count({ where: { action: 'review.launched' } })).toBe(1)
    const rob = await as('rob')
    inWords(await Promise.allSettled([...[1, 2, 3].map(() => closeDueStages(() => testCtx(at('+5d')))), closeStage(testCtx(at('+5d')), rob, id, 'Enough'), keepReviewers(() => testCtx(at('+5d')))]))
    expect(await db().reviewStageOutcome.count()).toBe(await db().reviewItem.count({ where: { synthetic: false } }))
    expect(await db().trailEntry.count({ where: { action: 'review.stage_closed' } })).toBe(1)
    inWords(await Promise.allSettled([1, 2, 3].map(() => remediateDue(() => testCtx(at('+5d'))))))
    expect(await db().grantHold.count({ where: { cause: 'review', closedAt: null } })).toBe(await db().reviewItem.count({ where: { outcome: 'revoke' } }))
    const item = await itemOf('glob')
    const answered = await Promise.allSettled([remediateDue(() => testCtx(at('+7d'))), remedyItem(testCtx(at('+7d')), rae, item, { action: 'restore', reason: 'It is needed' }), remediateDue(() => testCtx(at('+7d')))])
    inWords(answered)
    const [grant, after] = [await db().grant.findUniqueOrThrow({ where: { id: 'gnt_glob' } }), await db().reviewItem.findUniqueOrThrow({ where: { id: item } })]
    expect([grant.revokedAt === null, after.state]).toEqual(codes(answered)[1] === 'ok' ? [true, 'exempt'] : [false, 'remediated'])
    expect(await db().grantHold.count({ where: { grantId: 'gnt_glob', closedAt: null } })).toBe(0)
  })
})

describe('at the store itself', () => {
  const refused = async (sql: string): Promise<void> => {
    await expect(pool().query(sql), sql).rejects.toThrow(/not rewritten|does not change|does not go|violates/i)
  }

  it('answers, outcomes, frozen evidence, and what was launched are not rewritten, and nobody has two words', async () => {
    const campaign = await aRunningReview()
    const [glob, asked] = [await itemOf('glob'), await itemOf('asked')]
    await answerItem(testCtx(at('+1h')), await as('erin'), glob, said('revoke'))
    for (const change of ["answer = 'keep'", "person_id = 'per_otto'", "reason = 'x'", 'seconds = 99', "at = now()", 'bulk_id = NULL, opened = NOT opened']) await refused(`UPDATE review_answer SET ${change}`)
    await refused(`INSERT INTO review_answer SELECT 'ans_x', campaign_id, item_id, task_id, stage, iteration, 'per_otto', on_behalf_of, 'keep', until, targets, reason, at, seconds, opened, bulk_id, overrode, superseded_at FROM review_answer`)
    await refused(`INSERT INTO review_task SELECT 'tsk_x', campaign_id, item_id, stage, iteration, person_id, standing, why, added_by, added_at FROM review_task WHERE item_id = '${glob}'`)
    for (const change of ["frozen = '{}'", "digest = 'x'", "grant_id = 'gnt_asked'", 'synthetic = true', 'position = 99', "state = 'confirmed', confirmed_at = now()", "state = 'remediated'"]) await refused(`UPDATE review_item SET ${change} WHERE id = '${glob}'`)
    for (const change of ["content = '{}'", "kind = 'ownership'", 'item_count = 0', "as_of = now() - interval '1 year'", "state = 'draft'", "state = 'closed', closed_at = now()"]) await refused(`UPDATE review_campaign SET ${change} WHERE id = '${campaign}'`)
    await closeStage(testCtx(at('+2h')), await as('rob'), campaign, 'Enough')
    for (const change of ["outcome = 'keep'", "outcome_by = 'nobody'", "outcome_detail = '{}'", "state = 'pending'"]) await refused(`UPDATE review_item SET ${change} WHERE id = '${asked}'`)
    await refused("UPDATE review_stage_outcome SET outcome = 'keep'")
    await refused(`UPDATE review_campaign SET state = 'running' WHERE id = '${campaign}'`)
  })
})
