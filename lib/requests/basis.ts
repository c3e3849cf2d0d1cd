import type { FieldError } from '@/lib/errors'
import { beyond, type Reach } from '@/lib/grants/includes'
import type { GrantOrigin } from '@/lib/grants/model'
import { grantState } from '@/lib/grants/state'
import { reachOf, type RequestContent } from './content'

/** The grant that a request renews or confirms. Times in milliseconds. */
export type Basis = { reach: Reach; origin: GrantOrigin; validFrom: number; validUntil: number | null; revokedAt: number | null; confirmedAt: number | null }

/** Why a grant cannot be renewed by this, by the field. `standing`: the request is there already; then the grant may have run out meanwhile. */
export function renewalFaults(basis: Basis, content: RequestContent, now: number, standing = false): FieldError[] {
  const state = grantState(basis, now)
  if (state === 'revoked') return [{ path: 'renews', message: standing ? 'the grant that it renews was ended meanwhile; deny it, or ask for a new one' : 'the grant is revoked; ask for a new one' }]
  if (state === 'expired' && !standing) return [{ path: 'renews', message: 'the grant has run out; ask for a new one' }]
  if (state === 'scheduled') return [{ path: 'renews', message: 'the grant has not begun yet' }]
  if (basis.validUntil === null) return [{ path: 'renews', message: 'the grant has no end, so there is nothing to renew' }]
  return widerThan(basis, content, 'renews')
}

/** Why an imported grant cannot be confirmed by this. What is asked for must be the grant as it is; approvers may narrow it since. */
export function confirmationFaults(basis: Basis, content: RequestContent, now: number, standing = false): FieldError[] {
  const state = grantState(basis, now)
  if (basis.origin !== 'import') return [{ path: 'confirms', message: 'only an imported grant is confirmed; this one was approved here' }]
  if (basis.confirmedAt !== null) return [{ path: 'confirms', message: 'the grant is confirmed already' }]
  if (state === 'revoked' || state === 'expired') return [{ path: 'confirms', message: `the grant is ${state}; nothing is left to confirm` }]
  const wider = widerThan(basis, content, 'confirms')
  if (wider.length > 0 || standing) return wider
  const [only, ...others] = content.targets
  const short = only === undefined || others.length > 0 ? ['target'] : beyond(reachOf(content, only), basis.reach)
  return short.length === 0 ? [] : [{ path: 'confirms', message: `the request must say what the grant says; it differs in ${short.join(', ')}` }]
}

function widerThan(basis: Basis, content: RequestContent, path: string): FieldError[] {
  const past = [...new Set(content.targets.flatMap((target) => beyond(basis.reach, reachOf(content, target))))]
  return past.length === 0 ? [] : [{ path, message: `asks for more than the grant has (${past.join(', ')}); ask for a new one instead` }]
}
