import type { Access } from '@/lib/registry/model'

export const KINDS = ['tool_call', 'context_access', 'downstream_action', 'decision', 'credential'] as const
export type Kind = (typeof KINDS)[number]

export const OUTCOMES = ['success', 'error', 'denied'] as const
export type Outcome = (typeof OUTCOMES)[number]

export const EVIDENCE = ['gateway_observed', 'server_observed', 'agent_reported', 'inferred'] as const
export type Evidence = (typeof EVIDENCE)[number]

/** The native event: what every format adapter ends in, before names are resolved. Absent identities stay absent. */
export type NativeEvent = {
  id?: string
  /** RFC 3339; truncated to milliseconds before any comparison. */
  occurredAt: string
  kind: Kind
  server: string
  target: string
  access?: Access
  resources?: string[]
  human?: string
  client?: string
  agent?: string
  delegation?: { iss: string; sub: string }[]
  task?: string
  session?: string
  traceId?: string
  spanId?: string
  parentSpanId?: string
  outcome: Outcome
  decisionId?: string
  durationMs?: number
  parameters?: Record<string, unknown>
}

/** Why a record became a dead letter; stable, part of the API. */
export const REJECTIONS = ['invalid_json', 'invalid_event', 'unknown_field', 'too_old', 'in_future', 'not_covered', 'too_large', 'unsupported_record', 'storage_refused'] as const
export type Rejection = (typeof REJECTIONS)[number]

/** What one delivery came to. accepted + duplicates + rejected = received. */
export type IngestResult = {
  received: number
  accepted: number
  duplicates: number
  rejected: number
  errors: { index: number; code: Rejection; message: string }[]
}

/** One row of the roll-up, as the rules of drift see it. Times in milliseconds, day as YYYY-MM-DD (UTC). */
export type UsageFact = {
  day: string
  serverId: string | null
  /** Slug, or the name as given when nobody registered it. */
  server: string
  kind: Kind
  target: string
  access: Access
  agentId: string | null
  /** The identity as known, or the name as given; null = absent. */
  agent: string | null
  clientId: string | null
  client: string | null
  humanId: string | null
  human: string | null
  resourceKeys: readonly string[]
  outcome: Outcome
  verdict: string | null
  grantId: string | null
  nearestGrantId: string | null
  count: number
  firstAt: number
  lastAt: number
}
