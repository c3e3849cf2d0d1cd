import { canonicalJson } from '@/lib/canonical-json'
import { sha256Hex } from '@/lib/hash'
import { canonicalHumanName } from '@/lib/names/resolve'
import type { NativeEvent } from './model'

/** The first 128 bits of SHA-256, as 32 hex digits: what PostgreSQL keeps as a uuid. */
export function digest128(text: string): string {
  return sha256Hex(text).slice(0, 32)
}

/**
 * The content of an event as one text, the same for every spelling of the same event (order of members, offset of the time,
 * case of an address). Its parts are set apart by U+0000, which no part can contain; an absent one is empty, which no present
 * one can be. The source's own id is left out: it says which event this is, not what happened.
 */
export function contentOf(event: NativeEvent, at: number): string {
  const parts = [
    at, event.kind, event.server, event.target, event.access, event.human === undefined ? undefined : canonicalHumanName(event.human), event.client,
    event.agent, event.task, event.session, event.traceId, event.spanId, event.parentSpanId, event.outcome, event.decisionId, event.durationMs,
    event.delegation === undefined ? undefined : canonicalJson(event.delegation), event.parameters === undefined ? undefined : parametersText(event.parameters),
    event.resources?.length,
  ]
  const head = parts.join('\u0000')
  return event.resources === undefined || event.resources.length === 0 ? head : `${head}\u0000${event.resources.join('\u0000')}`
}

function parametersText(parameters: Record<string, unknown>): string {
  try {
    return canonicalJson(parameters)
  } catch {
    // A number beyond the range of doubles, which JSON.parse reads as infinity and JSON.stringify writes as null.
    return canonicalJson(JSON.parse(JSON.stringify(parameters)))
  }
}

/**
 * The key of an event: a digest of (source, the source's id), or of (source, content) where the source gives no ids. It does not
 * depend on any secret, so it is the same after a restore or a move.
 */
export function eventKey(sourceId: string, id: string | undefined, content: string): string {
  return digest128(id === undefined ? `content\u0000${sourceId}\u0000${content}` : `id\u0000${sourceId}\u0000${id}`)
}

/** The key of the act an event tells of, for recognising another source's report of it; null when nothing says so. */
export function actKey(event: NativeEvent, callId: string | undefined): string | null {
  if (callId !== undefined) return digest128(`call\u0000${callId}\u0000${event.kind}`)
  if (event.traceId === undefined || event.spanId === undefined) return null
  return digest128(`span\u0000${event.traceId}\u0000${event.spanId}\u0000${event.kind}`)
}

/** An event's id as machines see it. */
export function eventId(key: string): string {
  return `evt_${key.replaceAll('-', '')}`
}

/** The key inside an event's id; null when the text is no such id. */
export function keyOfEventId(id: string): string | null {
  return /^evt_[0-9a-f]{32}$/.test(id) ? id.slice(4) : null
}
