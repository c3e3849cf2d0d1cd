import type { NameIndex } from '@/lib/names/resolve'
import type { StateAt } from '@/lib/names/model'
import type { Access, Sensitivity } from '@/lib/registry/model'
import type { CompiledRules } from '@/lib/registry/resource-rules'

export type TargetKind = 'tool' | 'context' | 'downstream'

/** Kinds of act that grants speak of, and the target kind each needs. */
export const KIND_TARGET = { tool_call: 'tool', context_access: 'context', downstream_action: 'downstream' } as const
export type ActKind = keyof typeof KIND_TARGET

/** How a grant came to be: approved by request, declared elsewhere before this console, or put in force at once in an emergency. */
export const GRANT_ORIGINS = ['request', 'import', 'break_glass'] as const
export type GrantOrigin = (typeof GRANT_ORIGINS)[number]

export type HumanRule = { rule: 'person'; personId: string } | { rule: 'team'; teamId: string } | { rule: 'any' } | { rule: 'none' }

/** Half-open, milliseconds since the epoch; null end = without limit. */
export type Interval = { from: number; to: number | null }

/** A grant as the rules see it: ids resolved, times in milliseconds. `toolName` of a suspension holds that tool only. */
export type GrantFact = {
  id: string
  serverId: string
  /** null = any */
  agentId: string | null
  clientId: string | null
  human: HumanRule
  targetKind: TargetKind
  target: string
  access: Access
  scope: readonly string[]
  validFrom: number
  validUntil: number | null
  revokedAt: number | null
  /** `task`: effective only during a live task credential issued under it. */
  mode: 'direct' | 'task'
  suspensions: readonly (Interval & { toolName: string | null })[]
}

/** One registered server as the rules see it. */
export type ServerFact = {
  id: string
  slug: string
  /** Sorted by time; the first registered state counts backwards without limit. */
  states: readonly StateAt[]
  sensitivity: Sensitivity
  effects: readonly string[]
}

/** An agent, client or person: whether active from when on. */
export type HolderFact = { id: string; states: readonly StateAt[] }

/** A person's stay in a team. */
export type MembershipFact = { teamId: string; personId: string; from: number | null; to: number | null }

/** A tool's classes over time, the first counting backwards without limit. `rules`: how its arguments name resources, by now; absent = not known. */
export type ToolFact = { serverId: string; name: string; classes: readonly { at: number; access: Access }[]; rules?: CompiledRules }

/** Everything declared, at one epoch: the input of resolution and verdict. Built by `grants/queries.ts`. */
export type Declarations = {
  epoch: number
  names: NameIndex
  servers: ReadonlyMap<string, ServerFact>
  agents: ReadonlyMap<string, HolderFact>
  clients: ReadonlyMap<string, HolderFact>
  people: ReadonlyMap<string, HolderFact>
  /** team id → memberships */
  memberships: ReadonlyMap<string, readonly MembershipFact[]>
  /** `serverId\u0000tool name` → classes */
  tools: ReadonlyMap<string, ToolFact>
  /** server id → its grants, any state, ended ones included */
  grants: ReadonlyMap<string, readonly GrantFact[]>
}

/** A call with its names resolved: what a verdict is about. Times in milliseconds. */
export type Call = {
  at: number
  kind: ActKind
  /** null = the server is not registered (then) */
  serverId: string | null
  target: string
  access: Access
  resources: readonly string[]
  /** null id with a name = nobody registered it; both null = absent */
  agentId: string | null
  agentName: string | null
  clientId: string | null
  clientName: string | null
  humanId: string | null
  humanName: string | null
}

export const VERDICTS = ['unregistered', 'unattributed', 'granted', 'lapsed', 'over_access', 'out_of_scope', 'wrong_caller', 'ungranted'] as const
export type Verdict = (typeof VERDICTS)[number]

export type Judgement = { verdict: Verdict; grantId: string | null; nearestGrantId: string | null }

/** What lists of grants can be narrowed by; identities as an id, a name, an identity or an e-mail, `any`, `none`, `team:<name>`. */
export type GrantFilter = {
  server?: string | undefined
  agent?: string | undefined
  client?: string | undefined
  human?: string | undefined
  state?: 'scheduled' | 'active' | 'expired' | 'revoked' | undefined
  suspended?: boolean | undefined
  access?: Access | undefined
  target?: string | undefined
  origin?: GrantOrigin | undefined
}
