/** Whether some source listened: throughout, not all the time, or never. */
export type BarGap = 'none' | 'part' | 'all'
/** One step of the picture. `at`: its beginning, RFC 3339 in UTC. */
export type CallBar = { at: string; executed: number; refused: number; gap: BarGap }
export const GAP_WORDS: Record<BarGap, string> = { none: 'all the time', part: 'not all the time', all: 'no telemetry' }
export type StageMarkAt = { /** "frozen" */ name: string; at: string; /** Its place among the stages, for a narrow picture. */ number: number }
/** A line with its words; stages that began together share one. */
export type LabelPlace = { at: number; name: string; number: string }

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** "27 Nov", in UTC. */
export function shortTime(at: string): string {
  return `${Number(at.slice(8, 10))} ${MONTHS[Number(at.slice(5, 7)) - 1] ?? ''}`
}

/** Steps put together into larger ones that begin at multiples of `step` since the epoch. */
export function coarser(bars: readonly CallBar[], step: number): CallBar[] {
  const sums = new Map<number, CallBar>()
  for (const bar of bars) {
    const start = Math.floor(Date.parse(bar.at) / step) * step
    const sum = sums.get(start)
    sums.set(start, sum === undefined ? { ...bar, at: new Date(start).toISOString() } : { at: sum.at, executed: sum.executed + bar.executed, refused: sum.refused + bar.refused, gap: sum.gap === bar.gap ? bar.gap : 'part' })
  }
  return [...sums.values()].toSorted((a, b) => a.at.localeCompare(b.at))
}

const TOGETHER = 10 * 60_000

/** Marks in order; those within ten minutes of each other are one line: an emergency freezes, revokes and watches at once. */
export function labelPlaces(marks: readonly StageMarkAt[]): LabelPlace[] {
  const places: LabelPlace[] = []
  for (const mark of marks) {
    const at = Date.parse(mark.at)
    const last = places.at(-1)
    if (last !== undefined && at - last.at < TOGETHER) {
      last.name = `${last.name}, ${mark.name}`
      last.number = `${last.number}–${mark.number}`.replace(/–\d+–/, '–')
    } else places.push({ at, name: mark.name, number: String(mark.number) })
  }
  return places
}

/** Ticks from 0 to at least `most`, at so many equal steps of 1, 2 or 5 times a power of ten at least; never less than 4 in all. */
export function roundTicks(most: number, steps: number): number[] {
  const least = Math.max(most, 4) / steps
  const power = 10 ** Math.floor(Math.log10(least))
  const step = Math.max(1, ([1, 2, 5, 10].find((one) => one * power >= least) ?? 10) * power)
  return Array.from({ length: Math.ceil(Math.max(most, 4) / step) + 1 }, (_, place) => place * step)
}
