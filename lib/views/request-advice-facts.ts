import { type Actor, mayOnServer } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import type { FieldError } from '@/lib/errors'
import { reachOfGrant, type StoredGrant, windowOf } from '@/lib/grants/grant-view'
import { findGrants } from '@/lib/grants/queries/find-grants'
import type { Calls } from '@/lib/requests/advice/adds'
import { confirmationFaults, renewalFaults } from '@/lib/requests/basis'
import type { RequestContent } from '@/lib/requests/content'
import type { RequestDraft } from '@/lib/requests/model'
import type { RequestKind } from '@/lib/requests/state'
import { dayBefore } from './grant-usage'

/** The window in which use is counted, in days. */
export const ADVICE_DAYS = 90

/** Calls of a server's tools by name, by anybody, in the last days; null where the actor may not see its activity. */
export async function callsOfTools(actor: Actor, serverId: string, now: Date): Promise<Calls | null> {
  if (!mayOnServer(actor, 'activity.read', serverId)) return null
  const found = await rows<{ target: string; calls: number }>(
    "SELECT target, sum(count)::float8 AS calls FROM usage WHERE server_id = $1 AND kind = 'tool_call' AND outcome <> 'denied' AND day >= $2 GROUP BY target", [serverId, dayBefore(now, ADVICE_DAYS)],
  )
  return new Map(found.map(({ target, calls }) => [target, calls]))
}

/** The grant that a draft renews or confirms, and why it cannot be. One that the actor may not see is as good as none. */
export async function basisFaultsOf(actor: Actor, draft: RequestDraft, kind: RequestKind, content: RequestContent, now: Date): Promise<{ grant: StoredGrant | null; faults: FieldError[] }> {
  const path = kind === 'confirmation' ? 'confirms' : 'renews'
  const id = kind === 'renewal' ? draft.renews : kind === 'confirmation' ? draft.confirms : undefined
  if (id === undefined) return { grant: null, faults: [] }
  const [grant] = await findGrants(actor, { id }, 1)
  if (grant === undefined) return { grant: null, faults: [{ path, message: 'there is no such grant' }] }
  const open = await db().grantRequest.count({ where: { grantId: id, state: 'pending', kind: { in: ['renewal', 'confirmation'] }, lapsesAt: { gt: now } } })
  const basis = { reach: reachOfGrant(grant), origin: grant.origin, ...windowOf(grant), confirmedAt: grant.confirmedAt?.getTime() ?? null }
  const faults = kind === 'renewal' ? renewalFaults(basis, content, now.getTime()) : confirmationFaults(basis, content, now.getTime())
  return { grant, faults: open === 0 ? faults : [...faults, { path, message: 'somebody has already asked to renew or confirm this grant; that request is still open' }] }
}
