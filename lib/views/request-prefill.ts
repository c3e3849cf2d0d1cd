import type { Actor } from '@/lib/auth/actor'
import { AppError } from '@/lib/errors'
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
  /** Tools that it admits today, and which of them were called under it; null for anything but tools. */
  admitted: number | null
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

/** A request begun from something that the actor may see; `not_found` for what they may not. Nothing is written. */
export async function prefillFrom(actor: Actor, from: PrefillFrom, now: Date): Promise<Prefill> {
  throw new AppError('unavailable', `Not there yet (${actor.id}, ${Object.keys(from).join(', ')}, ${now.toISOString()}).`)
}
