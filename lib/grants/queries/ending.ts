import { SYSTEM } from '@/lib/auth/actor'
import { db, type Prisma } from '@/lib/db/client'
import type { StoredGrant } from '@/lib/grants/grant-view'
import { findGrants } from './find-grants'

/** A grant that ends soon, and who answers for its server and its agent. */
export type EndingGrant = { grant: StoredGrant; ownerId: string | null; sponsorId: string | null }

const DAY = 86_400_000
/** More than any installation's fortnight; a bound all the same. */
const MOST = 20_000

/**
 * The grants that end after `now` and within `days`, the first to end first. Left out: what is revoked, what broke the glass (it is
 * meant to end within hours and is not renewed), and grants on servers that are no longer in use.
 */
export async function endingGrants(now: Date, days: number): Promise<EndingGrant[]> {
  const where: Prisma.GrantWhereInput = {
    validUntil: { gt: now, lte: new Date(now.getTime() + days * DAY) }, revokedAt: null, origin: { not: 'break_glass' }, server: { lifecycle: { notIn: ['rejected', 'retired'] } },
  }
  const found = await findGrants(SYSTEM, where, MOST)
  const servers = await db().server.findMany({ where: { id: { in: [...new Set(found.map((grant) => grant.server.id))] } }, select: { id: true, ownerId: true } })
  const agents = await db().agent.findMany({ where: { id: { in: [...new Set(found.flatMap((grant) => grant.agent?.id ?? []))] } }, select: { id: true, sponsorId: true } })
  const ownerOf = new Map(servers.map((server) => [server.id, server.ownerId]))
  const sponsorOf = new Map(agents.map((agent) => [agent.id, agent.sponsorId]))
  const until = ({ validUntil }: StoredGrant): number => validUntil?.getTime() ?? Infinity
  return found.toSorted((a, b) => until(a) - until(b)).map((grant) => ({ grant, ownerId: ownerOf.get(grant.server.id) ?? null, sponsorId: sponsorOf.get(grant.agent?.id ?? '') ?? null }))
}
