import { z } from 'zod'
import { emailSchema } from './model'

const DAY_MS = 86_400_000

/** A stand-in with dates lasts so many days at the longest; a longer absence is a matter for the server's ownership. */
export const LONGEST_DAYS = 90
/** A clock that is a little ahead, or a form that lay open, is no past. */
const LATE_MS = 5 * 60_000

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text)).refine((time) => time.getTime() < Date.UTC(2200, 0), 'is too far away')
const reason = z.string().trim().min(1, 'must not be empty').max(500).regex(/^[^\p{Cc}]*$/u, 'must not contain control characters')

/** `POST /delegations`. Without `personEmail` for oneself; without `from` from now. `to` is the first instant after it. */
export const newDelegationSchema = z.strictObject({ personEmail: emailSchema.optional(), delegateEmail: emailSchema, from: instant.optional(), to: instant, reason: reason.optional() })
export type NewDelegation = z.output<typeof newDelegationSchema>

export const endDelegationSchema = z.strictObject({ reason: reason.optional() })

/** In [validFrom, validTo), unless ended before. */
export type Delegation = { personId: string; delegateId: string; validFrom: Date; validTo: Date; endedAt: Date | null }

export type DelegationState = 'ahead' | 'in_force' | 'over'

/** Where a stand-in stands at `now`. */
export function delegationState({ validFrom, validTo, endedAt }: Omit<Delegation, 'personId' | 'delegateId'>, now: Date): DelegationState {
  if ((endedAt !== null && endedAt <= now) || validTo <= now) return 'over'
  return validFrom <= now ? 'in_force' : 'ahead'
}

/**
 * Who stands in for whom at `now`. Nothing is passed on: whoever stands in for somebody's stand-in stands in for that stand-in alone.
 * Several may stand in for one person at a time, each of them fully.
 */
export function inForce<T extends Delegation>(delegations: readonly T[], now: Date): T[] {
  return delegations.filter((one) => delegationState(one, now) === 'in_force')
}

type Wished = { personId: string; delegate: { id: string; name: string; active: boolean }; from: Date; to: Date }

/** Why this stand-in cannot be set at `now`, with the field it is about; null = it can. `standing`: what is set for the person already. */
export function refusalOf(wished: Wished, standing: readonly Delegation[], now: Date): { path: string; message: string } | null {
  const { personId, delegate, from, to } = wished
  if (delegate.id === personId) return { path: 'delegateEmail', message: 'nobody stands in for themselves' }
  if (!delegate.active) return { path: 'delegateEmail', message: `${delegate.name} has left` }
  if (from.getTime() < now.getTime() - LATE_MS) return { path: 'from', message: 'lies in the past; what was decided until now stays as it was' }
  if (to <= now) return { path: 'to', message: 'lies in the past' }
  if (to <= from) return { path: 'to', message: 'must come after the beginning' }
  if (to.getTime() - from.getTime() > LONGEST_DAYS * DAY_MS) return { path: 'to', message: `at most ${LONGEST_DAYS} days at a time` }
  const same = standing.some((one) => one.personId === personId && one.delegateId === delegate.id && delegationState(one, now) !== 'over' && one.validFrom < to && from < one.validTo)
  return same ? { path: 'delegateEmail', message: `${delegate.name} stands in for some of this time already; end that first` } : null
}

type Setting = { kind: 'person' | 'token' | 'system'; bootstrap: boolean; personId: string | null; behind: readonly string[] }

/**
 * Why this actor may not set a stand-in for this person, or end it; null = may. Whoever stands in decides, and tokens decide nothing. An
 * administrator sets one for somebody who cannot, but never makes themselves the one who then decides in their place.
 */
export function settingRefusal(actor: Setting, manages: boolean, personId: string, delegateId: string): string | null {
  if (actor.kind === 'token' && !actor.bootstrap) return 'A token sets no stand-ins: sign in.'
  if (actor.personId === personId) return null
  if (!manages) return 'Only the person themselves, or an administrator for them, sets who stands in.'
  return actor.behind.includes(delegateId) ? 'Nobody makes themselves somebody else’s stand-in. Ask another administrator, or let the person set it.' : null
}

/** Why this actor may not end this stand-in; null = may. Whoever stands in may step down. */
export function endingRefusal(actor: Setting, manages: boolean, one: { personId: string; delegateId: string }): string | null {
  if (actor.kind === 'token' && !actor.bootstrap) return 'A token ends no stand-ins: sign in.'
  return actor.personId === one.personId || actor.personId === one.delegateId || manages ? null : 'Only the two people it is about, or an administrator, end it.'
}
