import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { listServers } from '@/lib/registry/queries/servers'
import { countFindings, type FindingCount } from './registry-findings'
import { decisionOf } from './server-decision'

/** A table of more rows would be no table; the list says that it was cut and asks for a filter. */
const LISTED = 2000

/** One row of the list of servers. */
export type ServerListRow = {
  slug: string; name: string; purpose: string; environment: string; sensitivity: string; lifecycle: string
  owner: string; ownerName: string; team: string | null
  /** Neither the owner nor a backup owner is active. */
  orphaned: boolean
  identity: boolean; mode: string; tools: number
  /** In force now. */
  grants: number
  findings: FindingCount | null
  /** The first of two consents is given. */
  pending: boolean
  /** Somebody has to decide what becomes of it. */
  decision: boolean
  aliases: string
}

/** The servers that the actor may see, by slug, with what hangs on them. */
export async function serversScreen(actor: Actor, now: Date): Promise<{ rows: ServerListRow[]; cut: boolean }> {
  const found = await listServers(actor, { limit: LISTED + 1 })
  const shown = found.slice(0, LISTED)
  const ids = shown.map((server) => server.id)
  const [grants, tools, findings] = await Promise.all([grantsInForce('serverId', ids, now), toolCounts(ids), countFindings(actor, 'serverId', ids)])
  return {
    cut: found.length > LISTED,
    rows: shown.map((server) => ({
      slug: server.slug, name: server.name, purpose: server.purpose, environment: server.environment, sensitivity: server.sensitivity, lifecycle: server.lifecycle,
      owner: server.ownerEmail, ownerName: server.owner.name, team: server.team, orphaned: !server.owner.active && server.backupOwner?.active !== true,
      identity: server.identity !== null, mode: server.mode, tools: tools.get(server.id) ?? 0, grants: grants.get(server.id) ?? 0, findings: findings.get(server.id) ?? null,
      pending: server.pending !== undefined, decision: decisionOf({ ...server, pending: server.pending !== undefined }, now) !== null, aliases: server.aliases.map((alias) => (typeof alias === 'string' ? alias : alias.name)).join(' '),
    })),
  }
}

/** Grants in force at `now`, by server, agent or client. */
export async function grantsInForce(by: 'serverId' | 'agentId' | 'clientId', ids: readonly string[], now: Date): Promise<Map<string, number>> {
  const found = await db().grant.groupBy({
    by: [by], _count: { _all: true },
    where: { [by]: { in: [...ids] }, revokedAt: null, validFrom: { lte: now }, OR: [{ validUntil: null }, { validUntil: { gt: now } }] },
  })
  return new Map(found.flatMap((row) => (row[by] === null ? [] : [[row[by], row._count._all]])))
}

async function toolCounts(ids: readonly string[]): Promise<Map<string, number>> {
  const found = await db().tool.groupBy({ by: ['serverId'], where: { serverId: { in: [...ids] }, removedAt: null }, _count: { _all: true } })
  return new Map(found.map((row) => [row.serverId, row._count._all]))
}
