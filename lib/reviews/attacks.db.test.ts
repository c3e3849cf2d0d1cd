import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aStandIn, as, aTokenOf, leaves } from '@/lib/testing/request-builders'
import { aRunningReview, askedAbout, declareReviewWorld, itemOf, refusedWithoutTrace as refused } from '@/lib/testing/review-world'
import { answerItem, undoAnswer } from './commands/answer-item'
import { answerMany } from './commands/answer-many'
import { addReviewer, reassignItem } from './commands/assign'
import { closeDueStages, closeStage } from './commands/close-stage'
import { cancelCampaign, draftCampaign } from './commands/draft-campaign'
import { keepReviewers } from './commands/keep-reviewers'
import { launchCampaign } from './commands/launch-campaign'
import { remedyItem } from './commands/remedy'
import { remindUndecided } from './commands/remind'
import { signOff } from './commands/sign-off'
import { contentSchema } from './content'
import { answerSchema, type BulkInput, bulkSchema } from './model'

/**
 * Each test is one door, and says what must not come of it. Erin owns every server and is asked about what she is not tied to; bert is
 * her backup, mona her manager; rae, rob and sam review; dana sponsors the agents; otto asked for two of the grants.
 */
const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareReviewWorld()
})

const KEEP = { answer: 'keep' }
const answers = async (by: string | Actor, item: string, input: Record<string, unknown> = KEEP, now = at('+1h')): Promise<unknown> => answerItem(testCtx(now), typeof by === 'string' ? await as(by) : by, item, answerSchema.parse({ reason: 'It is so', ...input }))
const many = async (by: string | Actor, campaign: string, input: Partial<BulkInput>): Promise<Awaited<ReturnType<typeof answerMany>>> => answerMany(testCtx(at('+1h')), typeof by === 'string' ? await as(by) : by, campaign, bulkSchema.parse({ answer: 'keep', reason: 'All of it', ...input }))
const standing = async (item: string) => db().reviewAnswer.findMany({ where: { itemId: item, supersededAt: null } })

/** Every way to answer one item as somebody. */
function allWays(by: string | Actor, campaign: string, item: string): (() => Promise<unknown>)[] {
  return [
    ...[KEEP, { answer: 'revoke' }, { answer: 'abstain' }, { answer: 'shorten', until: at('+5d').toISOString() }].map((input) => () => answers(by, item, input)),
    async () => undoAnswer(testCtx(at('+1h')), typeof by === 'string' ? await as(by) : by, item),
    async () => { const plan = await many(by, campaign, { ids: [item] }); if (plan.answered === 0) throw Object.assign(new Error(plan.sentence), { code: 'forbidden' }) },
  ]
}

