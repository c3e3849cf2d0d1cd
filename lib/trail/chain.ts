import { canonicalJson } from '@/lib/canonical-json'
import { sha256 } from '@/lib/hash'

/** The members of a trail entry that its hash covers, in their canonical form. */
export type ChainedEntry = {
  seq: number
  id: string
  /** RFC 3339 UTC with milliseconds. */
  at: string
  actorKind: string
  actorId: string
  actorName: string
  action: string
  objectKind: string
  objectId: string
  objectName: string
  detail: unknown
}

/** The hash before the first entry: 32 zero bytes. */
export const GENESIS = new Uint8Array(32)

/** SHA-256 over the previous hash and the RFC 8785 form of the entry. */
export function chainHash(previous: Uint8Array, entry: ChainedEntry): Uint8Array<ArrayBuffer> {
  return new Uint8Array(sha256(previous, canonicalJson(entry)))
}
