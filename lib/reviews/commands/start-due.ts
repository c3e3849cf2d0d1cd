import { type Actor, SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction, type Tx } from '@/lib/db/client'
import { hasCode, isAppError } from '@/lib/errors'
import { contentSchema } from '@/lib/reviews/content'
import { calendarCampaign, type DueCampaign, eventCampaign } from '@/lib/reviews/occasions'
import { dueTemplates, eventsSince, listeningTemplates, waitingDrafts } from '@/lib/reviews/queries/occasions'
import { findContentFaults } from '@/lib/reviews/queries/content-names'
import { findSubjects } from '@/lib/reviews/queries/scope'
import { lastDue, nextTime } from '@/lib/reviews/schedule'
import { storedSchedule, storedTriggers } from '@/lib/reviews/template-view'
import { cancelIn, draftIn } from './draft-campaign'
import { launchCampaign } from './launch-campaign'

type Launch = (newCtx: () => Ctx, actor: Actor, id: string) => Promise<unknown>

/**
 * Launches what calendars and events call for; returns how many campaigns. Each occasion makes its campaign once, however many replicas
 * look and however often: the draft is written under the template's lock and by a key that the store keeps unique, and a draft that was
 * written and not launched is launched by whoever looks next. One that fails does not stop the others; what failed by surprise is thrown
 * together at the end, and tried again the next time.
 */
export async function startDueReviews(newCtx: () => Ctx, launch: Launch = launchCampaign): Promise<number> {
  const trouble: unknown[] = []
  const each = async (ids: readonly string[], work: (id: string) => Promise<number>): Promise<number> => {
    let sum = 0
    for (const id of ids) {
      try {
        sum += await work(id)
      } catch (error) {
        trouble.push(error)
      }
    }
    return sum
  }
  await each(await dueTemplates(newCtx().now), (id) => draftOfCalendar(newCtx(), id))
  await each(await listeningTemplates(), (id) => draftsOfEvents(newCtx(), id))
  const launched = await each(await waitingDrafts(), (id) => launchDraft(newCtx, launch, id))
  if (trouble.length > 0) throw new AggregateError(trouble, `${trouble.length === 1 ? 'A review that is due was' : `${trouble.length} reviews that are due were`} not started: ${trouble.map((one) => (one instanceof Error ? one.message : String(one))).join('; ')}`)
  return launched
}

type Template = NonNullable<Awaited<ReturnType<Tx['reviewTemplate']['findUnique']>>>

async function lockTemplate(tx: Tx, id: string): Promise<Template | null> {
  await tx.$queryRaw`SELECT id FROM review_template WHERE id = ${id} FOR UPDATE`
  return tx.reviewTemplate.findUnique({ where: { id } })
}

/** Times that were missed meanwhile are made good by one campaign, for the last of them. */
async function draftOfCalendar(ctx: Ctx, id: string): Promise<number> {
  return transaction(async (tx) => {
    const template = await lockTemplate(tx, id)
    const schedule = storedSchedule(template?.schedule ?? null)
    // Another replica was here first, or somebody has switched it off.
    if (template === null || !template.active || schedule === null || template.nextAt === null || template.nextAt > ctx.now) return 0
    await tx.reviewTemplate.update({ where: { id }, data: { nextAt: nextTime(schedule, ctx.now) } })
    const due = calendarCampaign({ ...template, content: contentSchema.parse(template.content) }, schedule, lastDue(schedule, template.nextAt, ctx.now), ctx.now)
    // A calendar that was changed may strike twice on one day.
    if ((await tx.reviewCampaign.findUnique({ where: { occasionKey: due.key }, select: { id: true } })) !== null) return 0
    await draftDue(tx, ctx, template, due)
    return 1
  })
}

async function draftsOfEvents(ctx: Ctx, id: string): Promise<number> {
  return transaction(async (tx) => {
    const template = await lockTemplate(tx, id)
    if (template === null || !template.active || template.triggersFrom === null) return 0
    const events = await eventsSince(id, storedTriggers(template.triggers), template.triggersFrom, ctx.now, tx)
    if (events.length === 0) return 0
    const content = contentSchema.parse(template.content)
    const found = await findSubjects(template.kind, content.scope, ctx.now, tx)
    const due = events.flatMap((event) => {
      if (!('errors' in found)) return eventCampaign({ ...template, content }, event, new Set(found.subjects.map((one) => one.id))) ?? []
      // What the template names cannot be found any more: the event is not lost, its campaign is cancelled with why.
      const all = eventCampaign({ ...template, content }, event, new Set([...event.grantIds, ...(event.kind === 'owner_left' ? [...event.servers.map((one) => one.id), ...event.agentIds] : [])]))
      return all === null ? [] : { ...all, content }
    })
    for (const one of due) await draftDue(tx, ctx, template, one)
    return due.length
  })
}

/** Where nothing is to be looked at, or it cannot be told what, the occasion is on record as a campaign that was cancelled, with why. */
async function draftDue(tx: Tx, ctx: Ctx, template: Template, { key, occasion, name, text, content }: DueCampaign): Promise<void> {
  const faults = await findContentFaults(template.kind, content, ctx.now, tx)
  const found = faults.length > 0 ? { subjects: [] } : await findSubjects(template.kind, content.scope, ctx.now, tx)
  const empty = !('errors' in found) && found.subjects.length === 0
  const id = await draftIn(tx, ctx, SYSTEM, { templateId: template.id, name, kind: template.kind, content }, { occasion, key, text })
  if (faults.length > 0) await cancelIn(tx, ctx, SYSTEM, id, `It could not be started: ${faults.map((one) => one.message).join('; ')}. Change the template.`)
  else if (empty) await cancelIn(tx, ctx, SYSTEM, id, 'There was nothing to review.')
}

/** Refused for what it holds = cancelled, with why. Anything else is left as it is and tried again. */
async function launchDraft(newCtx: () => Ctx, launch: Launch, id: string): Promise<number> {
  try {
    await launch(newCtx, SYSTEM, id)
    return 1
  } catch (error) {
    // Somebody else has launched or cancelled it, or is launching it.
    if (hasCode(error, 'illegal_transition') || hasCode(error, 'conflict')) return 0
    if (!isAppError(error) || error.code !== 'invalid_input') throw error
    await transaction((tx) => cancelIn(tx, newCtx(), SYSTEM, id, `It could not be started: ${error.message}`))
    return 0
  }
}