describe('whoever is tied to a grant does not answer for it', () => {
  it('who asked for it, whoever asks or puts her there, as a stand-in either', async () => {
    const campaign = await aRunningReview()
    const item = await itemOf('asked')
    expect(await askedAbout('asked')).toEqual(['erin'])
    await aStandIn('erin', 'dana', '-1h', '+9d')
    await refused([
      ...allWays('dana', campaign, item), async () => addReviewer(testCtx(at('+1h')), await as('rae'), item, { email: 'dana@acme.test', reason: 'She knows it' }),
      async () => reassignItem(testCtx(at('+1h')), await as('erin'), item, { toEmail: 'dana@acme.test', reason: 'She knows it' }),
    ])
  })

  it('who is named as its human, though she owns the server: the next in line does, and she has no way back', async () => {
    const campaign = await aRunningReview()
    const item = await itemOf('named')
    expect(await askedAbout('named')).toEqual(['bert'])
    await aStandIn('bert', 'erin', '-1h', '+9d')
    await refused([...allWays('erin', campaign, item), async () => reassignItem(testCtx(at('+1h')), await as('bert'), item, { toEmail: 'erin@acme.test', reason: 'Hers' }), async () => reassignItem(testCtx(at('+1h')), await as('erin'), item, { toEmail: 'erin@acme.test', reason: 'Mine' })])
  })

  it('who is in the team that it names, even since yesterday: an answer from before counts for nothing, and the next in line is asked', async () => {
    const campaign = await aRunningReview()
    const item = await itemOf('team')
    await answers('erin', item)
    await db().teamMembership.create({ data: { id: 'mbr_erin', teamId: 'tem_core', personId: 'per_erin', validFrom: at('+2h') } })
    await refused([() => answers('erin', item, { answer: 'revoke' }, at('+3h')), () => answers('erin', item, KEEP, at('+3h'))])
    const early = async (): Promise<unknown> => closeStage(testCtx(at('+3h')), await as('rob'), campaign, 'Done early')
    await refused([early])
    await keepReviewers(() => testCtx(at('+3h')))
    await early()
    expect(await db().reviewItem.findUniqueOrThrow({ where: { id: item } })).toMatchObject({ outcome: 'revoke', outcomeBy: 'no_response' })
  })

  it('who has come to sponsor its agent, and who sponsored it when it was asked for', async () => {
    const campaign = await aRunningReview()
    const [asked, admin] = [await itemOf('asked'), await itemOf('admin')]
    await db().agent.update({ where: { id: 'agt_triage' }, data: { sponsorId: 'per_erin' } })
    await refused([...allWays('erin', campaign, asked), ...allWays('sam', campaign, admin), async () => addReviewer(testCtx(at('+1h')), await as('rae'), admin, { email: 'sam@acme.test', reason: 'x' })])
  })

  it('who alone let it in, or stood behind who asked', async () => {
    const campaign = await aRunningReview()
    const item = await itemOf('admin')
    for (const name of ['rae', 'rob']) await aStandIn('erin', name, '-1h', '+9d')
    await refused([...allWays('rae', campaign, item), ...allWays('rob', campaign, item), async () => addReviewer(testCtx(at('+1h')), await as('sam'), item, { email: 'rae@acme.test', reason: 'x' })])
  })

  it('who stands in for somebody that is tied to it', async () => {
    const campaign = await aRunningReview({ stages: [{ reviewers: [{ kind: 'owner' }], days: 10 }] })
    const item = await itemOf('asked')
    await aStandIn('erin', 'bert', '-1h', '+9d')
    await db().agent.update({ where: { id: 'agt_triage' }, data: { sponsorId: 'per_erin' } })
    await refused(allWays('bert', campaign, item))
  })
})

