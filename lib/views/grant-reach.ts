import { type Actor, mayOnServer } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import type { GrantView } from '@/lib/grants/grant-view'
import { isOpen } from '@/lib/grants/state'
import type { Access } from '@/lib/registry/model'
import { TOOL_INCLUDE, toolView } from '@/lib/registry/tool-view'
import { type Coverage, coverageOf, type CoverageUse } from './grant-coverage'

/** What the grant admits today by the catalogue of its server, beside what of it was used since a UTC day. */
export async function grantCoverage(actor: Actor, grant: GrantView, serverId: string, since: string, days: number, now: Date): Promise<Coverage> {
  const sees = mayOnServer(actor, 'activity.read', serverId)
  const isTool = grant.target.kind === 'tool'
  const [tools, bound, use] = await Promise.all([
    isTool ? db().tool.findMany({ where: { serverId }, orderBy: { name: 'asc' }, include: TOOL_INCLUDE }) : [],
    isTool ? db().grantDefinition.findMany({ where: { grantId: grant.id }, select: { toolName: true, number: true } }) : [],
    sees ? useByTarget(grant.id, since) : null,
  ])
  const held = grant.holds.filter((hold) => hold.cause === 'definition' && isOpen({ ...hold, openedAt: Date.parse(hold.openedAt), closedAt: hold.closedAt === null ? null : Date.parse(hold.closedAt) }, now.getTime()))
  return coverageOf({
    grant: { kind: grant.target.kind, target: grant.target.name, access: grant.access, state: grant.state }, use, days,
    tools: tools.map(toolView).map((tool) => ({ name: tool.name, accessClass: tool.accessClass, unclassified: tool.because === 'unclassified', destructive: tool.annotations?.['destructiveHint'] === true, removed: tool.removedAt !== null, version: tool.version })),
    bound: new Map(bound.map((one) => [one.toolName, one.number])), held: new Set(held.map((hold) => hold.toolName ?? grant.target.name)),
  })
}

async function useByTarget(id: string, since: string): Promise<CoverageUse[]> {
  const found = await rows<{ target: string; calls: number; last_at: Date }>(
    'SELECT target, sum(count)::float8 AS calls, max(last_at) AS last_at FROM usage WHERE grant_id = $1 AND day >= $2 GROUP BY target', [id, since],
  )
  return found.map((row) => ({ target: row.target, calls: row.calls, lastAt: row.last_at.toISOString() }))
}

export type UsedReach = { target: string; access: Access; resourceKeys: string[] }

/** What was covered by the grant since a UTC day, as far as narrowing asks: each target with its accesses and resource keys. */
export async function usedReach(id: string, since: string): Promise<UsedReach[]> {
  const found = await rows<{ target: string; access: Access; resource_keys: string[] }>(
    "SELECT DISTINCT target, access, resource_keys FROM usage WHERE grant_id = $1 AND day >= $2 AND verdict = 'granted'", [id, since],
  )
  return found.map((row) => ({ target: row.target, access: row.access, resourceKeys: row.resource_keys }))
}
