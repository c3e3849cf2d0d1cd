import { db, type Tx } from '@/lib/db/client'
import type { ResidualFacts } from '@/lib/offboarding/residual-facts'
import { tokenRow } from './residual-access'

/**
 * What let a person in until the moment at which they left, and ended in that same moment, before there was a case: a case that opens
 * because they left tells of it too. Empty for whoever is there.
 */
export async function loadEndedAtLeaving(personId: string, client: Tx = db()): Promise<Pick<ResidualFacts, 'tokens' | 'sessions' | 'links'>> {
  const person = await client.person.findUnique({ where: { id: personId }, select: { leftAt: true } })
  const at = person?.leftAt ?? null
  if (at === null) return { tokens: [], sessions: [], links: [] }
  const tokens = await client.apiToken.findMany({ where: { OR: [{ ownerId: personId }, { createdBy: personId }], revokedAt: at }, orderBy: { id: 'asc' } })
  const sessions = await client.session.findMany({ where: { personId, revokedAt: at }, select: { id: true }, orderBy: { id: 'asc' } })
  const links = await client.oneTimeLink.findMany({ where: { personId, usedAt: at }, select: { id: true }, orderBy: { id: 'asc' } })
  return { tokens: tokens.map(tokenRow), sessions: sessions.map((one) => one.id), links: links.map((one) => one.id) }
}
