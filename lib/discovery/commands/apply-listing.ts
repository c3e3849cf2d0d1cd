import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { countRun, type RunCounts } from '@/lib/discovery/counts'
import type { Listing } from '@/lib/discovery/model'
import { contextHash, type RunPlan, seenTools, type Sighting } from '@/lib/discovery/plan-run'
import { followDefinitions, type Followed } from '@/lib/grants/commands/definitions'
import { declare } from '@/lib/names/commands'
import { applyContexts, markRemoved } from '@/lib/registry/commands/apply-contexts'
import { applyTools } from '@/lib/registry/commands/apply-tools'

export type RunAtHand = { id: string; serverId: string; slug: string; credential: string }

export type Applied = { counts: RunCounts; held: Followed['held'] }

/** What every credential saw last of this server. */
export async function loadSightings(tx: Tx, serverId: string): Promise<Sighting[]> {
  const found = await tx.discoverySighting.findMany({ where: { serverId }, select: { credential: true, kind: true, name: true, hash: true, missingSince: true } })
  return found.map(({ missingSince, ...row }) => ({ ...row, missing: missingSince !== null }))
}

/**
 * Takes over a complete listing, in the caller's transaction and under the server's lock: versions, classes, contexts, removals,
 * and the grants that rest on the definitions. Declares what changed. The caller closes the run and records.
 */
export async function applyListing(tx: Tx, ctx: Ctx, actor: Actor, run: RunAtHand, listing: Listing, plan: RunPlan, sightings: readonly Sighting[]): Promise<Applied> {
  const baseline = (await tx.discoveryRun.count({ where: { serverId: run.serverId, status: 'complete' } })) === 0
  const tools = await applyTools(tx, ctx, run.serverId, listing.tools, { runId: run.id, seen: seenTools(run.credential, sightings), baseline })
  const before = new Map(sightings.filter((one) => one.credential === run.credential).map((one) => [`${one.kind}\u0000${one.name}`, one.hash]))
  await applyContexts(tx, ctx, run.serverId, listing.contexts, (context) => before.get(`${context.kind}\u0000${context.name}`) !== contextHash(context))
  await saveSightings(tx, ctx, run, plan)
  await markRemoved(tx, ctx, run.serverId, plan.removed)
  const followed = await followDefinitions(tx, ctx, actor, run.serverId, tools.map((tool) => ({ ...tool, isNew: tool.change !== null, added: tool.change === 'first' })), baseline)
  const removedTools = plan.removed.filter((item) => item.kind === 'tool').length
  const counts = countRun(listing, tools, removedTools)
  if (tools.some((tool) => tool.change !== null || tool.approved !== null) || removedTools > 0 || followed.held.length > 0) {
    const first = tools.filter((tool) => tool.firstClass).map((tool) => tool.name)
    const only = first.length === 1 ? first[0] : undefined
    await declare(tx, ctx, actor, {
      reason: `Tools of ${run.slug} discovered`,
      ...(first.length === 0 ? {} : { reevaluate: { serverIds: [run.serverId], ...(only === undefined ? {} : { target: only }) } }),
    })
  }
  return { counts, held: followed.held }
}

async function saveSightings(tx: Tx, ctx: Ctx, { serverId, credential }: RunAtHand, plan: RunPlan): Promise<void> {
  for (const [kind, items] of Map.groupBy(plan.seen, (item) => item.kind)) {
    await tx.discoverySighting.deleteMany({ where: { serverId, credential, kind, name: { in: items.map((item) => item.name) } } })
  }
  await tx.discoverySighting.createMany({ data: plan.seen.map((item) => ({ serverId, credential, ...item, lastSeenAt: ctx.now, missingSince: null })) })
  for (const [kind, items] of Map.groupBy(plan.missing, (item) => item.kind)) {
    await tx.discoverySighting.updateMany({ where: { serverId, credential, kind, name: { in: items.map((item) => item.name) } }, data: { missingSince: ctx.now } })
  }
}
