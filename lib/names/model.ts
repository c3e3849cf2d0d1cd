/** What a name in a log may belong to. */
export type HolderKind = 'server' | 'agent' | 'client' | 'person'

export type NameOrigin = 'slug' | 'identity' | 'name' | 'email' | 'alias'

/** A name, who holds it, from when until when (milliseconds since the epoch, half-open; null = without limit). */
export type NameBinding = {
  holderKind: HolderKind
  holderId: string
  name: string
  origin: NameOrigin
  /** Only for events of this source, and before bindings without one; null = any source. */
  sourceName: string | null
  from: number | null
  to: number | null
}

/** A holder's state from a time on (milliseconds). */
export type StateAt = { at: number; state: string }

/** Which stored events a change of declarations may touch: any of the lists (a disjunction), within target and time. */
export type ReevaluationScope = {
  serverIds?: string[]
  serverNames?: string[]
  agentNames?: string[]
  agentIds?: string[]
  clientNames?: string[]
  clientIds?: string[]
  humanNames?: string[]
  humanIds?: string[]
  /** Narrows: only events of this target. */
  target?: string
  /** Narrows: milliseconds, half-open. */
  from?: number
  to?: number
}