describe('whoever is not asked does not answer', () => {
  it('administrators, auditors, incident responders, other owners, reviewers, runners', async () => {
    await db().person.update({ where: { id: 'per_zoe' }, data: { roles: ['auditor'] } })
    const campaign = await aRunningReview()
    const item = await itemOf('glob')
    await refused(['adam', 'zoe', 'inez', 'rae', 'rob', 'bert', 'mona', 'otto'].flatMap((name) => allWays(name, campaign, item)))
    await refused(['adam', 'zoe', 'inez'].map((name) => async () => addReviewer(testCtx(at('+1h')), await as('rae'), item, { email: `${name}@acme.test`, reason: 'x' })))
  })

  it('a token, whoever owns it and whatever it may; nor does it sign off or sign', async () => {
    const campaign = await aRunningReview()
    const item = await itemOf('glob')
    const [erins, raes] = [await aTokenOf('erin'), await aTokenOf('rae')]
    await refused([...allWays(erins, campaign, item), ...allWays(raes, campaign, item), async () => signOff(testCtx(at('+1h')), erins, campaign), async () => reassignItem(testCtx(at('+1h')), erins, item, { reason: 'x' }), async () => remedyItem(testCtx(at('+1h')), raes, item, { action: 'sign', reason: 'x' })])
  })

  it('who has left, who lost every role that answers, and for whom they stood in', async () => {
    const campaign = await aRunningReview()
    const item = await itemOf('glob')
    const before = await as('erin')
    await leaves('erin')
    await refused(allWays(before, campaign, item))
    await db().person.update({ where: { id: 'per_erin' }, data: { active: true, roles: ['admin', 'auditor'] } })
    await refused(allWays('erin', campaign, item))
  })

  it('a stand-in of a stand-in, one whose time is over or has not come, and one whose own grant it is', async () => {
    const campaign = await aRunningReview()
    await aStandIn('erin', 'bert', '-1h', '+9d')
    await aStandIn('bert', 'mona', '-1h', '+9d')
    await aStandIn('erin', 'sam', '-9d', '-1h')
    await aStandIn('erin', 'rob', '+2h', '+9d')
    await aStandIn('erin', 'otto', '-1h', '+9d')
    await refused([...allWays('mona', campaign, await itemOf('glob')), ...allWays('sam', campaign, await itemOf('glob')), ...allWays('rob', campaign, await itemOf('glob')), ...allWays('otto', campaign, await itemOf('team')), ...allWays('otto', campaign, await itemOf('anybody'))])
    await answers('otto', await itemOf('glob'))
    expect(await standing(await itemOf('glob'))).toMatchObject([{ personId: 'per_otto', onBehalfOf: 'per_erin' }])
  })

  it('with a word of their own in the stage, or one in an earlier stage', async () => {
    const campaign = await aRunningReview({ stages: [{ reviewers: [{ kind: 'owner' }, { kind: 'backup_owner' }], days: 5, stopOn: [] }, { reviewers: [{ kind: 'owner' }], days: 5 }] })
    const item = await itemOf('glob')
    expect(await askedAbout('glob')).toEqual(['bert', 'erin'])
    await aStandIn('erin', 'bert', '-1h', '+9d')
    await answers('bert', item)
    expect((await standing(item)).map((one) => [one.personId, one.onBehalfOf])).toEqual([['per_bert', null]])
    await answers('erin', item)
    await closeStage(testCtx(at('+2h')), await as('rob'), campaign, 'On')
    expect(await askedAbout('glob')).toEqual(expect.not.arrayContaining(['erin', 'bert']))
    // Nor in the place of whoever is asked now.
    for (const name of await askedAbout('glob')) await aStandIn(name, 'erin', '-1h', '+9d')
    await refused([() => answers('erin', item, KEEP, at('+3h')), () => answers('bert', item, KEEP, at('+3h')), async () => addReviewer(testCtx(at('+3h')), await as('rae'), item, { email: 'erin@acme.test', reason: 'x' })])
  })
})

describe('what can be said is no more than was frozen', () => {
  it('narrowing does not widen, shortening does not lengthen, and neither reaches into the past or to nothing', async () => {
    await aRunningReview()
    const [asked, scoped, glob] = [await itemOf('asked'), await itemOf('scoped'), await itemOf('glob')]
    const one = (more: Record<string, unknown>): Record<string, unknown> => ({ answer: 'narrow', targets: [{ kind: 'tool', name: 'list_issues', access: 'read', scope: [], ...more }] })
    await refused([
      ...[one({ access: 'write' }), one({ name: '*' }), one({ name: 'create_issue' }), one({ kind: 'context' }), one({})].map((input) => () => answers('erin', asked, input)),
      ...[one({}), one({ scope: ['*'] }), one({ scope: ['repo:a/*', 'repo:b'] }), one({ scope: ['repo:a/../b'] })].map((input) => () => answers('erin', scoped, input)),
      ...[one({ name: '*_issue*', access: 'write' }), { answer: 'narrow', targets: [{ kind: 'tool', name: 'create_issue', access: 'write', scope: [] }, { kind: 'tool', name: '*', access: 'read', scope: [] }] }].map((input) => () => answers('erin', glob, input)),
      () => answers('erin', scoped, { ...one({ scope: ['repo:a/x'] }), until: at('+400d').toISOString() }),
      ...['+300d', '+301d', '+1m', '-1d'].map((until) => () => answers('erin', asked, { answer: 'shorten', until: at(until).toISOString() })), () => answers('erin', scoped, { answer: 'shorten', until: at('+300d').toISOString() }),
      async () => answers('erin', asked, { answer: 'shorten' }), async () => answers('erin', asked, { answer: 'narrow' }), async () => answers('erin', asked, { answer: 'keep', until: at('+5d').toISOString() }), async () => answers('erin', asked, { answer: 'narrow', targets: [] }).catch(() => Promise.reject(Object.assign(new Error('no targets'), { code: 'invalid_input' }))),
    ])
  })

  it('an answer to many takes none that must be looked at, is not mine or is answered, and no more than the cap, whatever the ids', async () => {
    const campaign = await aRunningReview({ bulkCap: 2 })
    const all = (await db().reviewItem.findMany({ orderBy: { position: 'asc' } })).map((one) => one.id)
    expect(await db().reviewItem.count({ where: { flags: { isEmpty: true } } })).toBe(0)
    await refused([async () => { const plan = await many('erin', campaign, { ids: all }); if (plan.answered === 0) throw Object.assign(new Error(plan.sentence), { code: 'forbidden' }) }])
    await db().reviewItem.updateMany({ data: { flags: [], recommendation: 'keep' } })
    await db().reviewItem.update({ where: { id: await itemOf('glob') }, data: { flags: ['destructive'] } })
    const plan = await many('erin', campaign, { ids: [...all, ...all, 'itm_nothing'] })
    expect(plan.answered).toBe(2)
    await many('erin', campaign, { ids: all })
    await many('erin', campaign, { ids: all })
    const given = await db().reviewAnswer.findMany()
    expect(new Set(given.map((one) => one.itemId)).size).toBe(given.length)
    expect(given.map((one) => one.itemId)).not.toContain(await itemOf('glob'))
    expect(given.map((one) => one.itemId)).not.toContain(await itemOf('named'))
    await refused([async () => answerMany(testCtx(at('+1h')), await as('erin'), campaign, bulkSchema.parse({ answer: 'keep', ids: all })), async () => { const { answered } = await many('erin', campaign, { ids: [await itemOf('glob'), await itemOf('named')] }); if (answered === 0) throw Object.assign(new Error('nothing'), { code: 'forbidden' }) }])
  })
})

