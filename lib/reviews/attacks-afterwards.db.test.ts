import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { narrowGrant } from '@/lib/grants/commands/narrow-grant'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { as, aTokenOf } from '@/lib/testing/request-builders'
import { aRunningReview, declareReviewWorld, itemOf, refusedWithoutTrace as refused } from '@/lib/testing/review-world'
import { answerItem } from './commands/answer-item'
import { closeStage } from './commands/close-stage'
import { remediateDue, remedyItem } from './commands/remedy'
import { answerSchema } from './model'

/** Attacks on what a review came to: to keep what was revoked, to sign for oneself, to say that it is done. */
const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareReviewWorld()
})

const answers = async (by: string, item: string, input: Record<string, unknown>): Promise<unknown> => answerItem(testCtx(at('+1h')), await as(by), item, answerSchema.parse({ reason: 'It is so', ...input }))

describe('once the last stage has closed', () => {
  async function decided(content: Record<string, unknown>, answer: Record<string, unknown> = { answer: 'revoke' }): Promise<string> {
    const campaign = await aRunningReview(content)
    for (const name of ['asked', 'glob', 'team', 'admin', 'anybody', 'scoped']) await answers('erin', await itemOf(name), answer)
    await closeStage(testCtx(at('+2h')), await as('sam'), campaign, 'All answered')
    await remediateDue(() => testCtx(at('+2h')))
    return campaign
  }

  it('nobody signs, restores or leaves what they are tied to, and no token does', async () => {
    await decided({ remediation: 'suspend_first' })
    const admin = await itemOf('admin')
    await refused([...['rae', 'rob', 'sam', 'erin', 'adam', 'dana'].flatMap((name) => (['restore', 'sign', 'done', 'leave', 'apply'] as const).map((action) => async () => remedyItem(testCtx(at('+3h')), await as(name), admin, { action, reason: 'It must go on' }))), async () => remedyItem(testCtx(at('+3h')), await aTokenOf('sam'), await itemOf('glob'), { action: 'restore', reason: 'x' })])
    expect(await db().grantHold.count({ where: { grantId: 'gnt_admin', closedAt: null, cause: 'review' } })).toBe(1)
  })

  it('a restore or an exemption needs a reason; what was revoked is not restored by asking again', async () => {
    await decided({ remediation: 'automatic' })
    await refused((['restore', 'retry', 'leave', 'apply', 'sign'] as const).map((action) => async () => remedyItem(testCtx(at('+3h')), await as('rae'), await itemOf('glob'), { action, reason: 'Back, please' })))
    expect((await db().grant.findUniqueOrThrow({ where: { id: 'gnt_glob' } })).revokedAt).toEqual(at('+2h'))
    await database.truncate()
    await declareReviewWorld()
    await decided({ remediation: 'suspend_first' })
    await refused([async () => remedyItem(testCtx(at('+3h')), await as('rae'), await itemOf('glob'), { action: 'restore' })])
  })

  it('to say that it is done does not make it so', async () => {
    await decided({ remediation: 'ticket' })
    await refused([async () => remedyItem(testCtx(at('+3h')), await as('rae'), await itemOf('glob'), { action: 'done', reason: 'I did it' })])
    expect((await db().grant.findUniqueOrThrow({ where: { id: 'gnt_glob' } })).revokedAt).toBeNull()
  })

  it('narrowing a grant after the answer does not save it: it comes back as a question, and whoever is tied to it does not answer that', async () => {
    const campaign = await aRunningReview()
    await answers('erin', await itemOf('glob'), { answer: 'revoke' })
    await narrowGrant(testCtx(at('+1h')), await as('erin'), 'gnt_glob', { reason: 'Quick', targets: [{ kind: 'tool', name: '*_issue', access: 'read', scope: [] }] })
    await closeStage(testCtx(at('+2h')), await as('sam'), campaign, 'All answered')
    await remediateDue(() => testCtx(at('+2h')))
    const item = await db().reviewItem.findFirstOrThrow({ where: { grantId: 'gnt_glob' } })
    expect(item).toMatchObject({ state: 'decided', outcome: 'revoke', question: { kind: 'narrowed' } })
    await refused([async () => remedyItem(testCtx(at('+3h')), await as('erin'), item.id, { action: 'leave', reason: 'Small now' }), async () => remedyItem(testCtx(at('+3h')), await as('rae'), item.id, { action: 'leave' }), async () => remedyItem(testCtx(at('+3h')), await as('rae'), item.id, { action: 'sign', reason: 'x' })])
    await remedyItem(testCtx(at('+3h')), await as('rae'), item.id, { action: 'apply' })
    expect(await db().grant.count({ where: { narrowsId: 'gnt_glob', revokedAt: null } })).toBe(0)
  })
})
