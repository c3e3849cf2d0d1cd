/** An interval in event time, milliseconds, both ends included. */
export type Alive = { from: number; to: number }

/**
 * Adds times at which a source is known to have been alive (its events', and how far it says it has delivered) to its alive
 * intervals. Two times belong to one interval when no gap between neighbours is longer than the heartbeat; the result does not
 * depend on the order in which times arrive. Sorted, disjoint.
 */
export function extendAlive(intervals: readonly Alive[], times: Iterable<number>, heartbeatMs: number): Alive[] {
  const all = [...intervals, ...runs(times, heartbeatMs)].sort((a, b) => a.from - b.from || a.to - b.to)
  const merged: Alive[] = []
  for (const next of all) {
    const last = merged.at(-1)
    if (last !== undefined && next.from - last.to <= heartbeatMs) last.to = Math.max(last.to, next.to)
    else merged.push({ ...next })
  }
  return merged
}

/** Times as the runs they form by themselves, so that a batch of thousands adds few intervals. */
function runs(times: Iterable<number>, heartbeatMs: number): Alive[] {
  const found: Alive[] = []
  for (const time of Float64Array.from(times).sort()) {
    const last = found.at(-1)
    if (last !== undefined && time - last.to <= heartbeatMs) last.to = time
    else found.push({ from: time, to: time })
  }
  return found
}

export type Health = 'alive' | 'silent' | 'never' | 'not_stated'

/**
 * How a source is at `now`: without a stated heartbeat nothing is concluded; one never heard of is `never`; heard of within one
 * heartbeat (of anything: events, heartbeats) is alive, as drift judges it.
 */
export function healthOf(source: { heartbeatMs: number | null; lastHeardAt: number | null }, now: number): Health {
  if (source.heartbeatMs === null) return 'not_stated'
  if (source.lastHeardAt === null) return 'never'
  return now - source.lastHeardAt <= source.heartbeatMs ? 'alive' : 'silent'
}
