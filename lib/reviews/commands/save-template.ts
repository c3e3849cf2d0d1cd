import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { NO_JSON, transaction, type Tx } from '@/lib/db/client'
import { AppError, notFound } from '@/lib/errors'
import type { TemplateInput } from '@/lib/reviews/content'
import { startFaults } from '@/lib/reviews/content-faults'
import type { TemplateView } from '@/lib/reviews/model'
import { refuseFaults } from '@/lib/reviews/queries/content-names'
import { readTemplate } from '@/lib/reviews/queries/templates'
import { timesOf } from '@/lib/reviews/template-view'
import { record } from '@/lib/trail/record'

/** Keeps a new template; its calendar and its events count from now. Refuses names that nobody knows, and a name that another template has (`already_exists`). */
export async function createTemplate(ctx: Ctx, actor: Actor, input: TemplateInput): Promise<TemplateView> {
  require(actor, 'review.run')
  return transaction(async (tx) => {
    await refuseWrong(tx, ctx, input, null)
    const id = ctx.id('template')
    await tx.reviewTemplate.create({ data: { id, ...columnsOf(input), ...timesOf(null, input, ctx.now), createdBy: actor.id, createdAt: ctx.now, updatedAt: ctx.now } })
    return finish(tx, ctx, actor, id, 'review.template_created', { after: input })
  })
}

/**
 * Changes a template. Campaigns that were made from it keep what they had. With `version`, another one by now is refused
 * (`stale_version`). A calendar that stays as it is keeps its next time.
 */
export async function changeTemplate(ctx: Ctx, actor: Actor, id: string, { version, ...input }: TemplateInput & { version?: number | undefined }): Promise<TemplateView> {
  require(actor, 'review.run')
  return transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM review_template WHERE id = ${id} FOR UPDATE`
    const before = await tx.reviewTemplate.findUnique({ where: { id } })
    if (before === null) throw notFound('review template')
    if (version !== undefined && version !== before.version) {
      throw new AppError('stale_version', `The template was changed meanwhile (version ${before.version}, yours ${version}). Nothing was changed; look at it again.`, { errors: [{ path: 'version', message: 'is not the present one' }] })
    }
    if (before.kind !== input.kind) throw new AppError('invalid_input', 'What a template reviews does not change: make another one. Nothing was changed.', { errors: [{ path: 'kind', message: 'does not change' }] })
    await refuseWrong(tx, ctx, input, id)
    await tx.reviewTemplate.update({ where: { id }, data: { ...columnsOf(input), ...timesOf(before, input, ctx.now), version: { increment: 1 }, updatedAt: ctx.now } })
    const { name, content, schedule, triggers, active } = before
    return finish(tx, ctx, actor, id, 'review.template_changed', { before: { name, content, schedule, triggers, active }, after: input })
  })
}

async function refuseWrong(tx: Tx, ctx: Ctx, input: TemplateInput, id: string | null): Promise<void> {
  await refuseFaults(input.kind, input.content, ctx.now, startFaults(input), tx)
  const other = await tx.reviewTemplate.findUnique({ where: { name: input.name }, select: { id: true } })
  if (other !== null && other.id !== id) throw new AppError('already_exists', `Another template is called “${input.name}”. Nothing was changed.`, { errors: [{ path: 'name', message: 'is taken by another template' }] })
}

function columnsOf({ name, kind, content, schedule, triggers, active }: TemplateInput) {
  return { name, kind, content, schedule: schedule ?? NO_JSON, triggers: [...new Set(triggers)], active }
}

async function finish(tx: Tx, ctx: Ctx, actor: Actor, id: string, action: string, detail: Record<string, unknown>): Promise<TemplateView> {
  const view = await readTemplate(id, tx)
  // A calendar may be due, an event may have happened: the jobs look again.
  await tx.$executeRaw`SELECT pg_notify('bailiwick_reviews', ${id})`
  await record(tx, ctx, { actor, action, object: { kind: 'review_template', id, name: view.name }, detail })
  return view
}
