import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { answerItem } from '@/lib/reviews/commands/answer-item'
import { closeDueStages } from '@/lib/reviews/commands/close-stage'
import { confirmDue } from '@/lib/reviews/commands/confirm'
import { draftCampaign } from '@/lib/reviews/commands/draft-campaign'
import { keepReviewers } from '@/lib/reviews/commands/keep-reviewers'
import { launchCampaign } from '@/lib/reviews/commands/launch-campaign'
import { remediateDue } from '@/lib/reviews/commands/remedy'
import { changeTemplate, createTemplate } from '@/lib/reviews/commands/save-template'
import { signOff } from '@/lib/reviews/commands/sign-off'
import { itemIds, itemRows } from '@/lib/reviews/queries/items'
import { SECOND_REVIEWER } from './company'
import { actorOf, type Steps } from './steps'
import { TEMPLATES, TOLD_REVIEWS, type ToldReview } from './reviews-told'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Reviews begin at eight in Berlin. */
const MORNING = 7 * HOUR

type Happening = { at: number; run: (steps: Steps) => Promise<void> }

/** Everything that happens to the example's reviews, in the order of time, up to the moment of loading. */
export function reviewHappenings(loadedAt: number): Happening[] {
  const today = loadedAt - (loadedAt % DAY)
  return TOLD_REVIEWS.flatMap((told) => happeningsOf(told, today)).filter(({ at }) => at < loadedAt)
}

function happeningsOf(told: ToldReview, today: number): Happening[] {
  let id = ''
  const launched = today - told.launched * DAY + MORNING
  return [
    { at: launched, run: async (steps) => { id = await launch(steps, launched, told) } },
    ...told.answered.map((ago, turn): Happening => {
      const at = today - ago * DAY + MORNING + 3 * HOUR
      return { at, run: (steps) => sitting(steps, at, id, told, turn) }
    }),
  ]
}

async function launch(steps: Steps, at: number, told: ToldReview): Promise<string> {
  const ctx = steps(at)
  const runner = await actorOf(ctx, SECOND_REVIEWER)
  const content = told.moved === true ? { ...told.content, scope: { ...told.content.scope, grantIds: await movedGrants(at) } } : told.content
  const template = TEMPLATES.find((one) => one.name === told.template)
  const templateId = template === undefined ? undefined : (await createTemplate(ctx, runner, { ...template, schedule: null, triggers: [], active: true })).id
  const draft = await draftCampaign(ctx, runner, { templateId, name: told.name, kind: told.kind, content })
  await launchCampaign(() => steps(at), runner, draft.id)
  return draft.id
}

/** Two grants to read that somebody uses now and then, and thought had moved elsewhere. */
async function movedGrants(at: number): Promise<string[]> {
  const found = await rows<{ id: string }>(
    `SELECT g.id FROM "grant" g JOIN server s ON s.id = g.server_id JOIN usage u ON u.grant_id = g.id AND u.day >= $1::date - 21 AND u.day < $1::date
     WHERE g.access = 'read' AND g.agent_id IS NOT NULL AND g.revoked_at IS NULL AND (g.valid_until IS NULL OR g.valid_until > $1::date + 30) AND s.sensitivity = 'internal' AND s.lifecycle = 'active'
     GROUP BY g.id ORDER BY count(DISTINCT u.day) >= 8 DESC, abs(sum(u.count) - 40), g.id LIMIT 2`, [new Date(at).toISOString().slice(0, 10)],
  )
  if (found.length === 0) throw new Error('The example has no grant that anybody uses to read.')
  return found.map((row) => row.id)
}

/** Those reviewers whose turn it is answer what they have come to. */
async function sitting(steps: Steps, at: number, id: string, told: ToldReview, turn: number): Promise<void> {
  const tasks = await db().reviewTask.findMany({ where: { campaignId: id, endedAt: null }, select: { personId: true }, distinct: ['personId'], orderBy: { personId: 'asc' } })
  const people = await db().person.findMany({ where: { id: { in: tasks.map((task) => task.personId) }, active: true }, select: { email: true }, orderBy: { email: 'asc' } })
  for (const [index, { email }] of people.entries()) if (index % told.answered.length === turn) await answerAll(steps, at + index * 5 * 60_000, id, told, email)
}

async function answerAll(steps: Steps, at: number, id: string, told: ToldReview, email: string): Promise<void> {
  const actor = await actorOf(steps(at), email)
  const mine = await itemRows(actor, id, await itemIds(actor, id, { reviewer: 'me', view: 'undecided' }, new Date(at)), new Date(at))
  let moment = at
  let left = 0
  for (const [nth, row] of mine.entries()) {
    const said = told.say(row, email, nth)
    if (said === null) { left += 1; continue }
    moment += said.seconds * 1000
    await answerItem(steps(moment), actor, row.id, said)
  }
  if (told.signed && left === 0 && mine.length > 0) await signOff(steps(moment + 60_000), actor, id)
}

/** What the jobs do of an evening. */
export async function tendReviews(steps: Steps, at: number): Promise<void> {
  const later = () => steps(at)
  await keepReviewers(later)
  await closeDueStages(later)
  await remediateDue(later)
  await confirmDue(later)
}

/** Calendars and events, from now on. */
export async function keepTemplates(steps: Steps, at: number): Promise<void> {
  const runner = await actorOf(steps(at), SECOND_REVIEWER)
  for (const template of TEMPLATES) {
    const known = await db().reviewTemplate.findUnique({ where: { name: template.name } })
    await (known === null ? createTemplate(steps(at), runner, { ...template, active: true }) : changeTemplate(steps(at), runner, known.id, { ...template, active: true }))
  }
}
