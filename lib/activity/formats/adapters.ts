import type { Evidence } from '@/lib/activity/model'
import type { Refusal } from './native'
import { adaptToolhive } from './toolhive'

/** A source's record turned into (what should be) a native event, which is then checked, or why it is none. */
export type Adapted =
  | { event: unknown; responseSize?: number; requestSize?: number; callId?: string }
  | { refusal: Refusal; /** A known sort of record that tells of no act: refused, but nothing is missing. */ noAct?: boolean }

export type Adapter = {
  /** Stored with every event, so that a later fix can tell what it must look at again. */
  version: string
  adapt: (record: unknown) => Adapted
  /** What the format itself says about who observed; null = the source's vantage decides. */
  evidence: Evidence | null
}

/** Every dialect spoken, by the last part of its address. A new one is one file and one line. */
export const ADAPTERS: Readonly<Record<string, Adapter>> = {
  native: { version: 'native/1', adapt: (record) => ({ event: record }), evidence: null },
  toolhive: { version: 'toolhive/1', adapt: adaptToolhive, evidence: 'gateway_observed' },
}

export const FORMATS = ['native', 'toolhive'] as const
export type Format = (typeof FORMATS)[number]

/** The adapter of a format; null when there is none of that name. */
export function findAdapter(format: string): Adapter | null {
  return Object.hasOwn(ADAPTERS, format) ? (ADAPTERS[format] ?? null) : null
}

const BY_VANTAGE: Readonly<Record<string, Evidence>> = { gateway: 'gateway_observed', server: 'server_observed', agent: 'agent_reported' }

/** The evidence grade of a record: the format's own, else the source's vantage; a mixed source gets the weakest. */
export function evidenceOf(adapter: Adapter, vantage: string): Evidence {
  return adapter.evidence ?? BY_VANTAGE[vantage] ?? 'agent_reported'
}
