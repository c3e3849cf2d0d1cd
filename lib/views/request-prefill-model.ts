import type { RequestDraft } from '@/lib/requests/model'

/** Where a new request starts from, as an address says it: slugs, names and ids. */
export type PrefillFrom = {
  /** A server's slug. */
  server?: string | undefined
  /** A tool of `server`; several with commas. */
  tool?: string | undefined
  /** An agent's id, name or identity. */
  agent?: string | undefined
  finding?: string | undefined
  event?: string | undefined
  /** A standing or ended grant: the same again. */
  renew?: string | undefined
  /** An imported grant, through the approval steps. */
  confirm?: string | undefined
  /** An agent whose standing grants are copied, on `server` alone where that is given. */
  like?: string | undefined
  /** A request that is asked again. */
  replaces?: string | undefined
}

/** One thing that was filled in, and where it came from. `field` as in the request's body: `targets`, `caller.agent`, … */
export type Filled = { field: string; sentence: string; href?: string }

/** How much of the old grant was used: what a renewal shows, and what it could be narrowed to. */
export type ActualUse = {
  grantId: string
  days: number
  calls: number
  /** RFC 3339; null = never in these days. */
  lastAt: string | null
  /** Tools that it admits today; null for anything but tools, and where no listing is known. */
  admitted: number | null
  /** The targets called under it, by name. */
  used: string[]
  /** Narrower targets that would have admitted every call seen; null where nothing was used, or nothing is narrower. */
  suggestion: NonNullable<RequestDraft['targets']> | null
  sentence: string
}

export type Prefill = {
  draft: RequestDraft
  filled: Filled[]
  /** What could not be taken over, in sentences. */
  left: string[]
  use: ActualUse | null
  /** Further drafts where one request cannot hold it all: one for each other server of "same as agent X". */
  others: { server: string; draft: RequestDraft }[]
}

export type DraftTarget = NonNullable<RequestDraft['targets']>[number]

/** One request holds at most so many targets; what is beyond them is said. */
export const MOST_TARGETS = 50

/** Resources that were named by calls become a scope only while somebody can still look through them. */
export const MOST_SCOPE = 20

export const EMPTY: Prefill = { draft: {}, filled: [], left: [], use: null, others: [] }

/** The targets that one request holds, each once, and how many are left over. */
export function heldByOne(targets: readonly DraftTarget[]): { targets: DraftTarget[]; over: number } {
  const all = [...new Map(targets.map((target) => [JSON.stringify([target.kind, target.name, target.access, target.scope]), target])).values()]
  return { targets: all.slice(0, MOST_TARGETS), over: Math.max(0, all.length - MOST_TARGETS) }
}

/** A list of names in a sentence; the rest as a number. */
export function some(names: readonly string[], most = 3): string {
  const shown = names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`
}

/** "one call", "12 calls". */
export function calls(count: number): string {
  return count === 1 ? 'one call' : `${count.toLocaleString('en-US')} calls`
}
