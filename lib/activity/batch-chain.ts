import { canonicalJson } from '@/lib/canonical-json'
import { sha256 } from '@/lib/hash'

/** What the chain's hash covers of one batch. Counts of a retry are negative where it takes back a rejection. */
export type BatchFacts = {
  sourceId: string
  seq: number
  batch: string
  /** RFC 3339 UTC with milliseconds. */
  receivedAt: string
  received: number
  accepted: number
  duplicates: number
  rejected: number
  /** Hex. */
  contentHash: string
}

/** SHA-256 over the keys and raw hashes of a batch's accepted events, in the order of their keys. Hex in, bytes out. */
export function contentHash(events: readonly { key: string; rawHash: string }[]): Buffer {
  const sorted = [...events].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return sha256(sorted.map((event) => `${event.key}:${event.rawHash}\n`).join(''))
}

/** SHA-256 over the hash of the batch before (32 zero bytes for the first) and the RFC 8785 form of this one. */
export function batchHash(previous: Uint8Array | null, batch: BatchFacts): Buffer {
  return sha256(previous ?? new Uint8Array(32), canonicalJson(batch))
}
