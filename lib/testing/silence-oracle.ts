import type { SilenceFacts } from '@/lib/offboarding/silence'

export const MINUTE = 60_000

/** A second reading of the proof of silence: minute by minute, for facts in which everything happens at a full minute. */
export type Minutes = { from: number; vouched: boolean[]; verdict: 'silent' | 'watching' | 'still_calling' | 'not_evaluable'; due: number | null }

export function readMinutes(facts: SilenceFacts): Minutes {
  let from = facts.watchFrom
  let [last, alarm] = [0, false]
  for (const one of facts.heard) {
    if (one.lastAt >= from) from = one.lastAt + MINUTE
    last = Math.max(last, one.lastAt)
    if (one.lastAt >= facts.alarmFrom) alarm = true
  }
  const vouched: boolean[] = []
  for (let at = from; at < facts.now; at += MINUTE) vouched.push(facts.servers.every((server) => listenedTo(facts, server.slug, at)))
  const able = facts.servers.every((server) => facts.sources.some((source) => speaksFor(source, server.slug) && proves(source)))
  const letters = facts.sources.some((source) => facts.servers.some((server) => speaksFor(source, server.slug)) && source.deadLetters.some((at) => from <= at && at < facts.now))
  const needed = facts.watchMs / MINUTE
  let [counted, due] = [0, null as number | null]
  vouched.forEach((yes, index) => {
    if (yes) counted += 1
    if (yes && counted === needed) due = from + (index + 1) * MINUTE
  })
  // What is still wanting, were everything vouched for from now on.
  const expected = due ?? (able ? facts.now + (needed - counted) * MINUTE : null)
  const since = Math.max(last, facts.reopenedAt ?? 0)
  const verdict = alarm && facts.now - since < 24 * 60 * MINUTE ? 'still_calling' : letters ? 'not_evaluable' : due !== null ? 'silent' : able && !vouched.includes(false) ? 'watching' : 'not_evaluable'
  return { from, vouched, verdict, due: expected }
}

type Source = SilenceFacts['sources'][number]

function speaksFor(source: Source, slug: string): boolean {
  return source.covers.length === 0 || source.covers.includes(slug)
}

function proves(source: Source): boolean {
  return ['gateway', 'server'].includes(source.vantage) && !source.sampled && source.heartbeatMs !== null
}

function listenedTo(facts: SilenceFacts, slug: string, at: number): boolean {
  return facts.sources.some((source) => {
    if (!speaksFor(source, slug) || !proves(source)) return false
    if (source.drops.some((drop) => drop.count > 0 && drop.from < at + MINUTE && drop.to >= at)) return false
    const lastEnd = source.alive.map((one) => one.to).sort((a, b) => b - a)[0]
    return source.alive.some((one) => {
      const end = one.to === lastEnd && one.to < facts.now && one.to + (source.heartbeatMs ?? 0) >= facts.now ? facts.now : one.to
      return one.from <= at && at + MINUTE <= end
    })
  })
}
