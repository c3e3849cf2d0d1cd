import { db, type Tx } from '@/lib/db/client'
import { inForceAt } from '@/lib/people/freeze'

/** What somebody is told who is frozen, once it is known that it is they. */
export const FROZEN = 'Your account is frozen: it is being offboarded. Nothing was revoked yet; ask a security reviewer if this is a mistake.'

/** Is one of these people frozen at `now`? Their sessions and tokens are refused and stay as they are: lifting the freeze brings them back. */
export async function isAnyFrozen(personIds: readonly string[], now: Date, client: Tx = db()): Promise<boolean> {
  return (await client.freeze.count({ where: { holderKind: 'person', holderId: { in: [...personIds] }, ...inForceAt(now) } })) > 0
}
