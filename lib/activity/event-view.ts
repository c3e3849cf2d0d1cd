import type { Verdict } from '@/lib/grants/model'
import type { Access } from '@/lib/registry/model'
import { eventId } from './canonical'
import type { Evidence, Kind, Outcome } from './model'

/** An event as machines and screens read it: native fields, identities as they are known, null where absent. Times RFC 3339 UTC. */
export type EventView = {
  id: string
  source: string
  sourceEventId: string | null
  occurredAt: string
  receivedAt: string
  kind: Kind
  /** Slug, or the name as given when nobody registered it. */
  server: string
  serverId: string | null
  serverName: string
  target: string
  access: Access
  statedAccess: Access | null
  resources: string[]
  human: string | null
  humanId: string | null
  client: string | null
  clientId: string | null
  agent: string | null
  agentId: string | null
  delegation: { iss: string; sub: string }[] | null
  task: string | null
  session: string | null
  traceId: string | null
  spanId: string | null
  parentSpanId: string | null
  outcome: Outcome
  decisionId: string | null
  durationMs: number | null
  requestSize: number | null
  responseSize: number | null
  verdict: Verdict | null
  firstVerdict: Verdict | null
  grantId: string | null
  nearestGrantId: string | null
  evidence: Evidence
  /** Identities that the source's constants completed. */
  attributed: string[]
  adapterVersion: string
  rawHash: string
  /** False when another source had reported the same act. */
  counted: boolean
  /** Only for those who may see parameters. */
  parameters?: Record<string, unknown> | null
}

/** A row of `activity_event`, as the queries select it. */
export type EventRow = {
  key: string; occurred_at: Date; received_at: Date; source: string; source_event_id: string | null; raw_hash: Buffer; adapter_version: string
  evidence: Evidence; attributed: string[]; outcome: Outcome; task: string | null; session: string | null; trace_id: string | null; span_id: string | null
  parent_span_id: string | null; decision_id: string | null; duration_ms: number | null; request_size: number | null; response_size: number | null
  delegation: { iss: string; sub: string }[] | null; parameters?: Record<string, unknown> | null; kind: Kind; target: string; resources: string[]
  stated_access: Access | null; server_name: string; agent_name: string | null; client_name: string | null; human_name: string | null; server_id: string | null
  agent_id: string | null; client_id: string | null; human_id: string | null; access: Access; verdict: Verdict | null; first_verdict: Verdict | null
  grant_id: string | null; nearest_grant_id: string | null; counted: boolean
}

/** How ids are known: slug, SPIFFE ID or issuer|subject, client id or name, e-mail. */
export type KnownNames = ReadonlyMap<string, string>

/** The name an identity is known by; the name as given where nobody holds it. */
export function knownAs(names: KnownNames, id: string | null, given: string | null): string | null {
  return id === null ? given : (names.get(id) ?? given)
}

export function viewOf(row: EventRow, names: KnownNames): EventView {
  return {
    id: eventId(row.key), source: row.source, sourceEventId: row.source_event_id, occurredAt: row.occurred_at.toISOString(), receivedAt: row.received_at.toISOString(),
    kind: row.kind, server: knownAs(names, row.server_id, row.server_name) ?? row.server_name, serverId: row.server_id, serverName: row.server_name,
    target: row.target, access: row.access, statedAccess: row.stated_access, resources: row.resources,
    human: knownAs(names, row.human_id, row.human_name), humanId: row.human_id, client: knownAs(names, row.client_id, row.client_name), clientId: row.client_id,
    agent: knownAs(names, row.agent_id, row.agent_name), agentId: row.agent_id, delegation: row.delegation, task: row.task, session: row.session,
    traceId: row.trace_id, spanId: row.span_id, parentSpanId: row.parent_span_id, outcome: row.outcome, decisionId: row.decision_id, durationMs: row.duration_ms,
    requestSize: row.request_size, responseSize: row.response_size, verdict: row.verdict, firstVerdict: row.first_verdict, grantId: row.grant_id,
    nearestGrantId: row.nearest_grant_id, evidence: row.evidence, attributed: row.attributed, adapterVersion: row.adapter_version,
    rawHash: row.raw_hash.toString('hex'), counted: row.counted, ...(row.parameters === undefined ? {} : { parameters: row.parameters }),
  }
}
