import { EVIDENCE, type Evidence } from '@/lib/activity/model'
import { adaptAgentgateway } from './agentgateway'
import { adaptClaudeCode } from './claude-code'
import { adaptCloudevents } from './cloudevents'
import { adaptCodex } from './codex'
import { adaptEnvoy } from './envoy-ai-gateway'
import type { Refusal } from './native'
import { adaptObot } from './obot'
import { adaptOcsf } from './ocsf'
import { adaptOtlp } from './otlp'
import { adaptPomerium } from './pomerium'
import { adaptToolhive } from './toolhive'

/** Who of the two sides of a call wrote a record. */
export type Side = 'caller' | 'server'

export type Act = {
  event: unknown
  responseSize?: number
  requestSize?: number
  /** What names this act in every report of it, whoever reports. */
  callId?: string
  /** The best that may be claimed for this record; it only lowers what the source's vantage gives. */
  atMost?: Evidence
  /** Set where both sides of a call report through one source, so that the two reports count once. */
  side?: Side
}

/** A source's record turned into (what should be) a native event, which is then checked, or why it is none. */
export type Adapted = Act | { refusal: Refusal; /** A known sort of record that tells of no act: refused, but nothing is missing. */ noAct?: boolean }

export type Adapter = {
  /** Stored with every event, so that a later fix can tell what it must look at again. */
  version: string
  adapt: (record: unknown) => Adapted
  /** What the format itself says about who observed; null = the source's vantage decides. */
  evidence: Evidence | null
  /** Records that tell of no act are most of what arrives: they are counted and not kept. */
  mostlyNoActs?: true
}

/** Every dialect spoken, by the last part of its address. A new one is one file and one line. */
export const ADAPTERS: Readonly<Record<string, Adapter>> = {
  native: { version: 'native/1', adapt: (record) => ({ event: record }), evidence: null },
  toolhive: { version: 'toolhive/1', adapt: adaptToolhive, evidence: 'gateway_observed' },
  otlp: { version: 'otlp/1', adapt: adaptOtlp, evidence: null, mostlyNoActs: true },
  agentgateway: { version: 'agentgateway/1', adapt: adaptAgentgateway, evidence: 'gateway_observed', mostlyNoActs: true },
  obot: { version: 'obot/1', adapt: adaptObot, evidence: 'gateway_observed', mostlyNoActs: true },
  'envoy-ai-gateway': { version: 'envoy-ai-gateway/1', adapt: adaptEnvoy, evidence: 'gateway_observed', mostlyNoActs: true },
  pomerium: { version: 'pomerium/1', adapt: adaptPomerium, evidence: 'gateway_observed', mostlyNoActs: true },
  'claude-code': { version: 'claude-code/1', adapt: adaptClaudeCode, evidence: 'agent_reported', mostlyNoActs: true },
  codex: { version: 'codex/1', adapt: adaptCodex, evidence: 'agent_reported', mostlyNoActs: true },
  cloudevents: { version: 'cloudevents/1', adapt: adaptCloudevents, evidence: null },
  ocsf: { version: 'ocsf/1', adapt: adaptOcsf, evidence: null },
}

export const FORMATS = ['native', 'otlp', 'toolhive', 'agentgateway', 'obot', 'envoy-ai-gateway', 'pomerium', 'claude-code', 'codex', 'cloudevents', 'ocsf'] as const
export type Format = (typeof FORMATS)[number]

/** The adapter of a format; null when there is none of that name. */
export function findAdapter(format: string): Adapter | null {
  return Object.hasOwn(ADAPTERS, format) ? (ADAPTERS[format] ?? null) : null
}

const BY_VANTAGE: Readonly<Record<string, Evidence>> = { gateway: 'gateway_observed', server: 'server_observed', agent: 'agent_reported' }

/**
 * The evidence grade of a record: the format's own, else the source's vantage; a mixed source gets the weakest. What the record
 * says of itself can lower the grade and never raise it. A caller's own record counts as observed only where a gateway is the caller.
 */
export function evidenceOf(adapter: Adapter, vantage: string, act: Pick<Act, 'atMost' | 'side'> = {}): Evidence {
  const grade = adapter.evidence ?? BY_VANTAGE[vantage] ?? 'agent_reported'
  const seen = act.side === 'caller' && vantage !== 'gateway' ? weaker(grade, 'agent_reported') : grade
  return act.atMost === undefined ? seen : weaker(seen, act.atMost)
}

function weaker(a: Evidence, b: Evidence): Evidence {
  return EVIDENCE.indexOf(a) > EVIDENCE.indexOf(b) ? a : b
}
