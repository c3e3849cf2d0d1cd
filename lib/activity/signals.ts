import { sureShape } from '@/lib/registry/secret-shapes'
import { isActKind } from '@/lib/grants/resolve-call'
import { digest128 } from './canonical'
import type { Draft } from './prepare'
import { storable } from './redact'
import { hideSecrets } from './secrets'

const HOUR = 3_600_000

/** Where a secret-shaped value lay among an event's parameters. Never the value. */
export type SecretSighting = { parameter: string; shape: string }

/** Sightings of one event that are kept, and how deep and wide one looks: a hostile record must not fill the table. */
const MOST = 5
const DEPTH = 12
const LOOKS = 2_000

/**
 * Secret-shaped values in an event's parameters as they arrived, before anything is masked: their JSON pointers, in which every
 * index of a list is `-`, cut to 200 characters; a secret in a member's own name is hidden.
 */
export function secretSightings(parameters: Record<string, unknown> | undefined): readonly SecretSighting[] {
  if (parameters === undefined) return NONE
  const found = new Map<string, SecretSighting>()
  let looks = 0
  const walk = (value: unknown, path: string, depth: number): void => {
    looks += 1
    if (looks > LOOKS || depth > DEPTH || found.size >= MOST) return
    if (typeof value === 'string') {
      const shape = sureShape(value)
      if (shape !== null) found.set(path, { parameter: storable(hideSecrets(path).slice(0, 200)), shape })
    } else if (Array.isArray(value)) {
      for (const item of value) walk(item, `${path}/-`, depth + 1)
    } else if (typeof value === 'object' && value !== null) {
      for (const name of Object.keys(value)) walk((value as Record<string, unknown>)[name], `${path}/${name.slice(0, 100)}`, depth + 1)
    }
  }
  walk(parameters, '', 0)
  return found.size === 0 ? NONE : [...found.values()]
}

const NONE: readonly SecretSighting[] = []

/** What a batch adds to one row of `signal`: a kind, its subject, and an hour (milliseconds). */
export type SignalDelta = { kind: 'agent_client' | 'embedded_secret'; key: string; hour: number; sourceId: string; subject: Record<string, string | null>; count: number; firstAt: number; lastAt: number }

export type Signals = Map<string, SignalDelta>

/**
 * Notes what drift needs and daily usage cannot show: which clients an agent came from (acts that count in usage, denied ones too:
 * the identity was presented), and where secrets were sent. Names as given; the engine resolves them.
 */
export function addSignals(signals: Signals, draft: Draft, sourceId: string, counted: boolean): void {
  const { agent, client, event } = draft
  if (counted && agent !== null && client !== null && isActKind(event.kind)) add(signals, draft, sourceId, 'agent_client', { agent, client })
  for (const { parameter, shape } of draft.secrets) add(signals, draft, sourceId, 'embedded_secret', { server: event.server, target: event.target, agent, parameter, shape })
}

function add(signals: Signals, { at }: Draft, sourceId: string, kind: SignalDelta['kind'], subject: Record<string, string | null>): void {
  const hour = Math.floor(at / HOUR) * HOUR
  const about = [sourceId, ...Object.values(subject).map((name) => name ?? '\u0001')].join('\u0000')
  const slot = `${kind}\u0000${hour}\u0000${about}`
  const known = signals.get(slot)
  if (known === undefined) {
    signals.set(slot, { kind, key: digest128(about), hour, sourceId, subject, count: 1, firstAt: at, lastAt: at })
    return
  }
  known.count += 1
  if (at < known.firstAt) known.firstAt = at
  if (at > known.lastAt) known.lastAt = at
}

/** The rows in the one order in which every transaction takes their locks. */
export function sortedSignals(signals: Signals): SignalDelta[] {
  return [...signals.values()].sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0) || a.hour - b.hour || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
}
