import type { Lifecycle } from './model'

/** What the register knows of an identity, as far as it decides whether it may act at all. Times in milliseconds; `to` null = in force. */
export type StandingFact =
  | { kind: 'server'; lifecycle: Lifecycle; revokedAt: number | null; freezes: readonly { from: number; to: number | null }[] }
  | { kind: 'agent' | 'client' | 'person'; active: boolean; freezes: readonly { from: number; to: number | null }[] }

export type StandingAnswer = { may: true } | { may: false; reason: 'unregistered' | 'quarantined' | 'offboarding' | 'retired' | 'inactive' | 'frozen'; text: string }

/** May this identity act at `at`? The one answer for requests, sign-in, and every decision: a freeze denies from the moment it is recorded. */
export function mayAct(fact: StandingFact, at: number): StandingAnswer {
  if (fact.freezes.some((freeze) => freeze.from <= at && (freeze.to === null || at < freeze.to))) return { may: false, reason: 'frozen', text: 'It is frozen: it is being offboarded.' }
  if (fact.kind !== 'server') return fact.active ? { may: true } : { may: false, reason: 'inactive', text: 'It is not active any more.' }
  switch (fact.lifecycle) {
    case 'active': case 'pilot': return { may: true }
    case 'quarantined': return { may: false, reason: 'quarantined', text: 'The server is quarantined.' }
    case 'offboarding': return { may: false, reason: 'offboarding', text: 'The server is being offboarded.' }
    case 'retired': return { may: false, reason: 'retired', text: 'The server is retired.' }
    case 'proposed': case 'rejected': return { may: false, reason: 'unregistered', text: 'The server is not registered.' }
  }
}
