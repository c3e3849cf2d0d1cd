import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Prisma, transaction, type Tx } from '@/lib/db/client'
import type { Listing } from '@/lib/discovery/model'
import { planRun } from '@/lib/discovery/plan-run'
import { type Decision, runView, type RunView } from '@/lib/discovery/run-view'
import { AppError, notFound } from '@/lib/errors'
import { lockServer } from '@/lib/registry/commands/load'
import { record } from '@/lib/trail/record'
import { applyListing, loadSightings } from './apply-listing'
import { supersede } from './finish-run'
import { refuseClosed } from './start-run'

/**
 * Decides on a run that was held: lets its listing stand, with what it removes, or sets it aside. Asked again under the server's
 * lock: refused when it was decided (`illegal_transition`) or a newer run was taken over since (`stale_version`), for then its
 * listing is not what the server offers.
 */
export async function decideRun(actor: Actor, ctx: Ctx, runId: string, { decision, reason }: Decision): Promise<RunView> {
  require(actor, 'server.discover')
  return transaction(async (tx) => {
    const found = await tx.discoveryRun.findUnique({ where: { id: runId }, select: { server: { select: { slug: true } } } })
    if (found === null) throw notFound('run')
    const server = await lockServer(tx, actor, found.server.slug, 'server.discover')
    refuseClosed(server)
    const run = await tx.discoveryRun.findUniqueOrThrow({ where: { id: runId } })
    if (run.status !== 'held' || run.decision !== null) throw new AppError('illegal_transition', `The run ${run.decision === null ? `is ${run.status}` : `was ${run.decision} already`}; only one that waits for a person can be decided. Nothing was changed.`)
    const newer = await tx.discoveryRun.count({ where: { serverId: server.id, status: 'complete', startedAt: { gt: run.startedAt } } })
    if (newer > 0) throw new AppError('stale_version', 'A newer run was taken over meanwhile, so this one no longer shows what the server offers. Nothing was changed.')
    const decided = { decidedBy: actor.id, decidedAt: ctx.now, decisionReason: reason }
    const data = decision === 'discard' ? { ...decided, decision: 'discarded' } : { ...decided, decision: 'applied', ...(await letStand(tx, ctx, actor, server.slug, run)) }
    const stored = await tx.discoveryRun.update({ where: { id: runId }, data, omit: { listing: true } })
    await record(tx, ctx, {
      actor, action: 'discovery.decided', object: { kind: 'server', id: server.id, name: server.slug },
      detail: { run: runId, decision: stored.decision, reason, counts: stored.counts },
    })
    return runView(server.slug, stored)
  })
}

async function letStand(tx: Tx, ctx: Ctx, actor: Actor, slug: string, run: { id: string; serverId: string; credential: string; listing: unknown }): Promise<Prisma.DiscoveryRunUpdateInput> {
  // Written by finishRun alone, from a listing that was checked.
  const listing = run.listing as Listing
  const sightings = await loadSightings(tx, run.serverId)
  await supersede(tx, ctx, run, null)
  const { counts } = await applyListing(tx, ctx, actor, { id: run.id, serverId: run.serverId, slug, credential: run.credential }, listing, planRun(listing, run.credential, sightings), sightings)
  return { status: 'complete', counts, errorCode: null, errorMessage: null }
}
