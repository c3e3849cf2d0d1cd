import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { findHolders } from '@/lib/grants/queries/find-holders'
import type { OpenManyInput } from '@/lib/offboarding/model'
import { isOfVendor } from '@/lib/offboarding/vendor'
import { visibleAgents, visibleServers } from '@/lib/registry/queries/visibility'

/** What was meant, as far as the actor may see it; `unknown`: texts that mean nothing of it. */
export type Meant = { found: { id: string; name: string }[]; unknown: string[] }

const NOT_IN_SERVICE = ['proposed' as const, 'rejected' as const, 'retired' as const]

/** The servers or agents of a team, of a vendor, or named one by one; where several are said, all of it must hold. By name. */
export async function findMany(actor: Actor, input: Pick<OpenManyInput, 'kind' | 'team' | 'vendor' | 'subjects'>, now: Date): Promise<Meant> {
  const named = input.subjects === undefined ? null : await findHolders(input.kind, input.subjects, now)
  const ids = named === null ? null : [...new Set(named.values())]
  const rows = input.kind === 'server' ? await servers(actor, input.team, ids) : await agents(actor, input.team, ids, now)
  const { vendor } = input
  const found = rows.filter((row) => vendor === undefined || isOfVendor(row, vendor)).map(({ id, name }) => ({ id, name }))
  const seen = new Set(rows.map((row) => row.id))
  return { found, unknown: (input.subjects ?? []).filter((text) => !seen.has(named?.get(text) ?? '')) }
}

async function servers(actor: Actor, team: string | undefined, ids: readonly string[] | null) {
  const visible = visibleServers(actor)
  if (visible === null) return []
  const found = await db().server.findMany({
    // Named one by one, what is over is answered with why not.
    where: { AND: [visible, ids === null ? { lifecycle: { notIn: NOT_IN_SERVICE } } : { id: { in: [...ids] } }, team === undefined ? {} : { team: { OR: [{ name: team }, { id: team }] } }] },
    select: { id: true, slug: true, endpoint: true, command: true, spiffeId: true, issuer: true }, orderBy: { slug: 'asc' },
  })
  return found.map(({ slug, ...row }) => ({ ...row, name: slug }))
}

/** A team's agents are those whose sponsor is in it now. */
async function agents(actor: Actor, team: string | undefined, ids: readonly string[] | null, now: Date) {
  const visible = visibleAgents(actor)
  if (visible === null) return []
  const found = await db().agent.findMany({
    where: { AND: [visible, ids === null ? { active: true } : { id: { in: [...ids] } }, team === undefined ? {} : { sponsor: { memberships: { some: { OR: [{ validTo: null }, { validTo: { gt: now } }], team: { OR: [{ name: team }, { id: team }] } } } } }] },
    select: { id: true, name: true, spiffeId: true, issuer: true }, orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
  return found.map((row) => ({ ...row, endpoint: null, command: [] }))
}
