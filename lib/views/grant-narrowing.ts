import { type Actor, mayOnServer } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import type { RequestedGrant } from '@/lib/drift/model'
import { narrowed } from '@/lib/drift/narrow'
import { visibleFindings } from '@/lib/drift/queries/visible'
import type { GrantView } from '@/lib/grants/grant-view'
import type { GrantFact } from '@/lib/grants/model'
import type { NarrowTarget } from '@/lib/grants/narrow-model'
import { usedReach } from './grant-reach'

/** What the form to narrow a grant begins with, and where that comes from. */
export type NarrowDraft = { targets: NarrowTarget[]; from: 'finding' | 'use' | 'grant'; findingId: string | null }

/** A grant holds so many targets in its place at most; more is no narrowing that a person reads. */
const MOST = 50

/**
 * The narrowed replacement that drift worked out, where there is an open finding; else what was used under the grant; else the
 * grant's own target, to be narrowed by hand.
 */
export async function narrowDraft(actor: Actor, grant: GrantView, serverId: string, since: string): Promise<NarrowDraft> {
  const own: NarrowTarget = { kind: grant.target.kind, name: grant.target.name, access: grant.access, scope: [...grant.scope] }
  const finding = await findingOf(actor, grant.id)
  if (finding !== null && finding.targets.length > 0 && finding.targets.length <= MOST) return { ...finding, from: 'finding' }
  if (!mayOnServer(actor, 'activity.read', serverId)) return { targets: [own], from: 'grant', findingId: null }
  const use = await usedReach(grant.id, since)
  const less = narrowed(factOf(grant, serverId), use)
  if (less.length === 0 || less.length > MOST) return { targets: [own], from: 'grant', findingId: null }
  return { targets: less.map(({ target, access, scope }) => ({ kind: grant.target.kind, name: target, access, scope: [...scope] })), from: 'use', findingId: null }
}

async function findingOf(actor: Actor, grantId: string): Promise<{ targets: NarrowTarget[]; findingId: string } | null> {
  const found = await db().finding.findFirst({
    where: { AND: [visibleFindings(actor), { grantId, kind: { in: ['over_broad_grant', 'excess_access'] }, status: { in: ['open', 'acknowledged'] } }] }, orderBy: { id: 'desc' }, select: { id: true, replacement: true },
  })
  if (found === null || !Array.isArray(found.replacement)) return null
  // Findings hold as JSON what the drift engine wrote, and nothing else.
  const instead = found.replacement as unknown as RequestedGrant[]
  return { findingId: found.id, targets: instead.map((one) => ({ kind: one.target.kind, name: one.target.name, access: one.access, scope: [...one.scope] })) }
}

/** As much of the grant as narrowing reads. */
function factOf(grant: GrantView, serverId: string): GrantFact {
  return {
    id: grant.id, serverId, agentId: null, clientId: null, human: { rule: 'any' }, targetKind: grant.target.kind, target: grant.target.name, access: grant.access, scope: grant.scope,
    validFrom: Date.parse(grant.validFrom), validUntil: null, revokedAt: null, mode: grant.mode, suspensions: [],
  }
}
