import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAppError } from '@/lib/errors'
import { revokeGrant } from '@/lib/grants/commands/change-grant'
import { narrowGrant } from '@/lib/grants/commands/narrow-grant'
import { narrowBodySchema, type NarrowTarget } from '@/lib/grants/narrow-model'
import { answerSchema, bulkSchema } from '@/lib/reviews/model'
import { TEST_NOW, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { as } from '@/lib/testing/request-builders'
import { anyReviewStory, type ReviewSingle, type ReviewStory } from '@/lib/testing/review-moves'
import { answerFaults, mayReview, outcomeFaults, type ReviewPicture, reviewPictureOf, whoMayAnswer } from '@/lib/testing/review-witness'
import { closedFaults, grantFaults, taskFaults, trailFaults } from '@/lib/testing/review-witness-grants'
import { changeWorld, declareReviewWorld, isChangeOfWorld, letSomeBeAnsweredTogether } from '@/lib/testing/review-world'
import { answerItem, undoAnswer } from './answer-item'
import { answerMany } from './answer-many'
import { addReviewer, reassignItem } from './assign'
import { closeDueStages, closeStage } from './close-stage'
import { confirmDue } from './confirm'
import { cancelCampaign, draftCampaign } from './draft-campaign'
import { keepReviewers } from './keep-reviewers'
import { launchCampaign } from './launch-campaign'
import { remediateDue, remedyItem } from './remedy'
import { signOff } from './sign-off'

const database = useDatabase()
const HOUR = 3_600_000
/** Stories. The same ones each time; more and others by hand: REVIEW_STORIES, REVIEW_SEED. */
const RUNS = Number(process.env['REVIEW_STORIES'] ?? 7)
const SEED = Number(process.env['REVIEW_SEED'] ?? 4711)
/** So many must have been played before it is asked what came of them. */
const ENOUGH = 5

/** What came of the moves of all stories together, so that a test which tries nothing is seen. */
const tally = new Map<string, number>()
const count = (what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1)

function pick<T>(from: readonly T[], which: number): T | undefined {
  return from[which % Math.max(1, from.length)]
}

const person = (id: string): string => id.slice('per_'.length)

/** What is left of a grant by a narrowing, well meant or not. */
function leaving(which: number, scope: readonly string[]): NarrowTarget[] {
  const one = (name: string, access: NarrowTarget['access'], more: readonly string[] = scope): NarrowTarget => ({ kind: 'tool', name, access, scope: [...more] })
  return [[one('list_issues', 'read')], [one('list_issues', 'read', ['repo:a/x'])], [one('create_issue', 'write')], [one('*', 'admin', [])], [one('*_issue', 'read')], [one('list_issues', 'read'), one('create_issue', 'read', ['repo:a/x'])]][which % 6] ?? []
}

/** Does one thing; who acts is asked before, as their session would. `picture` is what everybody saw last. */
async function perform(move: ReviewSingle, picture: ReviewPicture, now: Date): Promise<unknown> {
  const ctx = testCtx(now)
  const campaign = picture.campaigns[0]
  if (campaign === undefined) return null
  switch (move.do) {
    case 'answer':
    case 'undo':
    case 'reassign':
    case 'addReviewer': return onItem(move, picture, now)
    case 'bulk': {
      const by = move.by ?? person(pick(picture.tasks.filter((one) => one.endedAt === null && one.stage === campaign.stage && one.iteration === campaign.iteration), move.which)?.personId ?? 'per_rae')
      return answerMany(ctx, await as(by, now), campaign.id, bulkSchema.parse({ answer: move.answer, reason: 'A story', ids: picture.items.map((item) => item.id), dryRun: move.dryRun }))
    }
    case 'signOff': {
      const by = move.by ?? pick(picture.tasks.filter((one) => one.endedAt === null && one.stage === campaign.stage && picture.answers.some((answer) => answer.taskId === one.id && answer.supersededAt === null)).map((one) => person(one.personId)), move.which)
      return by === undefined ? null : signOff(ctx, await as(by, now), campaign.id)
    }
    case 'closeStage': return closeStage(ctx, await as(move.by, now), campaign.id, 'A story')
    case 'cancel': return cancelCampaign(ctx, await as(move.by, now), campaign.id, 'A story')
    case 'remedy': {
      const item = pick(picture.items.filter((one) => ['decided', 'error', 'remediated'].includes(one.state)), move.which) ?? pick(picture.items, move.which)
      return item === undefined ? null : remedyItem(ctx, await as(move.by, now), item.id, { action: move.action, reason: 'A story' })
    }
    case 'closeDue': return closeDueStages(() => testCtx(now))
    case 'keepReviewers': return keepReviewers(() => testCtx(now))
    case 'remediate': return remediateDue(() => testCtx(now))
    case 'confirm': return confirmDue(() => testCtx(now))
    case 'narrowGrant':
    case 'revokeGrant': {
      const grant = pick(picture.grants, move.which)
      if (grant === undefined) return null
      if (move.do === 'revokeGrant') return revokeGrant(ctx, await as(move.by, now), grant.id, 'A story')
      return narrowGrant(ctx, await as(move.by, now), grant.id, narrowBodySchema.parse({ reason: 'A story', targets: [{ kind: 'tool', name: 'list_issues', access: 'read', scope: grant.scope }] }))
    }
    case 'tie': {
      const answer = pick(picture.answers.filter((one) => one.supersededAt === null && picture.items.some((item) => item.id === one.itemId && item.state === 'pending' && item.agentId !== null)), move.which)
      const agent = picture.items.find((item) => item.id === answer?.itemId)?.agentId
      return answer === undefined ? null : changeWorld({ do: 'sponsor', person: person(answer.personId), of: (agent ?? '').slice('agt_'.length) }, now)
    }
    default: return changeWorld(move, now)
  }
}

async function onItem(move: Extract<ReviewSingle, { do: 'answer' | 'undo' | 'reassign' | 'addReviewer' }>, picture: ReviewPicture, now: Date): Promise<unknown> {
  const ctx = testCtx(now)
  // Now and then one that is over, or not at this stage.
  const waits = picture.items.filter((one) => one.state === 'pending' && one.iteration === picture.campaigns[0]?.iteration && one.stage === picture.campaigns[0].stage)
  const unanswered = waits.filter((one) => picture.tasks.some((task) => task.itemId === one.id && task.stage === one.stage && task.iteration === one.iteration && task.endedAt === null && !picture.answers.some((answer) => answer.taskId === task.id && answer.supersededAt === null)))
  const item = pick(move.which === 11 ? picture.items : move.do === 'answer' && move.which % 4 !== 1 && unanswered.length > 0 ? unanswered : waits, move.which)
  if (item === undefined) return null
  if (move.do === 'addReviewer') return addReviewer(ctx, await as(move.by, now), item.id, { email: `${move.person}@acme.test`, reason: 'A story' })
  const by = move.by ?? person(pick(whoMayAnswer(picture, item), move.which) ?? '')
  if (by === '') return null
  const actor = await as(by, now)
  if (move.do === 'undo') return undoAnswer(ctx, actor, item.id)
  if (move.do === 'reassign') return reassignItem(ctx, actor, item.id, { reason: 'A story', ...(move.to === null ? {} : { toEmail: `${move.to}@acme.test` }) })
  const until = new Date(now.getTime() + move.days * 24 * HOUR).toISOString()
  const scope = picture.grants.find((one) => one.id === item.grantId)?.scope ?? []
  return answerItem(ctx, actor, item.id, answerSchema.parse({
    answer: move.answer, reason: 'A story', ...(move.answer === 'shorten' || (move.answer === 'narrow' && move.days === 1) ? { until } : {}), ...(move.answer === 'narrow' ? { targets: leaving(move.narrow, scope) } : {}),
  }))
}

/** Only refusals in words are answers; anything else is a fault of the program. */
function outcome(move: ReviewSingle, answered: PromiseSettledResult<unknown>): string {
  if (answered.status === 'fulfilled') return answered.value === null || answered.value === 0 ? 'nothing' : 'done'
  const { reason } = answered
  if (!isAppError(reason) || reason.code === 'internal') throw new Error(`${move.do} ended in no words: ${String(reason)}`, { cause: reason })
  return reason.code
}

function faultsOf(first: ReviewPicture, before: ReviewPicture, after: ReviewPicture, singles: readonly ReviewSingle[]): string[] {
  return [
    ...answerFaults(before, after), ...outcomeFaults(before, after), ...closedFaults(before, after), ...trailFaults(after),
    ...(singles.some((single) => isChangeOfWorld(single.do)) ? [] : grantFaults(first, before, after)),
    ...(singles.length === 1 && singles[0]?.do === 'keepReviewers' ? taskFaults(after) : []),
  ]
}

/** Plays a story and looks at the store after every step of it; what is left at its end is brought to its end. */
async function play(story: ReviewStory): Promise<void> {
  count('story')
  await database.truncate()
  await declareReviewWorld()
  let now = TEST_NOW
  const draft = await draftCampaign(testCtx(now), await as('rae', now), { name: 'A story', kind: story.ownership ? 'ownership' : 'grants', content: story.content })
  await launchCampaign(() => testCtx(now), await as('rae', now), draft.id)
  await letSomeBeAnsweredTogether()
  const first = await reviewPictureOf(now)
  expect([...taskFaults(first), ...outcomeFaults({ ...first, items: [] }, first)]).toEqual([])
  let before = first

  const step = async (singles: readonly ReviewSingle[], told: unknown): Promise<void> => {
    const seen = before
    const answered = await Promise.allSettled(singles.map((single) => perform(single, seen, now)))
    const outcomes = singles.flatMap((single, i) => (answered[i] === undefined ? [] : [`${single.do} ${outcome(single, answered[i])}`]))
    outcomes.forEach(count)
    // What was refused leaves no trace; one that did is found after the next step that is done.
    if (!outcomes.some((one) => one.endsWith(' done'))) return
    const after = await reviewPictureOf(now)
    expect(faultsOf(first, { ...before, now }, after, singles), `after ${JSON.stringify(told)} (${outcomes.join(', ')})`).toEqual([])
    before = after
  }
  for (const move of story.moves) {
    if (move.do === 'clock') now = new Date(now.getTime() + move.hours * HOUR)
    else if (move.do === 'toDeadline') {
      now = before.campaigns[0]?.state === 'running' ? new Date(Math.max(now.getTime(), before.campaigns[0].stageEndsAt?.getTime() ?? 0)) : new Date(now.getTime() + 49 * HOUR)
      await step([{ do: 'closeDue' }], move)
    } else await step(move.do === 'both' ? [move.one, move.other] : [move], move)
  }
  await bringToEnd(step, () => before, (later) => { now = later }, () => now)
  for (const item of before.items) if (item.outcome !== null) count(`${item.outcome} by ${item.outcomeBy ?? ''}`)
  count(`campaign ${before.campaigns[0]?.state ?? ''}`)
}

/** Every stage has an end, and so has what comes after it, unless somebody must sign and nobody may. */
async function bringToEnd(step: (singles: ReviewSingle[], told: string) => Promise<void>, seen: () => ReviewPicture, go: (later: Date) => void, now: () => Date): Promise<void> {
  for (let turn = 0; turn < 24 && seen().campaigns[0]?.state === 'running'; turn += 1) {
    go(new Date(Math.max(now().getTime(), seen().campaigns[0]?.stageEndsAt?.getTime() ?? 0)))
    await step([{ do: 'closeDue' }], 'the end')
  }
  expect(seen().campaigns[0]?.state).not.toBe('running')
  const runners = ['rae', 'rob', 'sam']
  for (let turn = 0; turn < 4 && ['remediation', 'confirming'].includes(seen().campaigns[0]?.state ?? ''); turn += 1) {
    await step([{ do: 'remediate' }], 'the end')
    for (const [which, item] of seen().items.filter((one) => ['decided', 'error', 'remediated'].includes(one.state)).entries()) {
      const by = runners.find((name) => mayReview(seen(), item, `per_${name}`))
      if (by !== undefined) await step([{ do: 'remedy', by, which, action: item.question !== null ? 'apply' : 'sign' }], 'the end')
    }
    go(new Date(now().getTime() + 49 * HOUR))
    await step([{ do: 'remediate' }], 'the end')
    await step([{ do: 'confirm' }], 'the end')
  }
}

describe('random stories of random campaigns', () => {
  it('end in one outcome for every item, as the answers of people who may give them say; nothing is kept by silence, decided by somebody tied to it, widened, or closed before it is over', async () => {
    await fc.assert(fc.asyncProperty(anyReviewStory, play), { numRuns: RUNS, endOnFailure: true, seed: SEED })
    if (process.env['REVIEW_STORIES'] !== undefined) console.log([...tally].toSorted().map(([what, often]) => `${what}: ${often}`).join('\n'))
    // Stories in which nothing ever came to be would prove nothing; a slow machine plays few.
    if ((tally.get('story') ?? 0) < ENOUGH) return
    for (const often of ['answer done', 'answer forbidden', 'revoke by answers', 'keep by answers', 'remediate done']) expect([often, (tally.get(often) ?? 0) > 0]).toEqual([often, true])
  }, 3_600_000)
})
