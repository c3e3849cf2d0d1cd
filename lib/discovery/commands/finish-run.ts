import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Prisma, transaction, type Tx } from '@/lib/db/client'
import { listedCounts } from '@/lib/discovery/counts'
import { listingFault } from '@/lib/discovery/listing-faults'
import type { DiscoveryFailure, DiscoveryOutcome } from '@/lib/discovery/model'
import { planRun, type RunPlan } from '@/lib/discovery/plan-run'
import { runView, type RunView, type StoredRun } from '@/lib/discovery/run-view'
import { AppError } from '@/lib/errors'
import { record } from '@/lib/trail/record'
import { applyListing, loadSightings } from './apply-listing'
import type { StartedRun } from './start-run'

/** Grants that a trail entry names; the holds themselves say it of every one. */
const TOLD = 200

/**
 * Records what came of connecting, and takes a complete listing over, in one transaction under the server's lock. A failure
 * changes nothing but the run. A listing that would take away more than half of the known tools is kept and waits for a person.
 */
export async function finishRun(actor: Actor, ctx: Ctx, run: StartedRun, outcome: DiscoveryOutcome): Promise<RunView> {
  return transaction(async (tx) => {
    await refuseGivenUp(tx, run)
    const credential = run.target.credential ?? ''
    const negotiated = { address: outcome.address, protocolVersion: outcome.protocolVersion, era: outcome.era, ...(outcome.serverInfo === null ? {} : { serverInfo: outcome.serverInfo }) }
    const close = async (data: Prisma.DiscoveryRunUpdateInput, detail: Record<string, unknown>): Promise<RunView> => {
      const stored = await tx.discoveryRun.update({ where: { id: run.id }, data: { ...negotiated, finishedAt: ctx.now, ...data }, omit: { listing: true } })
      await recordRun(tx, ctx, actor, run, stored, detail)
      return runView(run.slug, stored)
    }
    const failure = await failureOf(tx, run, outcome)
    if (failure !== null) return close({ status: 'failed', errorCode: failure.code, errorMessage: failure.message }, { error: failure.code })
    if (!outcome.ok) throw new Error('An outcome without a listing is a failure.')
    const { listing } = outcome
    const sightings = await loadSightings(tx, run.serverId)
    const plan = planRun(listing, credential, sightings)
    await supersede(tx, ctx, run, plan.held ? credential : null)
    if (plan.held) {
      const counts = listedCounts(listing)
      return close({ status: 'held', counts, listing: listing as unknown as Prisma.InputJsonObject, errorCode: 'held', errorMessage: heldMessage(plan) }, { counts })
    }
    const { counts, held } = await applyListing(tx, ctx, actor, { id: run.id, serverId: run.serverId, slug: run.slug, credential }, listing, plan, sightings)
    return close({ status: 'complete', counts }, { counts, ...(held.length === 0 ? {} : { grantsHeld: held.slice(0, TOLD), grantsHeldInAll: held.length }) })
  })
}

/** Another process may have taken this one for dead, and begun a run of its own. */
async function refuseGivenUp(tx: Tx, run: StartedRun): Promise<void> {
  await tx.$queryRaw`SELECT id FROM server WHERE id = ${run.serverId} FOR UPDATE`
  const stored = await tx.discoveryRun.findUniqueOrThrow({ where: { id: run.id }, select: { status: true } })
  if (stored.status !== 'running') throw new AppError('conflict', 'The server took so long to answer that the run was given up. Nothing was changed; ask again.')
}

async function failureOf(tx: Tx, run: StartedRun, outcome: DiscoveryOutcome): Promise<{ code: DiscoveryFailure; message: string } | null> {
  if (!outcome.ok) return { code: outcome.code, message: outcome.message }
  const fault = listingFault(outcome.listing)
  if (fault !== null) return { code: 'invalid_answer', message: `${fault} Nothing was changed.` }
  const { lifecycle } = await tx.server.findUniqueOrThrow({ where: { id: run.serverId }, select: { lifecycle: true } })
  return lifecycle === 'rejected' || lifecycle === 'retired' ? { code: 'not_allowed', message: `The server became ${lifecycle} while it was asked. Nothing was changed.` } : null
}

function heldMessage(plan: RunPlan): string {
  const gone = plan.removed.filter((item) => item.kind === 'tool').length
  return `It does not list ${gone} of the ${plan.knownTools} known tools. Nothing was changed; a person decides whether it stands.`
}

/** A question is open once: what a newer listing answers, or asks again with the same credential, is no longer asked. */
export async function supersede(tx: Tx, ctx: Ctx, run: { id: string; serverId: string }, credential: string | null): Promise<void> {
  await tx.discoveryRun.updateMany({
    where: { serverId: run.serverId, id: { not: run.id }, status: 'held', decision: null, ...(credential === null ? {} : { credential }) },
    data: { decision: 'discarded', decidedBy: 'system', decidedAt: ctx.now, decisionReason: 'A newer run took its place.' },
  })
}

/** Closes a run after a surprise of our own; what it had found is not used. */
export async function failRun(actor: Actor, ctx: Ctx, run: StartedRun): Promise<void> {
  await transaction(async (tx) => {
    const { count } = await tx.discoveryRun.updateMany({
      where: { id: run.id, status: 'running' },
      data: { status: 'failed', finishedAt: ctx.now, errorCode: 'internal', errorMessage: 'Something went wrong in this console, not at the server. Nothing was changed; the log has the details.' },
    })
    if (count === 1) await recordRun(tx, ctx, actor, run, await tx.discoveryRun.findUniqueOrThrow({ where: { id: run.id }, omit: { listing: true } }), { error: 'internal' })
  })
}

async function recordRun(tx: Tx, ctx: Ctx, actor: Actor, run: StartedRun, stored: StoredRun, detail: Record<string, unknown>): Promise<void> {
  await record(tx, ctx, {
    actor, action: 'server.discovered', object: { kind: 'server', id: run.serverId, name: run.slug },
    detail: { run: run.id, status: stored.status, trigger: stored.trigger, credential: run.target.credential, ...detail },
  })
}