describe('time and stages', () => {
  it('nothing is answered after the deadline, after the close, in another campaign’s name, before the launch or after a cancel', async () => {
    const campaign = await aRunningReview()
    const [item, other] = [await itemOf('glob'), await itemOf('asked')]
    await answers('erin', item)
    await refused([() => answers('erin', item, { answer: 'revoke' }, at('+10d')), async () => undoAnswer(testCtx(at('+11d')), await as('erin'), item), () => answers('erin', other, KEEP, at('+11d'))])
    await closeDueStages(() => testCtx(at('+10d')))
    await refused([() => answers('erin', item, { answer: 'revoke' }, at('+2h')), async () => undoAnswer(testCtx(at('+2h')), await as('erin'), item), () => answers('erin', other, KEEP, at('+2h')), () => answers('erin', 'itm_nothing'), () => many('erin', campaign, {}), async () => signOff(testCtx(at('+2h')), await as('erin'), campaign), async () => reassignItem(testCtx(at('+2h')), await as('erin'), other, { reason: 'x' }), async () => addReviewer(testCtx(at('+2h')), await as('rae'), other, { email: 'mona@acme.test', reason: 'x' })])
    const cancelled = await aRunningReview()
    const late = await db().reviewItem.findFirstOrThrow({ where: { campaignId: cancelled, grantId: 'gnt_glob' } })
    await cancelCampaign(testCtx(at('+1h')), await as('rob'), cancelled, 'A mistake')
    await refused([() => answers('erin', late.id), async () => cancelCampaign(testCtx(at('+1h')), await as('rob'), cancelled, 'x'), async () => launchCampaign(() => testCtx(at('+1h')), await as('rae'), cancelled)])
  })

  it('running a campaign is for security reviewers: nobody else drafts, launches, closes, cancels, reminds, adds or signs', async () => {
    const campaign = await aRunningReview()
    const item = await itemOf('glob')
    const content = contentSchema.parse({ stages: [{ reviewers: [{ kind: 'owner' }], days: 5 }] })
    await refused(['erin', 'bert', 'dana', 'adam', 'inez', 'otto'].flatMap((name) => [
      async () => draftCampaign(testCtx(), await as(name), { name: 'Mine', kind: 'grants', content }), async () => launchCampaign(() => testCtx(), await as(name), campaign), async () => closeStage(testCtx(at('+1h')), await as(name), campaign, 'Enough'), async () => cancelCampaign(testCtx(at('+1h')), await as(name), campaign, 'Enough'),
      async () => remindUndecided(testCtx(at('+1h')), await as(name), campaign), async () => addReviewer(testCtx(at('+1h')), await as(name), item, { email: 'mona@acme.test', reason: 'x' }), async () => remedyItem(testCtx(at('+1h')), await as(name), item, { action: 'sign', reason: 'x' }),
    ]))
    await refused([async () => launchCampaign(() => testCtx(), await as('rae'), campaign)])
  })

  it('signing off is for those who are asked and have answered everything, and an answer changed or taken back afterwards is to be signed off again', async () => {
    const campaign = await aRunningReview({ scope: { servers: ['github'] } })
    const [asked, glob, named] = [await itemOf('asked'), await itemOf('glob'), await itemOf('named')]
    await refused([async () => signOff(testCtx(at('+1h')), await as('erin'), campaign), async () => signOff(testCtx(at('+1h')), await as('otto'), campaign), async () => signOff(testCtx(at('+1h')), await as('rae'), campaign)])
    for (const item of [asked, glob]) await answers('erin', item)
    await signOff(testCtx(at('+1h')), await as('erin'), campaign)
    await undoAnswer(testCtx(at('+2h')), await as('erin'), glob)
    await answers('bert', named)
    await signOff(testCtx(at('+2h')), await as('bert'), campaign)
    await closeDueStages(() => testCtx(at('+3h')))
    expect(await db().reviewCampaign.findUniqueOrThrow({ where: { id: campaign } })).toMatchObject({ state: 'running', stage: 1 })
    await answers('erin', glob, { answer: 'revoke' }, at('+3h'))
    await closeDueStages(() => testCtx(at('+3h')))
    expect(await db().reviewCampaign.findUniqueOrThrow({ where: { id: campaign } })).toMatchObject({ state: 'running', stage: 1 })
  })
})

