/** How long each row was in focus, as far as the browser saw it. Times in milliseconds of one clock that never goes back. */
export type Dwell = { spent: ReadonlyMap<string, number>; at: { id: string; since: number } | null }

export const NO_DWELL: Dwell = { spent: new Map(), at: null }

/** Longer than this in one row without a break is somebody at lunch, not somebody reading. */
const MOST = 10 * 60_000

/** The focus goes to `id`; null = away from the rows, or the page is hidden. */
export function lookAt(dwell: Dwell, id: string | null, now: number): Dwell {
  if (dwell.at?.id === id) return dwell
  const at = id === null ? null : { id, since: now }
  if (dwell.at === null) return { spent: dwell.spent, at }
  return { spent: new Map(dwell.spent).set(dwell.at.id, spentOn(dwell, dwell.at.id, now)), at }
}

function spentOn({ spent, at }: Dwell, id: string, now: number): number {
  return (spent.get(id) ?? 0) + (at?.id === id ? Math.min(MOST, Math.max(0, now - at.since)) : 0)
}

/** Seconds so far, to a tenth; what `seconds` of an answer says. */
export function secondsOn(dwell: Dwell, id: string, now: number): number {
  return Math.round(spentOn(dwell, id, now) / 100) / 10
}

/** After an answer the counting begins anew, so that a change of mind is counted by itself. */
export function answered(dwell: Dwell, id: string, now: number): Dwell {
  const spent = new Map(dwell.spent)
  spent.delete(id)
  return { spent, at: dwell.at?.id === id ? { id, since: now } : dwell.at }
}
