import { type Actor, require } from '@/lib/auth/actor'
import { db, type Tx } from '@/lib/db/client'
import { AppError, notFound } from '@/lib/errors'
import type { TemplateView } from '@/lib/reviews/model'
import { type LastCampaign, templateView } from '@/lib/reviews/template-view'

/** Who sees every campaign sees what they are made from; nobody else does. */
function seesAll(actor: Actor): boolean {
  return require(actor, 'review.read') === 'all'
}

/** Throws `forbidden` unless the actor sees every campaign. */
export function requireAllReviews(actor: Actor): void {
  if (!seesAll(actor)) throw new AppError('forbidden', 'Your roles do not allow this (review.read, all reviews). Nothing was changed.')
}

/** Active ones first, then by name. */
export async function listTemplates(actor: Actor): Promise<TemplateView[]> {
  return seesAll(actor) ? viewsOf({}, db()) : []
}

/** Throws `not_found` for one that does not exist and for one that the actor may not see, alike. */
export async function getTemplate(actor: Actor, id: string): Promise<TemplateView> {
  if (!seesAll(actor)) throw notFound('review template')
  return readTemplate(id)
}

/** The same for commands that have asked already. */
export async function readTemplate(id: string, client: Tx = db()): Promise<TemplateView> {
  const [view] = await viewsOf({ id }, client)
  if (view === undefined) throw notFound('review template')
  return view
}

async function viewsOf(where: { id?: string }, client: Tx): Promise<TemplateView[]> {
  const found = await client.reviewTemplate.findMany({ where, orderBy: [{ active: 'desc' }, { name: 'asc' }] })
  const ids = found.map((row) => row.id)
  const counts = await client.reviewCampaign.groupBy({ by: ['templateId'], where: { templateId: { in: ids } }, _count: { _all: true } })
  const last = await client.$queryRaw<(LastCampaign & { templateId: string })[]>`
    SELECT DISTINCT ON (template_id) template_id AS "templateId", id, name, state::text AS state FROM review_campaign WHERE template_id = ANY(${ids}) ORDER BY template_id, created_at DESC, id DESC`
  const countOf = new Map(counts.map((row) => [row.templateId, row._count._all]))
  const lastOf = new Map(last.map(({ templateId, ...campaign }) => [templateId, campaign]))
  return found.map((row) => templateView(row, countOf.get(row.id) ?? 0, lastOf.get(row.id) ?? null))
}