describe('handing on', () => {
  it('to oneself, somebody tied to it, who left, may not review, is unknown, or is asked already; nor what is not one’s own', async () => {
    await aRunningReview({ stages: [{ reviewers: [{ kind: 'owner' }, { kind: 'backup_owner' }], days: 10 }] })
    await leaves('mona')
    const item = await itemOf('asked')
    const to = (by: string, email: string) => async () => reassignItem(testCtx(at('+1h')), await as(by), item, { toEmail: `${email}@acme.test`, reason: 'Not mine' })
    await refused([...['erin', 'bert', 'dana', 'mona', 'adam', 'inez', 'nobody'].map((email) => to('erin', email)), ...['otto', 'dana', 'mona', 'adam'].map((by) => to(by, 'otto'))])
    const before = await db().reviewCampaign.findFirstOrThrow()
    await to('erin', 'otto')()
    expect(await askedAbout('asked')).toEqual(['bert', 'otto'])
    expect((await db().reviewCampaign.findFirstOrThrow()).stageEndsAt).toEqual(before.stageEndsAt)
    await refused([() => answers('erin', item, KEEP, at('+2h')), to('otto', 'erin'), async () => addReviewer(testCtx(at('+2h')), await as('rae'), item, { email: 'bert@acme.test', reason: 'x' })])
  })

  it('does not wash an answer: whoever handed it on has none left in the stage', async () => {
    const campaign = await aRunningReview()
    const item = await itemOf('glob')
    await answers('erin', item)
    await reassignItem(testCtx(at('+2h')), await as('erin'), item, { toEmail: 'otto@acme.test', reason: 'Not mine' })
    await closeStage(testCtx(at('+3h')), await as('rob'), campaign, 'Enough')
    expect(await db().reviewItem.findUniqueOrThrow({ where: { id: item } })).toMatchObject({ outcome: 'revoke', outcomeBy: 'no_response' })
  })

  it('a task of one who has come into conflict goes to the next in line, never to another who is tied', async () => {
    await aRunningReview()
    await db().agent.update({ where: { id: 'agt_triage' }, data: { sponsorId: 'per_erin' } })
    await db().server.update({ where: { id: 'srv_github' }, data: { backupOwnerId: 'per_dana' } })
    await keepReviewers(() => testCtx(at('+1h')))
    expect(await askedAbout('asked')).toEqual(['mona'])
    expect(await askedAbout('glob')).toEqual(['dana'])
  })
})
