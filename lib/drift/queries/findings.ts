import { z } from 'zod'
import { knownAs } from '@/lib/activity/event-view'
import { holdersOf, knownNames } from '@/lib/activity/queries/known-names'
import type { Actor } from '@/lib/auth/actor'
import { decodeCursor, type Page, pageOf } from '@/lib/boundary/page'
import { db, type Prisma, type Tx } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import { canonicalHumanName } from '@/lib/names/resolve'
import type { FindingDetail, FindingFilter, FindingView } from '@/lib/drift/model'
import { visibleFindings } from './visible'

type Row = Prisma.FindingGetPayload<object>

export function findingView(row: Row): FindingView {
  const { id, kind, status, severity, server, target, agent, client, human, grantId, executed, blocked, evaluable, explanation, evidence, remedies, replacement } = row
  return {
    id, kind, status, severity, server, target, agent, client, human, grantId, firstSeen: row.firstSeen.toISOString(), lastSeen: row.lastSeen.toISOString(),
    executed, blocked, evaluable, explanation, evidence, remedies, ...(replacement === null ? {} : { replacement }),
  }
}

/** The condition of a filter. A human is whom the finding is about, or one of those in its evidence. */
export async function whereOf(filter: FindingFilter): Promise<Prisma.FindingWhereInput> {
  const and: Prisma.FindingWhereInput[] = []
  if (filter.kind !== undefined) and.push({ kind: { in: filter.kind } })
  if (filter.status !== undefined) and.push({ status: { in: filter.status } })
  if (filter.severity !== undefined) and.push({ severity: { in: filter.severity } })
  if (filter.server !== undefined) and.push({ OR: [{ server: filter.server }, { serverId: { in: await holdersOf('server', filter.server) } }] })
  if (filter.agent !== undefined) and.push({ OR: [{ agent: filter.agent }, { agentId: { in: await holdersOf('agent', filter.agent) } }] })
  if (filter.human !== undefined) {
    const given = canonicalHumanName(filter.human)
    // Evidence names people as they are known, so an alias is looked up first.
    const ids = await holdersOf('person', given)
    const names = await knownNames(ids)
    const known = [...new Set([given, ...ids.flatMap((id) => knownAs(names, id, null) ?? [])])]
    and.push({ OR: [{ human: { in: known } }, ...known.map((human) => ({ evidence: { path: ['humans'], array_contains: [human] } }))] })
  }
  return { AND: and }
}

/** A page of findings, the latest made first: an order that a run under way does not disturb. */
export async function listFindings(actor: Actor, filter: FindingFilter, page: { limit: number; cursor?: string | undefined }): Promise<Page<FindingView>> {
  const after = decodeCursor(page.cursor, z.string().max(100))
  const found = await db().finding.findMany({
    where: { AND: [visibleFindings(actor), await whereOf(filter), after === null ? {} : { id: { lt: after } }] }, orderBy: { id: 'desc' }, take: page.limit + 1,
  })
  return pageOf(found, page.limit, findingView, (row) => row.id)
}

/** Throws `not_found` for a finding that does not exist and for one the actor may not see, alike. */
export async function getFindingRow(actor: Actor, id: string, client: Tx = db()): Promise<Row> {
  const found = await client.finding.findFirst({ where: { AND: [visibleFindings(actor), { id }] } })
  if (found === null) throw notFound('finding')
  return found
}

/** One finding with its history, oldest line first. */
export async function getFinding(actor: Actor, id: string): Promise<FindingDetail> {
  const row = await getFindingRow(actor, id)
  const [history, assignee] = await Promise.all([
    db().findingHistory.findMany({ where: { findingId: id }, orderBy: [{ at: 'asc' }, { id: 'asc' }] }),
    row.assigneeId === null ? null : db().person.findUnique({ where: { id: row.assigneeId }, select: { id: true, name: true, email: true } }),
  ])
  return {
    ...findingView(row), openedAt: row.openedAt.toISOString(), resolvedAt: row.resolvedAt?.toISOString() ?? null, acceptedUntil: row.acceptedUntil?.toISOString() ?? null, assignee,
    history: history.map(({ at, from, to, by, reason, severity }) => ({ at: at.toISOString(), from, to, by, reason, severity })),
  }
}
