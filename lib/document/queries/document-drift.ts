import { z } from 'zod'
import { type Actor, mayOnServer, require } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { type DriftItem, driftOf } from '@/lib/document/drift'
import type { GrantsDocument } from '@/lib/document/model'
import type { DocumentOutcome } from '@/lib/document/plan-model'
import { formatOf, readDocument } from '@/lib/document/read-text'
import { planView } from '@/lib/document/view-plan'
import { isAppError } from '@/lib/errors'
import { findRequests } from '@/lib/requests/queries/stored-requests'
import { stateOf } from '@/lib/requests/stored'
import { loadPlan } from './load-plan'

export type AppliedRef = { number: number; appliedAt: string; appliedBy: string; servers: string[] }

/** `documents`: the last one of each server. `unreadable`: names in it that mean nobody any more. */
export type DocumentDrift = { documents: AppliedRef[]; items: DriftItem[]; unreadable: { number: number; why: string }[] }

type Row = { number: number; text: string; servers: string[]; outcome: unknown; appliedBy: string; appliedAt: Date }

/** The last applied document of every server that the actor sees whole, against what stands now. */
export async function documentDrift(actor: Actor, now: Date, only: string | null = null): Promise<DocumentDrift> {
  require(actor, 'registry.read')
  const drift: DocumentDrift = { documents: [], items: [], unreadable: [] }
  for (const { row, servers } of await lastOf(actor, only)) {
    drift.documents.push({ number: row.number, appliedAt: row.appliedAt.toISOString(), appliedBy: await nameOf(row.appliedBy), servers })
    try {
      drift.items.push(...await compared(actor, row, servers, now))
    } catch (error) {
      if (!isAppError(error)) throw error
      drift.unreadable.push({ number: row.number, why: error.message })
    }
  }
  return drift
}

/** Newest first, each with the servers of which no later document speaks. */
async function lastOf(actor: Actor, only: string | null): Promise<{ row: Row; servers: string[] }[]> {
  const visible = await db().server.findMany({ where: only === null ? {} : { slug: only }, select: { id: true, slug: true } })
  const left = new Set(visible.filter((server) => mayOnServer(actor, 'registry.read', server.id)).map((server) => server.slug))
  const found: { row: Row; servers: string[] }[] = []
  let before: number | null = null
  // Documents that speak for none of what is left are passed over by the store.
  while (left.size > 0) {
    const row: Row | null = await db().grantDocument.findFirst({ where: { servers: { hasSome: [...left] }, ...(before === null ? {} : { number: { lt: before } }) }, orderBy: { number: 'desc' } })
    if (row === null) break
    const servers = row.servers.filter((slug) => left.has(slug)).toSorted()
    for (const slug of servers) left.delete(slug)
    found.push({ row, servers })
    before = row.number
  }
  return found
}

async function compared(actor: Actor, row: Row, servers: readonly string[], now: Date): Promise<DriftItem[]> {
  const whole = readDocument(row.text, formatOf(row.text))
  const part: GrantsDocument = { ...whole, servers: [...servers], grants: whole.grants.filter((entry) => servers.includes(entry.server)) }
  // Places are those of the document as it was applied.
  const places = whole.grants.flatMap((entry, index) => (servers.includes(entry.server) ? [index] : []))
  const plan = planView(await loadPlan(actor, part, now))
  const steps = plan.steps.map((step) => (step.path === null ? step : { ...step, path: `grants.${places[Number(step.path.slice('grants.'.length))] ?? 0}` }))
  const outcome = outcomeOf(row.outcome)
  const ids = outcome.steps.flatMap((step) => step.requestId ?? [])
  const requests = ids.length === 0 ? [] : await findRequests({ id: { in: ids } }, ids.length)
  return driftOf({ ...plan, steps }, outcome, new Map(requests.map((request) => [request.id, stateOf(request, now)])))
}

const outcomeSchema = z.object({ counts: z.unknown(), steps: z.array(z.object({ kind: z.string(), path: z.string().nullable(), grantIds: z.array(z.string()), requestId: z.string().nullable(), replacedBy: z.array(z.string()) })) })

function outcomeOf(value: unknown): DocumentOutcome {
  const parsed = outcomeSchema.safeParse(value)
  // Written by this room's command alone.
  return parsed.success ? (parsed.data as DocumentOutcome) : { counts: { unchanged: 0, create: 0, narrow: 0, widen: 0, revoke: 0 }, steps: [] }
}

async function nameOf(actorId: string): Promise<string> {
  const person = await db().person.findUnique({ where: { id: actorId }, select: { name: true } })
  if (person !== null) return person.name
  const token = await db().apiToken.findUnique({ where: { id: actorId }, select: { name: true } })
  return token === null ? 'Bailiwick' : `token ${token.name}`
}
