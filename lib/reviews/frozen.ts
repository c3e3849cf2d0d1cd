import type { NarrowTarget } from '@/lib/grants/narrow-model'
import type { Access } from '@/lib/registry/model'

export type Risk = 'low' | 'medium' | 'high' | 'critical'

/** Why an item is in no bulk answer: it must be looked at by itself. */
export const ITEM_FLAGS = ['high_risk', 'never_used', 'new', 'changed', 'definition_changed', 'destructive', 'not_evaluable', 'recommended_otherwise', 'imported'] as const
export type ItemFlag = (typeof ITEM_FLAGS)[number]

export const RECOMMENDATIONS = ['keep', 'shorten', 'narrow', 'revoke', 'look', 'none'] as const

/** Computed when the item is frozen. `rule` names the rule that made it, `text` says it in words; `none` when the evidence allows none. */
export type Recommendation = { answer: (typeof RECOMMENDATIONS)[number]; rule: string; text: string; until?: string | undefined }

export type FrozenPerson = { id: string; name: string; email: string }

/** Use in the evidence window, up to the time of freezing. `state` as drift says it; `weeks`: calls per week, oldest first, 13 of them. */
export type FrozenUse = {
  days: number
  state: 'used' | 'unused' | 'not_evaluable' | 'young'
  /** Covered calls in the window, and in its last 30 days. */
  calls: number
  calls30: number
  blocked: number
  lastAt: string | null
  weeks: number[]
  agents: number
  clients: number
  humans: number
  /** Who called most, at most ten; names as they are known. */
  callers: { agent: string; client: string; human: string; calls: number; lastAt: string }[]
  /** What was used, the most first, at most 50. */
  targets: { name: string; access: Access; calls: number }[]
  targetsUsed: number
  accessUsed: Access | null
  /** Calls that only an agent reported: they never support a keep. */
  agentReported: number
}

export type FrozenTelemetry = { evaluable: true; source: string } | { evaluable: false; gaps: string[] }

export type FrozenDefinition = {
  /** `unbound`: no definition was ever approved. For a glob the gravest of what it admits. */
  state: 'unchanged' | 'added' | 'wording' | 'altered' | 'widened' | 'unbound'
  /** The tool it is about, with the versions; null where unchanged or unbound. */
  tool: string | null
  from: number | null
  to: number | null
  reasons: string[]
  held: boolean
}

export type FrozenGrant = {
  subject: 'grant'
  grant: {
    id: string
    server: { id: string; slug: string; name: string; environment: string; sensitivity: string; effects: string[]; owner: FrozenPerson | null; backupOwner: FrozenPerson | null }
    agent: { id: string; name: string; sponsor: FrozenPerson | null } | null
    client: { id: string; name: string } | null
    human: { rule: 'person' | 'team' | 'any' | 'none'; id: string | null; name: string }
    target: { kind: 'tool' | 'context' | 'downstream'; name: string }
    access: Access
    scope: string[]
    purpose: string
    validFrom: string
    validUntil: string | null
    mode: 'direct' | 'task'
    reauthorise: boolean
    origin: 'request' | 'import' | 'break_glass'
    requestId: string | null
    confirmedAt: string | null
    createdAt: string
    /** "Approved by Ana (owner) and Max (security)", "Imported: …": how it came to be. */
    cameBy: string
    requester: FrozenPerson | null
    approvers: FrozenPerson[]
  }
  use: FrozenUse
  telemetry: FrozenTelemetry
  /** What a glob admits today; null for an exact target or where the catalogue is not known. */
  admits: { count: number; destructive: number; unclassified: number } | null
  /** The tool claims to destroy, or is classed admin. */
  destructive: boolean
  definition: FrozenDefinition
  /** `holding` of `of` active agents hold this target of this server. */
  peers: { holding: number; of: number }
  findings: { id: string; kind: string; severity: Risk; text: string }[]
  /** The narrowed replacement; null where there is none or nothing was used. */
  narrowed: NarrowTarget[] | null
  /** The last review of this grant that is over. */
  previous: { campaignId: string; campaign: string; outcome: string; by: string; at: string } | null
  recommendation: Recommendation
}

/** What an owner attests: a server or an agent is theirs. */
export type FrozenOwnership = {
  subject: 'server' | 'agent'
  id: string
  name: string
  /** Slug of a server, identity of an agent. */
  known: string
  purpose: string | null
  environment: string | null
  sensitivity: string | null
  lifecycle: string
  owner: FrozenPerson | null
  ownerActive: boolean
  backupOwner: FrozenPerson | null
  /** Grants in force on it or held by it, calls in the window, and open findings. */
  grants: number
  use: Pick<FrozenUse, 'days' | 'calls' | 'calls30' | 'lastAt' | 'weeks' | 'agents' | 'humans'>
  telemetry: FrozenTelemetry
  findings: { id: string; kind: string; severity: Risk; text: string }[]
  previous: { campaignId: string; campaign: string; outcome: string; by: string; at: string } | null
  recommendation: Recommendation
}

/** An item as it was frozen at launch. Never rewritten; what has changed since is read beside it. */
export type FrozenItem = FrozenGrant | FrozenOwnership
