import { type Actor, mayOnServer } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { grantView } from '@/lib/grants/grant-view'
import { findGrants } from '@/lib/grants/queries/find-grants'
import { listTools } from '@/lib/registry/queries/tools'
import { dayBefore } from './grant-usage'
import { compareTools, type GrantInForce, type ToolRow, type ToolUse } from './tool-comparison'

/** The window of this table, in days. */
export const TOOL_USE_DAYS = 90

type UsageRow = { target: string; agent: string | null; outcome: string; verdict: string; grant_id: string | null; calls: number; last_at: Date }

/** The table "declared against observed, per tool" of one server that the actor may see. */
export async function toolRows(actor: Actor, server: { id: string; slug: string }, now: Date): Promise<ToolRow[]> {
  const seesUse = mayOnServer(actor, 'activity.read', server.id)
  const [tools, usage, stored, findings] = await Promise.all([
    listTools(actor, server.slug, { limit: 2000 }),
    seesUse ? usageOf(server.id, dayBefore(now, TOOL_USE_DAYS)) : null,
    findGrants(actor, { serverId: server.id, targetKind: 'tool', revokedAt: null, validFrom: { lte: now }, OR: [{ validUntil: null }, { validUntil: { gt: now } }] }, 2000),
    db().finding.findMany({ where: { serverId: server.id, kind: 'unused_grant', status: { in: ['open', 'acknowledged'] } }, select: { grantId: true, severity: true, evaluable: true } }),
  ])
  const covered = new Map<string, number>()
  for (const row of usage ?? []) if (row.grant_id !== null && row.verdict === 'granted') covered.set(row.grant_id, (covered.get(row.grant_id) ?? 0) + row.calls)
  const grants = stored.filter((grant) => !grantView(grant, now).suspended).map((grant): GrantInForce => ({
    id: grant.id, target: grant.target, access: grant.access, agentId: grant.agent?.id ?? null, agent: grant.agent?.name ?? 'any agent',
    validFrom: grant.validFrom.toISOString(), covered: covered.get(grant.id) ?? 0,
  }))
  return compareTools({
    tools, grants, use: usage === null ? null : useOf(usage), now: now.getTime(),
    unused: findings.flatMap((finding) => (finding.grantId === null ? [] : [{ ...finding, grantId: finding.grantId }])),
  })
}

async function usageOf(serverId: string, since: string): Promise<UsageRow[]> {
  return rows<UsageRow>(
    `SELECT u.target, coalesce(a.name, u.agent_name) AS agent, u.outcome, u.verdict, u.grant_id, sum(u.count)::float8 AS calls, max(u.last_at) AS last_at
     FROM usage u LEFT JOIN agent a ON a.id = u.agent_id
     WHERE u.server_id = $1 AND u.kind = 'tool_call' AND u.day >= $2 GROUP BY 1, 2, 3, 4, 5`, [serverId, since],
  )
}

/** One line per target out of the roll-up's combinations. */
function useOf(usage: readonly UsageRow[]): ToolUse[] {
  return [...Map.groupBy(usage, (row) => row.target)].map(([target, found]): ToolUse => {
    const refused = new Map<string, { verdict: string; executed: number; blocked: number }>()
    for (const row of found) {
      if (row.verdict === 'granted') continue
      const one = refused.get(row.verdict) ?? { verdict: row.verdict, executed: 0, blocked: 0 }
      if (row.outcome === 'denied') one.blocked += row.calls
      else one.executed += row.calls
      refused.set(row.verdict, one)
    }
    const lastAt = found.reduce((last, row) => (row.last_at > last ? row.last_at : last), found[0]?.last_at ?? new Date(0))
    return {
      target, agents: [...new Set(found.map((row) => row.agent ?? 'no agent'))].sort(), calls: found.reduce((sum, row) => sum + row.calls, 0),
      granted: found.reduce((sum, row) => sum + (row.verdict === 'granted' ? row.calls : 0), 0), refused: [...refused.values()], lastAt: lastAt.toISOString(),
    }
  })
}
