import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { db } from '@/lib/db/client'
import { deliver } from '@/lib/notify/deliver'
import { remindUndecided } from '@/lib/reviews/commands/remind'
import { tellOfReviews } from '@/lib/reviews/commands/tell'
import { at, testCtx, TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { mailServer, type MailServer } from '@/lib/testing/mail-server'
import { as, aStandIn, aTokenOf, declareRequestWorld, leaves } from '@/lib/testing/request-builders'
import { aCampaign, anAnswer, anItem, aTask } from '@/lib/testing/review-rows'
import { tellOfReviewsDue } from './digests'

const database = useDatabase()
let mail: MailServer

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
  mail = await mailServer()
  await aCampaign({ id: 'rev_1', name: 'Q4', stageEndsAt: at('+6d') })
  for (const [id, person] of [['a', 'erin'], ['b', 'erin'], ['c', 'dana'], ['d', 'otto']] as const) {
    await anItem({ id, campaignId: 'rev_1' })
    await aTask({ itemId: id, person })
  }
  await anAnswer({ taskId: 'task_c_dana_1_1' })
})
afterEach(() => mail.close())

const sent = async (kind: string) => (await db().notification.findMany({ where: { kind }, orderBy: { recipientId: 'asc' } })).map(({ recipientId, subject }) => [recipientId, subject])

describe('the digest of reviews', () => {
  test('reaches the undecided by real mail, once at each mark; its links lead to what waits', async () => {
    await leaves('otto')
    await aStandIn('erin', 'zoe', '-1d', '+1d')
    expect(await tellOfReviewsDue(testCtx())).toBe(2)
    expect(await sent('reviews.due')).toEqual([['per_erin', '2 items of one review wait for you; it closes Thu 26 Nov 12:00 UTC'], ['per_zoe', '2 items of one review wait for you; it closes Thu 26 Nov 12:00 UTC']])
    expect(await tellOfReviewsDue(testCtx(at('+1h'))), 'the same day').toBeNull()
    expect(await tellOfReviewsDue(testCtx(at('+1d'))), 'the same mark').toBe(0)
    await deliver(testCtx, { mail: mail.settings(), webhook: null, publicUrl: 'https://console.acme.test' })
    expect(mail.received.map((one) => one.to).flat().toSorted()).toEqual(['erin@acme.test', 'zoe@acme.test'])
    expect(mail.received.find((one) => one.to.includes('erin@acme.test'))?.text).toContain('Answer: https://console.acme.test/reviews/rev_1/items?reviewer=me')
    expect(mail.received.find((one) => one.to.includes('zoe@acme.test'))?.text).toContain('in the place of erin')
    await anAnswer({ taskId: 'task_a_erin_1_1' })
    expect(await tellOfReviewsDue(testCtx(at('+5d')))).toBe(1)
    expect((await sent('reviews.due')).filter(([id]) => id === 'per_erin').at(-1)?.[1]).toBe('1 item of one review waits for you; it closes Thu 26 Nov 12:00 UTC')
  })
})

