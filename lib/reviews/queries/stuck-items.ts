import { db } from '@/lib/db/client'
import type { CampaignProgress } from '@/lib/reviews/campaign-progress'
import { side } from '@/lib/reviews/outcome'

type Stage = { id: string; stage: number; iteration: number }

/** What a screen holds; the number beside it counts all. */
const MOST = 50

const COLUMNS = { id: true, target: true, server: true, agent: true } as const

/** Where reviewers of this campaign contradict each other, the gravest first, with who says what in the stage. */
export async function conflictsIn({ id }: Stage): Promise<CampaignProgress['conflicts']> {
  const found = await db().reviewItem.findMany({
    where: { campaignId: id, conflict: true }, orderBy: { position: 'asc' }, take: MOST,
    select: { ...COLUMNS, stage: true, iteration: true, answers: { where: { supersededAt: null }, orderBy: { at: 'asc' }, select: { personId: true, answer: true, stage: true, iteration: true } } },
  })
  const people = new Map((await db().person.findMany({ where: { id: { in: found.flatMap((item) => item.answers.map((one) => one.personId)) } }, select: { id: true, name: true } })).map((one) => [one.id, one.name]))
  return found.map(({ target, answers, stage, iteration, ...item }) => ({
    ...item, title: target,
    // A check of the store; abstaining contradicts nobody.
    answers: answers.filter((one) => one.stage === stage && one.iteration === iteration && side(one.answer as Parameters<typeof side>[0]) !== null).map((one) => ({ person: people.get(one.personId) ?? one.personId, answer: one.answer })),
  }))
}

/** Items of the stage that nobody is asked about, with why the last one who was no longer is. */
export async function nobodyIn({ id, stage, iteration }: Stage): Promise<CampaignProgress['nobody']> {
  const found = await db().reviewItem.findMany({
    where: { campaignId: id, stage, iteration, state: 'pending', tasks: { none: { stage, iteration, endedAt: null } } }, orderBy: { position: 'asc' }, take: MOST,
    select: { ...COLUMNS, tasks: { where: { stage, iteration }, orderBy: { endedAt: 'desc' }, take: 1, select: { endReason: true } } },
  })
  return found.map(({ target, tasks, ...item }) => ({ ...item, title: target, why: tasks[0]?.endReason ?? 'Everybody in its line of reviewers has left, is in conflict, or may not review.' }))
}
