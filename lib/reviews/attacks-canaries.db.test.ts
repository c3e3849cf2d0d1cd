import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { as } from '@/lib/testing/request-builders'
import { aReviewedGrant, aRunningReview, declareReviewWorld } from '@/lib/testing/review-world'
import { answerItem } from './commands/answer-item'
import { closeStage } from './commands/close-stage'
import { answerSchema, type ItemDetail } from './model'
import { getCampaign } from './queries/campaigns'
import { withEvidence } from './queries/evidence-pack'
import { getItem, listItems } from './queries/items'

/** Looking for the rows that do not exist, in everything that the console tells before the last stage has closed; and at others' answers before one's own. */
const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareReviewWorld()
  for (let n = 0; n < 6; n += 1) await aReviewedGrant(`more${n}`, { target: `tool_${n}`, agentId: n % 2 === 0 ? 'agt_triage' : 'agt_release' }, n % 3 === 0 ? { by: 'otto', approvedBy: ['erin'] } : undefined)
})

/** The paths of all that a value holds, ids and texts apart. */
function shape(value: unknown, path = ''): string[] {
  if (value === null || typeof value !== 'object') return [path]
  if (Array.isArray(value)) return [path]
  return Object.entries(value).flatMap(([key, member]) => shape(member, `${path}.${key}`))
}

/** Canaries are made of grants whose server is watched; here they are put in beside one, as a launch would. */
async function putIn(campaign: string, position: number): Promise<string> {
  const model = await db().reviewItem.findFirstOrThrow({ where: { campaignId: campaign, grantId: 'gnt_more0' }, include: { tasks: true } })
  const { tasks, frozen, outcomeDetail: _detail, question: _question, confirmationDetail: _confirmation, ...row } = model
  const copy = frozen as { grant: Record<string, unknown> }
  const id = testCtx().id('item')
  await db().reviewItem.create({ data: { ...row, id, position, grantId: null, synthetic: true, target: 'tool_999', frozen: { ...copy, grant: { ...copy.grant, id: testCtx().id('grant'), target: { kind: 'tool', name: 'tool_999' } } } } })
  await db().reviewTask.createMany({ data: tasks.map((task) => ({ ...task, id: testCtx().id('task'), itemId: id })) })
  return id
}

describe('a row that does not exist', () => {
  it('has the shape of the others, in lists, whole, in the campaign and in the evidence, until the last stage has closed', async () => {
    const campaign = await aRunningReview({ stages: [{ reviewers: [{ kind: 'owner' }], days: 5, stopOn: [] }, { reviewers: [{ kind: 'backup_owner' }], days: 5 }] })
    const canary = await putIn(campaign, 900)
    const real = (await db().reviewItem.findFirstOrThrow({ where: { grantId: 'gnt_more0' } })).id
    const same = async (by: string): Promise<void> => {
      const actor = await as(by)
      const [one, other]: [ItemDetail, ItemDetail] = [await getItem(actor, canary, at('+1h')), await getItem(actor, real, at('+1h'))]
      expect(shape(one)).toEqual(shape(other))
      expect(JSON.stringify(one)).not.toMatch(/synthetic|canary/i)
      const { items } = await listItems(actor, campaign, {}, { limit: 200 }, at('+1h'))
      expect(items.map((item) => item.id)).toContain(canary)
      expect(new Set(items.map((item) => shape({ ...item, caller: null, answer: null, recommendation: null }).join()))).toHaveProperty('size', 1)
      const { counts } = await getCampaign(actor, campaign, at('+1h'))
      expect(counts.items).toBe(await db().reviewItem.count())
      expect(one.since).toEqual(other.since)
    }
    for (const by of ['erin', 'rae']) await same(by)
    for (const id of [canary, real]) await answerItem(testCtx(at('+1h')), await as('erin'), id, answerSchema.parse({ answer: 'keep', reason: 'It is so' }))
    await closeStage(testCtx(at('+2h')), await as('rob'), campaign, 'On')
    for (const by of ['bert', 'rae']) await same(by)
    await withEvidence(await as('rae'), campaign, async (source) => {
      for await (const page of source.items()) for (const item of page) {
        expect(item.canary).toBeNull()
        expect(JSON.stringify({ ...item, frozen: null })).not.toMatch(/synthetic/)
      }
    })
    await closeStage(testCtx(at('+3h')), await as('rob'), campaign, 'Done')
    expect(await db().reviewItem.findUniqueOrThrow({ where: { id: canary } })).toMatchObject({ state: 'exempt', outcome: null, remediation: 'none' })
  })

  it('is not given to whom it shows as having asked for it, at the next stage either', async () => {
    await db().server.update({ where: { id: 'srv_github' }, data: { backupOwnerId: 'per_otto' } })
    const campaign = await aRunningReview({ stages: [{ reviewers: [{ kind: 'owner' }], days: 5, stopOn: [] }, { reviewers: [{ kind: 'backup_owner' }], days: 5 }] })
    const canary = await putIn(campaign, 900)
    await closeStage(testCtx(at('+2h')), await as('rob'), campaign, 'On')
    expect((await db().reviewTask.findMany({ where: { itemId: canary, stage: 2 } })).map((one) => one.personId)).not.toContain('per_otto')
  })
})

