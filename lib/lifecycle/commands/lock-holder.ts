import { type Actor, mayOnServer, reach } from '@/lib/auth/actor'
import type { Tx } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import type { HolderKind } from '@/lib/lifecycle/model'
import { paths } from '@/lib/paths'
import { isFrozenNow } from '@/lib/people/queries/freezes'

export type PersonRow = { id: string; name: string; active: boolean }

/** A server or agent, locked until commit, with who answers for it. */
export type LockedHolder = { kind: HolderKind; id: string; name: string; path: string; inService: boolean; owner: PersonRow; backup: PersonRow | null }

const PERSON = { select: { id: true, name: true, active: true } } as const

/**
 * Locks it, by slug or id. `not_found` when there is none or the actor may not see it. `wanted`: whoever is asked to take it over, or
 * wants to, need not see the rest of the registry.
 */
export async function lockHolder(tx: Tx, actor: Actor, kind: HolderKind, subject: string, wanted = false): Promise<LockedHolder> {
  if (kind === 'server') {
    await tx.$queryRaw`SELECT id FROM server WHERE slug = ${subject} OR id = ${subject} ORDER BY id FOR UPDATE`
    const row = await tx.server.findFirst({ where: { OR: [{ slug: subject }, { id: subject }] }, select: { id: true, slug: true, lifecycle: true, revokedAt: true, owner: PERSON, backupOwner: PERSON } })
    if (row === null || (!wanted && !mayOnServer(actor, 'registry.read', row.id) && !isTheirs(actor, row.owner, row.backupOwner))) throw notFound('server')
    const inService = row.revokedAt === null && row.lifecycle !== 'retired' && row.lifecycle !== 'rejected' && row.lifecycle !== 'offboarding'
    return { kind, id: row.id, name: row.slug, path: paths.server(row.slug), inService, owner: row.owner, backup: row.backupOwner }
  }
  await tx.$queryRaw`SELECT id FROM agent WHERE id = ${subject} FOR UPDATE`
  const row = await tx.agent.findFirst({ where: { id: subject }, select: { id: true, name: true, active: true, sponsor: PERSON } })
  const sees = reach(actor, 'registry.read') === 'all' || (row !== null && (actor.ownAgentIds.includes(row.id) || isTheirs(actor, row.sponsor, null)))
  if (row === null || (!wanted && !sees)) throw notFound('agent')
  return { kind, id: row.id, name: row.name, path: paths.agent(row.id), inService: row.active && !(await isFrozenNow('agent', row.id, tx)), owner: row.sponsor, backup: null }
}

function isTheirs(actor: Actor, owner: PersonRow, backup: PersonRow | null): boolean {
  return actor.personId !== null && (owner.id === actor.personId || backup?.id === actor.personId)
}
