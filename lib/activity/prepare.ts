import { isActKind } from '@/lib/grants/resolve-call'
import { sha256Hex } from '@/lib/hash'
import { actKey, contentOf, digest128, eventKey } from './canonical'
import { type Adapter, evidenceOf, type Side } from './formats/adapters'
import { checkNative, LIMITS, type Refusal } from './formats/native'
import type { Evidence, NativeEvent } from './model'
import { maskRecord, redactParameters } from './redact'
import { parseTime } from './rfc3339'
import { type SecretSighting, secretSightings } from './signals'
import type { SourceSettings } from './source'

const DAY = 86_400_000
/** Events older than this are refused; they would need the import command. */
export const OLDEST = 90 * DAY
/** Clocks ahead of ours by more than this are refused. */
export const AHEAD = 10 * 60_000

/** A record that is an event, before its names are resolved. Hashes in hex. */
export type Draft = {
  index: number
  at: number
  key: string
  content: string
  rawHash: string
  actKey: string | null
  /** Which side of the call tells of it, where both may through one source. */
  side: Side | null
  event: NativeEvent
  /** With the source's constants where the event names none. */
  agent: string | null
  client: string | null
  attributed: string[]
  evidence: Evidence
  adapterVersion: string
  parameters: Record<string, unknown> | null
  /** Where secrets lay among the parameters, before they were redacted. */
  secrets: readonly SecretSighting[]
  requestSize: number | null
  responseSize: number | null
  /** Kept for a dead letter, should a later step refuse the event. */
  text: string
}

/** A record that is none, on its way to the dead letters. */
export type Letter = Refusal & { index: number; body: string; at: number | null; open: boolean; /** False: counted and not kept. */ kept: boolean }

export type Prepared = { draft: Draft } | { letter: Letter }

/** One record as it arrived: its text, and its value where the whole delivery was parsed at once. */
export type Arrived = { index: number; text: string; value?: unknown }

/** Turns one record into a draft or a letter. Never throws, whatever it is given. `now` in milliseconds. */
export function prepareRecord(arrived: Arrived, adapter: Adapter, source: SourceSettings, now: number): Prepared {
  if (arrived.text.length > LIMITS.record) return refused(arrived, undefined, { code: 'too_large', message: 'The record is over 256 KiB.' })
  let value = arrived.value
  if (value === undefined) {
    try {
      value = JSON.parse(arrived.text)
    } catch {
      return refused(arrived, undefined, { code: 'invalid_json', message: 'The record is not JSON.' })
    }
  }
  const adapted = adapter.adapt(value)
  if ('refusal' in adapted && adapted.noAct === true && adapter.mostlyNoActs === true) return passedOver(arrived, adapted.refusal)
  if ('refusal' in adapted) return refused(arrived, value, adapted.refusal, adapted.noAct !== true)
  const checked = checkNative(adapted.event)
  if ('refusal' in checked) return refused(arrived, value, checked.refusal)
  const { event, at } = checked
  if (at < now - OLDEST) return refused(arrived, value, { code: 'too_old', message: 'The event is over 90 days old.' })
  if (at > now + AHEAD) return refused(arrived, value, { code: 'in_future', message: 'The event is more than 10 minutes in the future.' })
  const content = contentOf(event, at)
  return {
    draft: {
      index: arrived.index, at, event, text: arrived.text, key: eventKey(source.id, event.id, content), content: digest128(content),
      rawHash: sha256Hex(arrived.text), actKey: isActKind(event.kind) ? actKey(event, adapted.callId) : null, side: adapted.side ?? null,
      ...attribute(event, source, evidenceOf(adapter, source.vantage, adapted)), adapterVersion: adapter.version,
      parameters: redactParameters(event.parameters, source.redaction), secrets: secretSightings(event.parameters),
      requestSize: adapted.requestSize ?? null, responseSize: adapted.responseSize ?? null,
    },
  }
}

/** An absent client or agent is never guessed; only a constant that an administrator set for the source completes it. */
function attribute(event: NativeEvent, source: SourceSettings, evidence: Evidence): Pick<Draft, 'agent' | 'client' | 'attributed' | 'evidence'> {
  const agent = event.agent ?? source.attribution.agent ?? null
  const client = event.client ?? source.attribution.client ?? null
  const attributed: string[] = []
  if (client !== (event.client ?? null)) attributed.push('client')
  if (agent !== (event.agent ?? null)) attributed.push('agent')
  return { agent, client, attributed, evidence: attributed.length > 0 ? 'inferred' : evidence }
}

function refused(arrived: Arrived, value: unknown, refusal: Refusal, open = true): { letter: Letter } {
  return { letter: { ...refusal, index: arrived.index, body: maskRecord(arrived.text, value), at: timeOf(value), open, kept: true } }
}

/** What tells of no act, of a stream that is mostly that: counted as rejected, not kept, no gap. */
function passedOver({ index }: Arrived, refusal: Refusal): { letter: Letter } {
  return { letter: { ...refusal, index, body: '', at: null, open: false, kept: false } }
}

/** A draft that a later step refused, as a letter. */
export function letterOf(draft: Draft, refusal: Refusal): Letter {
  return { ...refusal, index: draft.index, body: maskRecord(draft.text, JSON.parse(draft.text)), at: draft.at, open: true, kept: true }
}

/** What a refused record says of its time, where it can be read and PostgreSQL can keep it. */
function timeOf(value: unknown): number | null {
  if (typeof value !== 'object' || value === null) return null
  for (const name of ['occurredAt', 'logged_at', 'time']) {
    const member: unknown = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
    const at = typeof member === 'string' && member.length <= 64 ? parseTime(member) : null
    if (at !== null) return at
  }
  return null
}
