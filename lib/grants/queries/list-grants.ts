import { z } from 'zod'
import type { Actor } from '@/lib/auth/actor'
import { decodeCursor, type Page, pageOf } from '@/lib/boundary/page'
import { db, type Prisma } from '@/lib/db/client'
import { type GrantView, grantView } from '@/lib/grants/grant-view'
import type { GrantFilter } from '@/lib/grants/model'
import type { GrantState } from '@/lib/grants/state'
import type { HolderKind } from '@/lib/names/model'
import { findGrants, getStoredGrant } from './find-grants'
import { findHolders } from './find-holders'

const NOTHING: Prisma.GrantWhereInput = { id: { in: [] } }

/** The grants the actor may see, newest first, one page. A filter that names nobody known finds nothing. */
export async function listGrants(actor: Actor, filter: GrantFilter, page: { limit: number; cursor?: string | undefined }, now: Date): Promise<Page<GrantView>> {
  const after = decodeCursor(page.cursor, z.string())
  const where = { AND: [await filterOf(filter, now), after === null ? {} : { id: { lt: after } }] }
  const found = await findGrants(actor, where, page.limit + 1)
  return pageOf(found, page.limit, (grant) => grantView(grant, now), (grant) => grant.id)
}

export async function getGrant(actor: Actor, id: string, now: Date): Promise<GrantView> {
  return grantView(await getStoredGrant(actor, id), now)
}

async function filterOf(filter: GrantFilter, now: Date): Promise<Prisma.GrantWhereInput> {
  const parts: Prisma.GrantWhereInput[] = []
  if (filter.server !== undefined) parts.push(await byHolder('server', filter.server, now, (serverId) => ({ serverId })))
  if (filter.agent !== undefined) parts.push(filter.agent === 'any' ? { agentId: null } : await byHolder('agent', filter.agent, now, (agentId) => ({ agentId })))
  if (filter.client !== undefined) parts.push(filter.client === 'any' ? { clientId: null } : await byHolder('client', filter.client, now, (clientId) => ({ clientId })))
  if (filter.human !== undefined) parts.push(await byHuman(filter.human, now))
  if (filter.state !== undefined) parts.push(inState(filter.state, now))
  if (filter.suspended === true) parts.push({ holds: { some: { toolName: null, openedAt: { lte: now }, OR: [{ closedAt: null }, { closedAt: { gt: now } }] } } })
  if (filter.access !== undefined) parts.push({ access: filter.access })
  if (filter.target !== undefined) parts.push({ target: filter.target })
  if (filter.origin !== undefined) parts.push({ origin: filter.origin })
  return { AND: parts }
}

async function byHolder(kind: HolderKind, text: string, now: Date, where: (id: string) => Prisma.GrantWhereInput): Promise<Prisma.GrantWhereInput> {
  const id = (await findHolders(kind, [text], now)).get(text)
  return id === undefined ? NOTHING : where(id)
}

async function byHuman(text: string, now: Date): Promise<Prisma.GrantWhereInput> {
  if (text === 'any' || text === 'none') return { humanRule: text }
  if (!text.startsWith('team:')) return byHolder('person', text, now, (personId) => ({ personId }))
  const name = text.slice('team:'.length)
  const team = await db().team.findFirst({ where: { OR: [{ name }, { id: name }] }, select: { id: true } })
  return team === null ? NOTHING : { teamId: team.id }
}

/** `grantState` as a condition of the store. Conditions are positive throughout: a negated one would lose the rows without a date. */
function inState(state: GrantState, now: Date): Prisma.GrantWhereInput {
  const { validUntil, revokedAt } = db().grant.fields
  const standing: Prisma.GrantWhereInput[] = [{ OR: [{ revokedAt: null }, { revokedAt: { gt: now } }] }, { OR: [{ validUntil: null }, { validUntil: { gt: now } }] }]
  switch (state) {
    case 'revoked': return { revokedAt: { lte: now }, OR: [{ validUntil: null }, { validUntil: { gte: revokedAt } }] }
    case 'expired': return { validUntil: { lte: now }, OR: [{ revokedAt: null }, { revokedAt: { gt: validUntil } }] }
    case 'scheduled': return { AND: [...standing, { validFrom: { gt: now } }] }
    case 'active': return { AND: [...standing, { validFrom: { lte: now } }] }
  }
}
