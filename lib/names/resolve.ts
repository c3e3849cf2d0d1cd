import type { HolderKind, NameBinding, StateAt } from './model'

/** An e-mail address is compared without regard to case; every other name to the letter. */
export function canonicalHumanName(name: string): string {
  return /^[^\s@|/]+@[^\s@|/]+$/.test(name) ? name.toLowerCase() : name
}

/** The name under which an OIDC identity is known: `issuer|subject`. */
export function oidcName(issuer: string, subject: string): string {
  return `${issuer}|${subject}`
}

export type NameIndex = ReadonlyMap<string, readonly NameBinding[]>

function indexKey(kind: HolderKind, name: string): string {
  return `${kind}\u0000${name}`
}

/** Bindings by kind and name, for `resolveName`. */
export function indexNames(bindings: Iterable<NameBinding>): NameIndex {
  const index = new Map<string, NameBinding[]>()
  for (const binding of bindings) {
    const key = indexKey(binding.holderKind, binding.name)
    const list = index.get(key)
    if (list) list.push(binding)
    else index.set(key, [binding])
  }
  return index
}

/**
 * Who held `name` at `at` (milliseconds) in the eyes of `source`: the source's own binding first, else one for any source.
 * Null when nobody did.
 */
export function resolveName(index: NameIndex, kind: HolderKind, name: string, source: string, at: number): string | null {
  const list = index.get(indexKey(kind, name))
  if (list === undefined) return null
  let general: string | null = null
  for (const binding of list) {
    if ((binding.from !== null && at < binding.from) || (binding.to !== null && at >= binding.to)) continue
    if (binding.sourceName === source) return binding.holderId
    if (binding.sourceName === null) general = binding.holderId
  }
  return general
}

/** The state in force at `at`; the first declared one counts backwards without limit. `changes` are sorted by time. */
export function stateAt(changes: readonly StateAt[], at: number): string | null {
  let state: string | null = changes[0]?.state ?? null
  for (const change of changes) {
    if (change.at > at) break
    state = change.state
  }
  return state
}
