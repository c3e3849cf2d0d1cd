import { canonicalJson } from '@/lib/canonical-json'
import { sha256Hex } from '@/lib/hash'
import type { FindingKind } from './model'

/** The identity of a difference: SHA-256 over its kind and what it is about. The same difference is never opened twice. */
export function fingerprint(kind: FindingKind, about: readonly (string | null)[]): string {
  return sha256Hex(canonicalJson([kind, ...about]))
}
