import { endOf } from './intervals'
import type { GrantFact } from './model'

export const GRANT_STATES = ['scheduled', 'active', 'expired', 'revoked'] as const
export type GrantState = (typeof GRANT_STATES)[number]

type Window = Pick<GrantFact, 'validFrom' | 'validUntil' | 'revokedAt'>

/** The state at `now` (milliseconds). What ended it first names the end; a revocation before the start counts from then on. */
export function grantState(grant: Window, now: number): GrantState {
  const end = endOf(grant)
  if (end !== null && end <= now) return end === grant.revokedAt ? 'revoked' : 'expired'
  return now < grant.validFrom ? 'scheduled' : 'active'
}

/** A reason to rest, as stored: [openedAt, closedAt). */
export type Hold = { cause: string; toolName: string | null; openedAt: number; closedAt: number | null }

/** Is the whole grant at rest? A definition hold on a glob holds one tool only and does not suspend the grant. */
export function isSuspended(holds: readonly Hold[], now: number): boolean {
  return holds.some((hold) => hold.toolName === null && isOpen(hold, now))
}

export function isOpen(hold: Hold, now: number): boolean {
  return hold.openedAt <= now && (hold.closedAt === null || now < hold.closedAt)
}

/** The hold that a person opened and a person may end; every other cause ends only by itself. */
export function personHold<H extends Hold>(holds: readonly H[], now: number): H | null {
  return holds.find((hold) => hold.cause === 'person' && isOpen(hold, now)) ?? null
}

export type GrantAction = 'revoke' | 'narrow' | 'suspend' | 'resume'

type Rule = { states: readonly GrantState[]; held: boolean | null }

/** Action → states in which it is legal, and whether a person's hold must be open (null = no matter). */
export const GRANT_ACTIONS: Record<GrantAction, Rule> = {
  revoke: { states: ['scheduled', 'active'], held: null },
  narrow: { states: ['scheduled', 'active'], held: null },
  suspend: { states: ['scheduled', 'active'], held: false },
  resume: { states: ['scheduled', 'active'], held: true },
}

/** Why `action` is not possible now, in words for the person who wants it; null = it is. Asked by button and server alike. */
export function refusalOf(action: GrantAction, grant: Window, holds: readonly Hold[], now: number): string | null {
  const rule = GRANT_ACTIONS[action]
  const state = grantState(grant, now)
  if (!rule.states.includes(state)) return `The grant is ${state}; only one that is ${rule.states.join(' or ')} can be ${PAST[action]}.`
  const held = personHold(holds, now) !== null
  if (rule.held === false && held) return 'The grant is already suspended by a person. Resume it first.'
  if (rule.held === true && !held) return 'No person has suspended this grant; a hold of another cause ends only by its own cause.'
  return null
}

const PAST: Record<GrantAction, string> = { revoke: 'revoked', narrow: 'narrowed', suspend: 'suspended', resume: 'resumed' }
