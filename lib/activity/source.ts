import type { Redaction } from './redact'

export const VANTAGES = ['gateway', 'server', 'agent', 'mixed'] as const
export type Vantage = (typeof VANTAGES)[number]

/** Names that a token's scope and a header can carry. */
export const SOURCE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/

/** What ingest needs to know of a source. */
export type SourceSettings = {
  id: string
  name: string
  format: string
  vantage: Vantage
  redaction: Redaction
  /** Names of the servers it may speak for; empty = any. */
  covers: readonly string[]
  /** Constants for records that leave them out. */
  attribution: { client?: string; agent?: string }
  heartbeatMs: number | null
}
