import { db, type Prisma } from '@/lib/db/client'
import { contentSchema } from '@/lib/reviews/content'
import { at, TEST_NOW } from './clock'

/** Rows of reviews straight into the store, for tests of what is read from them. */

type Campaign = Partial<Omit<Prisma.ReviewCampaignUncheckedCreateInput, 'content'>> & { id: string; content?: Record<string, unknown> }

/** A campaign that runs since yesterday and closes in a week, changed as told. */
export async function aCampaign({ id, content, ...more }: Campaign): Promise<void> {
  await db().reviewCampaign.create({
    data: {
      id, name: `Review ${id}`, kind: 'grants', state: 'running', content: contentSchema.parse({ stages: [{ reviewers: [{ kind: 'owner' }], days: 8 }], ...content }), occasion: 'manual', stage: 1, stageStartedAt: at('-1d'), stageEndsAt: at('+7d'),
      asOf: at('-1d'), createdBy: 'per_rae', createdAt: at('-2d'), launchedBy: 'per_rae', launchedAt: at('-1d'), updatedAt: at('-1d'), ...more,
    },
  })
}

type Item = Partial<Prisma.ReviewItemUncheckedCreateInput> & { id: string; campaignId: string }

let place = 0

export async function anItem({ id, campaignId, ...more }: Item): Promise<void> {
  await db().reviewItem.create({
    data: {
      id, campaignId, position: (place += 1), subject: 'grant', grantId: `gnt_${id}`, serverId: 'srv_github', server: 'github', agent: 'triage', target: `tool_${id}`, access: 'read', risk: 'low', flags: [], recommendation: 'keep', change: 'unchanged',
      frozen: {}, digest: 'x', updatedAt: TEST_NOW, ...more,
    },
  })
}

type Task = Partial<Prisma.ReviewTaskUncheckedCreateInput> & { itemId: string; person: string }

/** `person`, such as erin, is asked about the item in the stage that the item is in. */
export async function aTask({ itemId, person, ...more }: Task): Promise<string> {
  const item = await db().reviewItem.findUniqueOrThrow({ where: { id: itemId } })
  const id = `task_${itemId}_${person}_${more.stage ?? item.stage}_${more.iteration ?? item.iteration}`
  await db().reviewTask.create({ data: { id, campaignId: item.campaignId, itemId, stage: item.stage, iteration: item.iteration, personId: `per_${person}`, standing: 'owner', addedBy: 'system', addedAt: at('-1d'), ...more } })
  return id
}

type Answer = Partial<Prisma.ReviewAnswerUncheckedCreateInput> & { taskId: string }

/** The answer of whoever is asked, or of who stands in for them. */
export async function anAnswer({ taskId, ...more }: Answer): Promise<void> {
  const task = await db().reviewTask.findUniqueOrThrow({ where: { id: taskId } })
  await db().reviewAnswer.create({ data: { id: `ans_${taskId}`, campaignId: task.campaignId, itemId: task.itemId, taskId, stage: task.stage, iteration: task.iteration, personId: task.personId, answer: 'keep', at: TEST_NOW, seconds: 10, ...more } })
}
