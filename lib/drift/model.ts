import { z } from 'zod'
import type { UsageFact } from '@/lib/activity/model'
import type { Declarations, TargetKind } from '@/lib/grants/model'
import type { Access } from '@/lib/registry/model'
import type { ChangeKind } from '@/lib/registry/definition-model'
import type { SecretPlace } from '@/lib/registry/secret-shapes'

export const FINDING_KINDS = [
  'unregistered_server', 'unregistered_agent', 'unregistered_client',
  'ungranted_use', 'wrong_caller_use', 'over_access_use', 'out_of_scope_use', 'lapsed_use', 'unattributed_use',
  'post_offboarding_use', 'undeclared_downstream', 'unused_grant', 'over_broad_grant', 'excess_access',
  'tool_added', 'tool_widened', 'tool_altered', 'tool_removed',
  'shared_identity', 'no_workload_identity', 'embedded_secret', 'stale_secret', 'orphaned_server', 'silent_source',
  'orphaned_agent', 'break_glass', 'review_overdue',
] as const
export type FindingKind = (typeof FINDING_KINDS)[number]

export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

/** A log source and when it was alive; times in milliseconds. */
export type SourceFact = {
  id: string
  name: string
  vantage: 'gateway' | 'server' | 'agent' | 'mixed'
  heartbeatMs: number | null
  /** Server ids and names it speaks for; empty = any. */
  covers: readonly string[]
  sampled: boolean
  createdAt: number
  lastHeartbeatAt: number | null
  alive: readonly { from: number; to: number }[]
  drops: readonly { from: number; to: number; count: number }[]
  /** Times of open dead letters (what they speak of, else when they came). */
  deadLetters: readonly number[]
}

/** Who owns a server, for `orphaned_server`. */
export type OwnershipFact = { serverId: string; owner: string | null; ownerActive: boolean; backupOwner: string | null; backupActive: boolean }

/** Who answers for an agent, for `orphaned_agent`; `agent` as it is known. */
export type SponsorFact = { agentId: string; agent: string; agentActive: boolean; sponsor: string; sponsorActive: boolean }

/** A server that is to be reviewed every so many days, and when the last campaign over its grants closed; null = never. Milliseconds. */
export type ReviewFact = { serverId: string; everyDays: number; reviewedAt: number | null; campaign: string | null }

/** A secret that is to be rotated every so many days, and when it was last; null = never, as far as is known. Milliseconds. */
export type RotatedFact = { secretId: string; serverId: string; name: string; everyDays: number; rotatedAt: number | null; reference: string | null }

/** A grant in force without approval, while its request waits for the two reviewers (`have` have answered). Times in milliseconds. */
export type BrokenGlassFact = {
  grantId: string; requestId: string; serverId: string; agentId: string | null; agent: string | null; target: string; access: Access; purpose: string; by: string; at: number; until: number; have: number
}

/** What the register says of a server, as far as drift asks. `secrets` says where a secret-shaped value lies, never what it is. */
export type RegistryFact = { serverId: string; hasIdentity: boolean; downstream: readonly string[]; secrets: readonly SecretPlace[]; /** When its offboarding revoked everything. */ revokedAt?: number | null }

/** What a server offers besides tools: a resource (URI), a template (URI template) or a prompt (name). */
export type ContextFact = { serverId: string; kind: 'resource' | 'template' | 'prompt'; name: string; removedAt: number | null }

/** A tool's definition now against the approved one. Times in milliseconds; hashes in hex; null = none yet. */
export type CatalogueFact = {
  serverId: string
  name: string
  approvedHash: string | null
  approvedNumber: number | null
  currentHash: string | null
  currentNumber: number | null
  /** From the approved definition to the one now; `none` when they are the same, or none is approved. */
  change: ChangeKind
  reasons: readonly string[]
  firstSeenAt: number
  /** When the definition that it has now was first seen. */
  changedAt: number
  removedAt: number | null
}

/** Everything discovered: tools, contexts, and for each server when a run of discovery was complete for the first time. */
export type CatalogueFacts = { tools: readonly CatalogueFact[]; contexts: readonly ContextFact[]; firstCompleteRun: ReadonlyMap<string, number> }

/** What ingest noted of one hour (times in milliseconds); names as given, by the source of this name. */
export type SignalFact = { source: string; count: number; firstAt: number; lastAt: number } & (
  | { kind: 'agent_client'; agent: string; client: string }
  | { kind: 'embedded_secret'; server: string; target: string; agent: string | null; parameter: string; shape: string })

export type DriftSettings = { useWindowDays: number; unusedWindowDays: number; unusedGraceDays: number; quietDays: number }

export const DEFAULT_DRIFT_SETTINGS: DriftSettings = { useWindowDays: 90, unusedWindowDays: 90, unusedGraceDays: 14, quietDays: 14 }