describe('the others’ answers', () => {
  it('are told to nobody who is asked and has not answered, in no row, item, filter or count; afterwards they are', async () => {
    const campaign = await aRunningReview({ stages: [{ reviewers: [{ kind: 'owner' }, { kind: 'backup_owner' }], days: 5 }] })
    const item = (await db().reviewItem.findFirstOrThrow({ where: { grantId: 'gnt_glob' } })).id
    const secret = 'Nobody has used it since May, 7391'
    await answerItem(testCtx(at('+1h')), await as('erin'), item, answerSchema.parse({ answer: 'revoke', reason: secret }))
    const bert = await as('bert')
    const all = async (): Promise<string> => JSON.stringify([await getItem(bert, item, at('+1h')), await listItems(bert, campaign, {}, { limit: 200 }, at('+1h')), await getCampaign(bert, campaign, at('+1h'))])
    expect(await all()).not.toContain(secret)
    expect((await getItem(bert, item, at('+1h'))).answers).toEqual([])
    for (const view of ['conflict', 'decided'] as const) expect((await listItems(bert, campaign, { view }, { limit: 200 }, at('+1h'))).items).toEqual([])
    for (const reviewer of ['per_erin', 'erin']) expect(JSON.stringify(await listItems(bert, campaign, { reviewer, view: 'decided' }, { limit: 200 }, at('+1h')))).not.toMatch(/7391|"revoke"/)
    await answerItem(testCtx(at('+1h')), bert, item, answerSchema.parse({ answer: 'keep', reason: 'It is used' }))
    expect((await getItem(bert, item, at('+1h'))).row.conflict).toHaveLength(2)
    expect(await all()).toContain(secret)
  })

  it('and items are not there for whoever is neither asked nor owns anything of it', async () => {
    const campaign = await aRunningReview()
    const item = (await db().reviewItem.findFirstOrThrow({ where: { grantId: 'gnt_glob' } })).id
    for (const name of ['dana', 'zoe', 'otto']) {
      const actor = await as(name)
      await expect(getItem(actor, item, at('+1h'))).rejects.toMatchObject({ code: 'not_found' })
      await expect(listItems(actor, campaign, {}, { limit: 200 }, at('+1h'))).rejects.toMatchObject({ code: 'not_found' })
      await expect(withEvidence(actor, campaign, async () => null)).rejects.toMatchObject({ code: 'forbidden' })
    }
    await expect(withEvidence(await as('erin'), campaign, async () => null)).rejects.toMatchObject({ code: 'forbidden' })
  })
})
