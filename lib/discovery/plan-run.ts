import { canonicalJson } from '@/lib/canonical-json'
import { sha256Hex } from '@/lib/hash'
import { definitionHash } from '@/lib/registry/definition-hash'
import type { Seen } from '@/lib/registry/tool-plan'
import type { ContextKind, ListedContext, Listing } from './model'

/** What a credential saw last of one thing. `missing` = its last complete run did not list it any more. */
export type Sighting = { credential: string; kind: string; name: string; hash: string; missing: boolean }

/** Something that a server offers, by what it is called. */
export type Item = { kind: 'tool' | ContextKind; name: string }

export type RunPlan = {
  /** Every listed thing with its hash. */
  seen: (Item & { hash: string })[]
  /** What this credential saw before and does not see any more. */
  missing: Item[]
  /** Of these: what no credential sees any more. */
  removed: Item[]
  /** Tools that some credential sees, before this run. */
  knownTools: number
  /** It would take away more than half of the known tools: a person is asked first. */
  held: boolean
}

const keyOf = (item: { kind: string; name: string }): string => `${item.kind}\u0000${item.name}`

export function contextHash(context: ListedContext): string {
  return sha256Hex(canonicalJson(context))
}

/** Everything in a listing, by kind and name, with its hash. */
export function itemsOf(listing: Listing): (Item & { hash: string })[] {
  return [
    ...listing.tools.map((tool) => ({ kind: 'tool' as const, name: tool.name, hash: definitionHash(tool) })),
    ...listing.contexts.map((context) => ({ kind: context.kind, name: context.name, hash: contextHash(context) })),
  ]
}

/**
 * What a complete run does. Runs are compared per credential: a thing is gone when no credential that ever saw it still sees it.
 * What only a person declared was seen by nobody, is not known here and never removed. `sightings` are all of the server's.
 */
export function planRun(listing: Listing, credential: string, sightings: readonly Sighting[]): RunPlan {
  const seen = itemsOf(listing)
  const listed = new Set(seen.map(keyOf))
  const present = sightings.filter((sighting) => !sighting.missing)
  const elsewhere = new Set(present.filter((sighting) => sighting.credential !== credential).map(keyOf))
  const missing = present.filter((sighting) => sighting.credential === credential && !listed.has(keyOf(sighting))).map(({ kind, name }) => ({ kind: kind as Item['kind'], name }))
  const removed = missing.filter((item) => !elsewhere.has(keyOf(item)))
  const knownTools = new Set(present.filter((sighting) => sighting.kind === 'tool').map((sighting) => sighting.name)).size
  return { seen, missing, removed, knownTools, held: removed.filter((item) => item.kind === 'tool').length * 2 > knownTools }
}

/** What this credential saw last of each tool, and what the others see now: how a listing is told from an echo of theirs. */
export function seenTools(credential: string, sightings: readonly Sighting[]): Map<string, Seen> {
  const tools = sightings.filter((sighting) => sighting.kind === 'tool')
  return new Map([...Map.groupBy(tools, (sighting) => sighting.name)].map(([name, list]): [string, Seen] => [name, {
    mine: list.find((sighting) => sighting.credential === credential)?.hash ?? null,
    others: new Set(list.filter((sighting) => sighting.credential !== credential && !sighting.missing).map((sighting) => sighting.hash)),
  }]))
}
