import { z } from 'zod'
import type { Actor } from '@/lib/auth/actor'
import { decodeCursor, encodeCursor, type Page } from '@/lib/boundary/page'
import { db, type Prisma, type Tx } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import { caseRow, caseView, type StoredCase } from '@/lib/offboarding/case-view'
import { UNDER_WAY } from '@/lib/offboarding/machine'
import type { CaseFilter, CaseRow, CaseView, Subject, SubjectKind } from '@/lib/offboarding/model'
import { caseNames, linePaths } from './case-names'
import { visibleSubject } from './subjects'
import { seesWhole, visibleCases } from './visible'

/** One case. `not_found` for one that does not exist and for one that the actor may not see, alike. `client`: the transaction of a command that has changed it. */
export async function getCase(actor: Actor, id: string, now: Date, client: Tx = db()): Promise<CaseView> {
  const found = await client.offboardingCase.findFirst({ where: { AND: [{ id }, visibleCases(actor)] } })
  if (found === null) throw notFound('offboarding')
  return viewOf(actor, found, now, client)
}

/** The same of a case that a command has just changed, whoever reads it: the command has asked. */
export async function readCase(actor: Actor, id: string, now: Date, client: Tx): Promise<CaseView> {
  return viewOf(actor, await client.offboardingCase.findUniqueOrThrow({ where: { id } }), now, client)
}

async function viewOf(actor: Actor, row: StoredCase, now: Date, client: Tx): Promise<CaseView> {
  const lines = await client.offboardingLine.findMany({ where: { caseId: row.id }, orderBy: [{ position: 'asc' }, { id: 'asc' }] })
  // Whoever must act on single lines sees these, and what the case is about.
  const seen = seesWhole(actor, row) ? lines : lines.filter((line) => line.ownerId === actor.personId)
  const nameOf = await caseNames([...idsOf(row), ...seen.flatMap((line) => [line.ownerId, line.toId, line.actedBy])], client)
  return caseView(row, lines, seen, nameOf, await linePaths(seen, client), now.getTime())
}

function idsOf(row: StoredCase): (string | null)[] {
  return [row.openedBy, row.ownerId, row.successorId, row.replacedById, row.explainedBy, row.frozenBy, row.revokedBy, row.rotatedBy, row.closedBy, row.cancelledBy, 'system']
}

/** The cases that the actor may see, newest first, one page. */
export async function listCases(actor: Actor, filter: CaseFilter, page: { limit: number; cursor?: string | undefined }, now: Date): Promise<Page<CaseRow>> {
  const after = decodeCursor(page.cursor, z.string())
  const where = { AND: [visibleCases(actor), filterOf(actor, filter), after === null ? {} : { id: { lt: after } }] }
  const found = await db().offboardingCase.findMany({ where, orderBy: { id: 'desc' }, take: page.limit + 1 })
  const shown = found.slice(0, page.limit)
  return { items: await rowsOf(shown, now), nextCursor: found.length > page.limit ? encodeCursor(shown.at(-1)?.id) : null }
}

function filterOf(actor: Actor, filter: CaseFilter): Prisma.OffboardingCaseWhereInput {
  const parts: Prisma.OffboardingCaseWhereInput[] = []
  if (filter.stage !== undefined) parts.push({ stage: filter.stage })
  if (filter.open !== undefined) parts.push(filter.open ? { stage: { in: [...UNDER_WAY] } } : { stage: { notIn: [...UNDER_WAY] } })
  if (filter.kind !== undefined) parts.push({ subjectKind: filter.kind })
  if (filter.subject !== undefined) parts.push({ OR: [{ subjectId: filter.subject }, { subjectName: filter.subject }, { subjectName: filter.subject.toLowerCase() }] })
  if (filter.verdict !== undefined) parts.push({ verdict: filter.verdict })
  if (filter.bulk !== undefined) parts.push({ bulkId: filter.bulk })
  if (filter.mine !== undefined) parts.push(filter.mine ? mine(actor) : { NOT: mine(actor) })
  if (filter.q !== undefined && filter.q !== '') {
    const contains = { contains: filter.q.replaceAll(/[\\%_]/g, (character) => `\\${character}`), mode: 'insensitive' as const }
    parts.push({ OR: [{ subjectName: contains }, { reason: contains }] })
  }
  return { AND: parts }
}

/** Opened by the actor, theirs to answer for, or waiting for them. */
function mine(actor: Actor): Prisma.OffboardingCaseWhereInput {
  const { personId } = actor
  return { OR: [{ openedBy: actor.id }, ...(personId === null ? [] : [{ ownerId: personId }, { lines: { some: { ownerId: personId, state: { in: ['open', 'done'] } } } }])] }
}

/** As many statements for a hundred cases as for one. */
async function rowsOf(rows: readonly StoredCase[], now: Date, client: Tx = db()): Promise<CaseRow[]> {
  if (rows.length === 0) return []
  const lines = await client.offboardingLine.findMany({ where: { caseId: { in: rows.map((row) => row.id) } }, select: { caseId: true, state: true, action: true, kind: true, toId: true } })
  const nameOf = await caseNames(rows.flatMap((row) => [row.openedBy, row.ownerId]), client)
  const byCase = Map.groupBy(lines, (line) => line.caseId)
  return rows.map((row) => caseRow(row, byCase.get(row.id) ?? [], nameOf, now.getTime()))
}

/** The case under way of a subject, else its last one; null = none, or none that may be seen. For the subject's own page. */
export async function caseOf(actor: Actor, { kind, id }: Subject, now: Date): Promise<CaseRow | null> {
  const where = { AND: [visibleCases(actor), { subjectKind: kind, subjectId: id }] }
  const found = await db().offboardingCase.findFirst({ where: { AND: [where, { stage: { in: [...UNDER_WAY] } }] } }) ?? await db().offboardingCase.findFirst({ where, orderBy: { id: 'desc' } })
  const [row] = found === null ? [] : await rowsOf([found], now)
  return row ?? null
}

/** What `openCase` would take as its subject: `not_found` when there is none, or it may not be seen. */
export async function resolveSubject(actor: Actor, kind: SubjectKind, name: string, now: Date = new Date()): Promise<Subject & { name: string; title: string }> {
  const { id, name: known, title } = await visibleSubject(actor, kind, name, now)
  return { kind, id, name: known, title }
}