/** Everything the engine looks at; it reads nothing else. */
export type DriftInput = {
  declarations: Declarations
  usage: readonly UsageFact[]
  sources: readonly SourceFact[]
  ownership: readonly OwnershipFact[]
  sponsors: readonly SponsorFact[]
  brokenGlass: readonly BrokenGlassFact[]
  reviews: readonly ReviewFact[]
  registry: readonly RegistryFact[]
  rotations: readonly RotatedFact[]
  catalogue: CatalogueFacts
  signals: readonly SignalFact[]
  /** What the rules do not ask of grants, by grant id, for the words of their replacements. */
  grantWords: ReadonlyMap<string, { purpose: string; teamName: string | null }>
  settings: DriftSettings
  now: number
}

export type Remedy = 'register' | 'request_grant' | 'import_grant' | 'revoke' | 'narrow' | 'quarantine' | 'set_owner' | 'check_source' | 'suspend' | 'accept'
  | 're_approve' | 'rotate' | 'declare_downstream' | 'set_identity' | 'check_identity' | 'set_sponsor' | 'review_request' | 'start_review'

/** A grant in the form in which one is requested. Without `until`: open-ended. */
export type RequestedGrant = {
  server: string
  caller: { agent: string; client: string; human: string }
  target: { kind: TargetKind; name: string }
  access: Access
  scope: string[]
  purpose: string
  until?: string
}

/**
 * What the engine says of one difference. `resolved` = it was there in the window and is settled (with the reason). An `act` has
 * happened, and one that was resolved opens again when it happens again; a `state` holds, and opens again when it holds again.
 */
export type Observation = {
  fingerprint: string
  kind: FindingKind
  life: 'act' | 'state'
  severity: Severity
  state: 'open' | 'resolved'
  resolution: 'covered_now' | 'quiet' | null
  serverId: string | null
  server: string | null
  target: string | null
  agentId: string | null
  agent: string | null
  client: string | null
  human: string | null
  grantId: string | null
  sourceName: string | null
  firstSeen: number
  lastSeen: number
  executed: number
  blocked: number
  evaluable: boolean
  explanation: string
  evidence: Record<string, unknown>
  remedies: Remedy[]
  /** What to have instead of the grant; null where the kind has none. */
  replacement: RequestedGrant[] | null
}

export const FINDING_STATUSES = ['open', 'acknowledged', 'accepted', 'resolved'] as const
export type FindingStatus = (typeof FINDING_STATUSES)[number]

/** The questions that the screen asks, and the findings that answer each. */
export const QUESTIONS = {
  not_allowed: [
    'unregistered_server', 'unregistered_agent', 'unregistered_client',
    'ungranted_use', 'wrong_caller_use', 'over_access_use', 'out_of_scope_use', 'lapsed_use', 'unattributed_use',
    'post_offboarding_use', 'undeclared_downstream', 'break_glass',
  ],
  not_used: ['unused_grant', 'over_broad_grant', 'excess_access'],
  changed: ['tool_added', 'tool_widened', 'tool_altered', 'tool_removed'],
  identity: ['shared_identity', 'no_workload_identity', 'embedded_secret', 'stale_secret'],
  ownership: ['orphaned_server', 'orphaned_agent', 'review_overdue'],
  trust: ['silent_source'],
} as const satisfies Record<string, readonly FindingKind[]>
export type Question = keyof typeof QUESTIONS

/** What one run came to. `open` = findings open after it. */
export type DriftRunAnswer = { runId: string; startedAt: string; finishedAt: string; opened: number; resolved: number; reopened: number; open: number }

export const findingMoveSchema = z.strictObject({
  to: z.enum(FINDING_STATUSES),
  reason: z.string().trim().min(1).max(2000),
  /** Of an accepted risk only. */
  until: z.iso.datetime({ offset: true }).optional(),
})
export type FindingMove = z.output<typeof findingMoveSchema>

export const findingAssignSchema = z.strictObject({ assigneeEmail: z.string().trim().toLowerCase().max(254).nullable() })

const listOf = <T extends readonly [string, ...string[]]>(values: T) =>
  z.string().max(1000).transform((text) => text.split(',').map((part) => part.trim())).pipe(z.array(z.enum(values)).min(1))

/** Which findings: each of several (comma-separated) kinds, statuses and severities; names as known or as given. */
export const findingFilter = z.strictObject({
  kind: listOf(FINDING_KINDS).optional(),
  status: listOf(FINDING_STATUSES).optional(),
  severity: listOf(SEVERITIES).optional(),
  server: z.string().max(2048).optional(),
  agent: z.string().max(2048).optional(),
  human: z.string().max(2048).optional(),
})
export type FindingFilter = z.output<typeof findingFilter>

/** A finding as machines read it. Identities are null where the kind has none. */
export type FindingView = {
  id: string
  kind: string
  status: FindingStatus
  severity: Severity
  server: string | null
  target: string | null
  agent: string | null
  client: string | null
  human: string | null
  grantId: string | null
  firstSeen: string
  lastSeen: string
  executed: number
  blocked: number
  evaluable: boolean
  explanation: string
  evidence: unknown
  remedies: unknown
  replacement?: unknown
}

export type FindingDetail = FindingView & {
  openedAt: string
  resolvedAt: string | null
  acceptedUntil: string | null
  assignee: { id: string; name: string; email: string } | null
  history: { at: string; from: FindingStatus | null; to: FindingStatus; by: string; reason: string; severity: Severity }[]
}
