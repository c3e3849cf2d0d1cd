import { type Actor, require } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import type { ShownClaim, TrialOutcome } from './trial-report'

export type TrialView = { finishedAt: string | null; error: string | null; claims: ShownClaim[]; outcome: TrialOutcome | null }

/** One's own trial while it lives; null afterwards, and for others. */
export async function getTrial(actor: Actor, id: string, now: Date): Promise<TrialView | null> {
  require(actor, 'settings.manage')
  const row = await db().ssoTrial.findFirst({ where: { id, personId: actor.personId ?? '', expiresAt: { gt: now } } })
  if (row === null) return null
  // Written by us in this form and by nobody else.
  return { finishedAt: row.finishedAt?.toISOString() ?? null, error: row.error, claims: (row.claims ?? []) as ShownClaim[], outcome: row.outcome as TrialOutcome | null }
}
