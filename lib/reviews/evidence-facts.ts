import type { CatalogueFacts, SourceFact } from '@/lib/drift/model'
import type { Declarations, GrantOrigin, TargetKind } from '@/lib/grants/model'
import type { Access, Environment, Sensitivity } from '@/lib/registry/model'
import type { ApprovalPolicy } from '@/lib/requests/approval-policy'
import type { FrozenPerson, Risk } from './frozen'

/** A grant's row, as the store has it. */
export type GrantRow = {
  id: string; serverId: string; agentId: string | null; clientId: string | null; humanRule: 'person' | 'team' | 'any' | 'none'; personId: string | null; teamId: string | null
  targetKind: TargetKind; target: string; access: Access; scope: string[]; purpose: string; validFrom: Date; validUntil: Date | null; mode: 'direct' | 'task'; reauthorise: boolean
  origin: GrantOrigin; requestId: string | null; importReason: string | null; confirmedAt: Date | null; createdAt: Date
  /** The grant that it narrows, renews or confirms: what was said of that one is said of this one. */
  before: string | null
}

export type ServerRow = { id: string; slug: string; name: string; purpose: string; environment: Environment; sensitivity: Sensitivity; effects: string[]; lifecycle: string; ownerId: string; backupOwnerId: string | null }
export type AgentRow = { id: string; name: string; known: string; purpose: string | null; active: boolean; sponsorId: string }
export type PersonRow = FrozenPerson & { active: boolean }
export type FindingRow = { id: string; kind: string; severity: Risk; serverId: string | null; target: string | null; agentId: string | null; grantId: string | null; text: string }
export type RequestRow = { id: string; requester: FrozenPerson | null; approvers: { person: FrozenPerson; step: string }[] }
export type Binding = { toolName: string; hash: string; number: number }

/** A tool as it is listed now. `classified`: a person decided its class. */
export type ToolRow = { serverId: string; name: string; access: Access; classified: boolean; destructive: boolean }

/** What a bound definition has become; `reasons` the gravest first. */
export type BoundChange = { kind: 'none' | 'wording' | 'altering' | 'widening'; reasons: string[] }

/** The last review of a subject that is over. `reach`: the grant as it was frozen then; null of what is no grant. */
export type PreviousRow = { campaignId: string; campaign: string; outcome: string; by: string; at: string; digest: string; grant: Record<string, unknown> | null }

/** One line of the roll-up, summed over a week. `back`: whole weeks before today; `lastAt` in milliseconds. */
export type UseRow = {
  back: number; recent: boolean; target: string; access: Access; agent: string | null; client: string | null; human: string | null; keys: string[]; denied: boolean; calls: number; lastAt: number
}

/** The window that evidence is about, and what of it is asked before silence means anything; milliseconds and days. */
export type EvidenceWindow = { now: number; days: number; graceDays: number; unusedDays: number }

/** Everything that is known of the subjects of a campaign, as of one snapshot of the database. */
export type EvidenceFacts = {
  window: EvidenceWindow
  /** A subject that was never reviewed and came after this is new; milliseconds. */
  newSince: number
  declarations: Declarations
  sources: readonly SourceFact[]
  catalogue: CatalogueFacts
  policy: ApprovalPolicy
  servers: ReadonlyMap<string, ServerRow>
  agents: ReadonlyMap<string, AgentRow>
  clients: ReadonlyMap<string, { id: string; name: string }>
  people: ReadonlyMap<string, PersonRow>
  teams: ReadonlyMap<string, { id: string; name: string }>
  /** By `toolKey`. */
  tools: ReadonlyMap<string, ToolRow>
  /** By grant. */
  bindings: ReadonlyMap<string, readonly Binding[]>
  /** By `toolKey` and the bound hash after it. */
  boundChanges: ReadonlyMap<string, BoundChange>
  /** Grants with an open definition hold. */
  held: ReadonlySet<string>
  findings: readonly FindingRow[]
  requests: ReadonlyMap<string, RequestRow>
  /** By grant, server or agent. */
  previous: ReadonlyMap<string, PreviousRow>
}

/** Use of one subject. `observed`: a gateway or a server reported some of it; where none did, all of it is what agents say. */
export type SubjectUse = { rows: readonly UseRow[]; observed: boolean }

export function boundKey(toolKey: string, hash: string): string {
  return `${toolKey}\u0000${hash}`
}
