import { type Covered, covers } from '@/lib/drift/evaluability'
import type { SourceFact } from '@/lib/drift/model'
import { DAY_MS, type Window } from '@/lib/drift/window'
import type { SilenceVerdict, Verdict } from './model'
import { gapsOf } from './silence-gaps'
import { silenceInWords } from './silence-words'
import { aliveIn, complement, intersection, lengthOf, mayVouch, reachedAt, type ServerVouched, type Spans, vouchedFor } from './vouched'

/** Calls of one caller (or, of a server's case, to it), as far as they were heard. Milliseconds; `executed` and `refused` are counts. */
export type HeardCaller = { name: string; executed: number; refused: number; lastAt: number }

/** Everything that the verdict depends on. Times in milliseconds. */
export type SilenceFacts = {
  now: number
  subject: { kind: 'server' | 'agent' | 'client' | 'person'; name: string }
  /** The watch counts from here, unless something was heard since. */
  watchFrom: number
  watchMs: number
  /** A call from here on is an alarm: when the watch began first; of one that was reopened, when everything was revoked. */
  alarmFrom: number
  reopenedAt: number | null
  /** The servers on which it would have been seen. */
  servers: readonly Covered[]
  sources: readonly SourceFact[]
  /** Heard from the revocation on, executed or refused. */
  heard: readonly HeardCaller[]
  /** The latest events among them, newest first, by id. */
  events: readonly string[]
}

/** So long after the last call it counts as still calling, and one message tells of all of it. */
export const SPELL_MS = DAY_MS

/**
 * What the watch has found. `still_calling`: something was heard in it, and the last of that is less than a day ago; the watch starts
 * again one millisecond after the last call (`from`). `silent`: so much time as is needed was vouched for since, for every server
 * watched, by some source of each; nothing blocks. Otherwise `watching` while all time so far was vouched for, `not_evaluable`
 * when some was not, when nobody can vouch, or when a record that nobody could read waits to be decided on: it may be a call.
 */
export function silenceOf(facts: SilenceFacts): SilenceVerdict {
  const lastAt = facts.heard.reduce((last, one) => Math.max(last, one.lastAt), -Infinity)
  const from = Math.min(Math.max(facts.watchFrom, lastAt + 1), Math.max(facts.now, facts.watchFrom))
  const window = { from, to: Math.max(facts.now, from) }
  const watched = facts.servers.map((server) => ({ server, vouched: vouchedFor(facts.sources, server, window) }))
  const spans = watched.reduce<Spans>((all, one) => intersection(all, one.vouched.spans), from < window.to ? [window] : [])
  const vouchedMs = Math.min(lengthOf(spans), facts.watchMs)
  const reached = reachedAt(spans, facts.watchMs)
  const able = facts.servers.every((server) => facts.sources.some((source) => mayVouch(source) && covers(source, server)))
  const blocking = blockingIn(facts, window)
  const verdict = verdictOf(facts, { lastAt, window, spans, done: reached !== null, able, blocked: blocking.length > 0 })
  const dueAt = reached ?? (able ? window.to + facts.watchMs - vouchedMs : null)
  const servers = watched.map((one) => serverPart(facts, one.server, one.vouched, window))
  const found = {
    verdict, from: iso(from), to: iso(window.to), neededMs: facts.watchMs, vouchedMs, dueAt: dueAt === null ? null : iso(dueAt), servers,
    calls: sum(facts.heard, 'executed') + sum(facts.heard, 'refused'), refused: sum(facts.heard, 'refused'), lastAt: lastAt === -Infinity ? null : iso(lastAt),
    callers: [...facts.heard].sort((a, b) => b.lastAt - a.lastAt || (a.name < b.name ? -1 : 1)).slice(0, MOST).map((one) => ({ name: one.name, calls: one.executed + one.refused, lastAt: iso(one.lastAt) })),
    events: facts.events.slice(0, MOST), blocking,
  }
  return { ...found, text: silenceInWords(facts.subject, found) }
}

const MOST = 20

type Found = { lastAt: number; window: Window; spans: Spans; done: boolean; able: boolean; blocked: boolean }

function verdictOf(facts: SilenceFacts, { lastAt, window, spans, done, able, blocked }: Found): Verdict {
  if (lastAt >= facts.alarmFrom && facts.now < Math.max(lastAt, facts.reopenedAt ?? lastAt) + SPELL_MS) return 'still_calling'
  if (blocked) return 'not_evaluable'
  if (done) return 'silent'
  return able && complement(spans, window).length === 0 ? 'watching' : 'not_evaluable'
}

/** Records of covering sources that could not be read and that nobody has decided on, in words: each may be a call. */
function blockingIn({ sources, servers }: SilenceFacts, window: Window): string[] {
  return sources.filter((source) => servers.some((server) => covers(source, server))).flatMap((source) => {
    const letters = source.deadLetters.filter((at) => at >= window.from && at < window.to).length
    return letters === 0 ? [] : [`${source.name} has ${letters === 1 ? 'a record' : `${letters} records`} in dead letter that may be ${letters === 1 ? 'a call' : 'calls'}; retry or discard ${letters === 1 ? 'it' : 'them'}`]
  })
}

function serverPart({ sources }: SilenceFacts, server: Covered, vouched: ServerVouched, window: Window): SilenceVerdict['servers'][number] {
  const byName = new Map(sources.map((source) => [source.name, source]))
  return {
    id: server.id, name: server.slug, vouchedMs: lengthOf(vouched.spans),
    sources: vouched.sources.map(({ name }) => {
      const source = byName.get(name)
      return { name, alive: (source === undefined ? [] : aliveIn(source, window)).map((one) => ({ from: iso(one.from), to: iso(one.to) })) }
    }),
    gaps: gapsOf(sources, server, complement(vouched.spans, window)).map((one) => ({ from: iso(one.from), to: iso(one.to), why: one.why })),
  }
}

function sum(heard: readonly HeardCaller[], key: 'executed' | 'refused'): number {
  return heard.reduce((all, one) => all + one[key], 0)
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