describe('a reminder by hand', () => {
  test('goes to each who is undecided, is in the trail, and cannot be repeated at once', async () => {
    expect(await remindUndecided(testCtx(), await as('rae'), 'rev_1')).toEqual({ reminded: 2 })
    expect(await sent('review.reminded')).toEqual([['per_erin', 'Rae reminds you: 2 items of Q4 wait for you'], ['per_otto', 'Rae reminds you: 1 item of Q4 waits for you']])
    await expect(remindUndecided(testCtx(at('+23h')), await as('rae'), 'rev_1')).rejects.toMatchObject({ code: 'too_many_requests', retryAfter: 3600 })
    expect(await remindUndecided(testCtx(at('+24h')), await as('rae'), 'rev_1')).toEqual({ reminded: 2 })
    expect((await db().trailEntry.findMany({ where: { action: 'review.reminded' } })).map(({ objectId, detail }) => [objectId, detail])).toEqual(Array.from({ length: 2 }, () => ['rev_1', { stage: 1, iteration: 1, told: ['per_erin', 'per_otto'] }]))
  })

  test('two at once are one', async () => {
    const rae = await as('rae')
    const done = await Promise.allSettled([1, 2, 3].map(() => remindUndecided(testCtx(), rae, 'rev_1')))
    expect(done.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(await sent('review.reminded')).toHaveLength(2)
  })

  test('is for who runs reviews, needs a campaign that runs, and somebody who is undecided', async () => {
    for (const name of ['erin', 'adam', 'inez', 'mona']) await expect(remindUndecided(testCtx(), await as(name), 'rev_1'), name).rejects.toMatchObject({ code: 'forbidden' })
    await aCampaign({ id: 'rev_2' })
    await aCampaign({ id: 'rev_3', state: 'cancelled', closedAt: TEST_NOW })
    await expect(remindUndecided(testCtx(), await as('rae'), 'rev_2')).rejects.toMatchObject({ code: 'conflict' })
    await expect(remindUndecided(testCtx(), await as('rae'), 'rev_3')).rejects.toMatchObject({ code: 'illegal_transition' })
    await expect(remindUndecided(testCtx(), await as('rae'), 'rev_none')).rejects.toMatchObject({ code: 'not_found' })
    expect(await remindUndecided(testCtx(), await aTokenOf('rae'), 'rev_1')).toEqual({ reminded: 2 })
  })
})

describe('news', () => {
  test('a launch is told to the channel and to whoever launched it, once, however often and by how many it is looked at', async () => {
    const told = await Promise.all([1, 2, 3].map(() => tellOfReviews(() => testCtx())))
    expect([told.reduce((all, one) => all + one, 0), await tellOfReviews(() => testCtx(at('+1h')))]).toEqual([2, 0])
    expect(await sent('review.launched')).toEqual([['per_rae', 'Q4 is under way: 4 items, 3 reviewers'], [null, 'Q4 is under way: 4 items, 3 reviewers']])
  })

  test('what a calendar launched is told to whoever made its template; what is older than three days is no news', async () => {
    await db().reviewTemplate.create({ data: { id: 'tpl_1', name: 'Quarterly', kind: 'grants', content: {}, createdBy: 'per_rob', createdAt: at('-90d'), updatedAt: at('-90d') } })
    await aCampaign({ id: 'rev_2', templateId: 'tpl_1', createdBy: 'system', launchedBy: 'system' })
    await tellOfReviews(() => testCtx())
    expect((await sent('review.launched')).map(([id]) => id)).toEqual(['per_rae', 'per_rob', null, null])
    await database.truncate()
    await declareRequestWorld()
    await aCampaign({ id: 'rev_1' })
    expect(await tellOfReviews(() => testCtx(at('+3d')))).toBe(0)
  })

  test('whom escalation adds is told what is undecided, by when, and who was asked before', async () => {
    await aTask({ itemId: 'a', person: 'mona', standing: 'escalation' })
    await aTask({ itemId: 'b', person: 'mona', standing: 'escalation' })
    await tellOfReviews(() => testCtx())
    await tellOfReviews(() => testCtx())
    expect(await sent('review.escalated')).toEqual([['per_mona', 'You are asked about 2 undecided items of Q4']])
    expect((await db().notification.findFirstOrThrow({ where: { kind: 'review.escalated' } })).text).toContain('The deadline has not moved: Thu 26 Nov 12:00 UTC. What nobody answers is revoked. So far erin was asked, and may still answer.')
  })

  test('what is used although it was ended is told to the owner of the server and to the runner; what closed is told with how', async () => {
    await aCampaign({ id: 'rev_2', name: 'Q3', state: 'confirming', decidedAt: at('-9d'), launchedAt: at('-20d') })
    await anItem({ id: 'x', campaignId: 'rev_2', target: 'merge\npull', state: 'remediated', outcome: 'revoke', outcomeBy: 'answers', decidedAt: at('-9d'), remediation: 'success', remediatedAt: at('-9d'), confirmation: 'still_used', confirmationDetail: { text: '2 calls since it was revoked.' } })
    await tellOfReviews(() => testCtx())
    await tellOfReviews(() => testCtx(at('+40d')))
    expect(await sent('review.still_used')).toEqual([['per_erin', 'Still used although it was revoked: merge pull on github for triage'], ['per_rae', 'Still used although it was revoked: merge pull on github for triage']])
    await db().reviewItem.update({ where: { id: 'x' }, data: { state: 'exempt', signedBy: 'per_rob', signedAt: TEST_NOW, signReason: 'Known.', confirmation: 'unproven' } })
    await db().reviewCampaign.update({ where: { id: 'rev_2' }, data: { state: 'closed', closedAt: TEST_NOW } })
    await tellOfReviews(() => testCtx())
    expect(await sent('review.closed')).toEqual([['per_rae', 'Q3 is closed'], [null, 'Q3 is closed']])
    expect((await db().notification.findFirstOrThrow({ where: { kind: 'review.closed' } })).text).toBe('Q3 is closed. Closed on 20 Nov 2026: 1 revoked; 1 left or closed without proof, on a reviewer’s signature.')
  })
})
