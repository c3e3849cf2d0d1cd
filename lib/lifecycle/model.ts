import type { SourceFact } from '@/lib/drift/model'
import type { Covered } from '@/lib/drift/evaluability'
import type { Environment, Lifecycle, Sensitivity } from '@/lib/registry/model'

/** What has a life cycle here, and somebody who answers for it. */
export const HOLDER_KINDS = ['server', 'agent'] as const
export type HolderKind = (typeof HOLDER_KINDS)[number]

/** What must not last. */
export const RULES = ['orphaned', 'unused', 'stale_secret', 'attestation_overdue', 'pilot_over', 'no_workload_identity'] as const
export type Rule = (typeof RULES)[number]

/** What follows when the grace is over; of an agent `quarantine` means that it is made inactive. The order is that of gravity. */
export const ACTIONS = ['notify', 'quarantine', 'offboard'] as const
export type Action = (typeof ACTIONS)[number]

/** Somebody who answers for something; times in milliseconds. `leftAt` is null of whoever is there. */
export type PersonFact = { id: string; name: string; active: boolean; leftAt: number | null }

type Common = {
  id: string
  /** A server's slug, an agent's name. */
  name: string
  /** When it was registered, else made. */
  since: number
  /** It is being offboarded: its end has duties of its own. */
  frozen: boolean
  /** When somebody last said that it is theirs. */
  attestedAt: number | null
  /** The last call by or to it, executed or refused, as far back as anything asks. */
  lastUsedAt: number | null
  /** The servers at which a call of it would be seen. */
  watched: readonly Covered[]
}

export type SecretFact = { name: string; kind: string; rotateEveryDays: number | null; /** Null = never, as far as is known. */ rotatedAt: number | null }

export type ServerFact = Common & {
  kind: 'server'; environment: Environment; sensitivity: Sensitivity; lifecycle: Lifecycle; owner: PersonFact; backup: PersonFact | null
  pilotUntil: number | null; hasIdentity: boolean; reviewEveryDays: number | null; secrets: readonly SecretFact[]
}
export type AgentFact = Common & { kind: 'agent'; active: boolean; sponsor: PersonFact }

/** What the rules look at of one server or agent; they read nothing else. */
export type HolderFact = ServerFact | AgentFact

/** The moment of judging, and who would have seen a call. */
export type World = { now: number; sources: readonly SourceFact[] }

export const DAY_MS = 86_400_000

/** The one who acts for it first; null = nobody is there. */
export function whoActs(fact: HolderFact): string | null {
  if (fact.kind === 'agent') return fact.sponsor.active ? fact.sponsor.id : null
  if (fact.owner.active) return fact.owner.id
  return fact.backup?.active === true ? fact.backup.id : null
}

/** Does anything ask something of it? What is proposed, ended, inactive or on its way out is asked nothing. */
export function isInService(fact: HolderFact): boolean {
  if (fact.frozen) return false
  return fact.kind === 'agent' ? fact.active : fact.lifecycle === 'pilot' || fact.lifecycle === 'active' || fact.lifecycle === 'quarantined'
}

export function counted(count: number, word: string): string {
  return `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`
}
