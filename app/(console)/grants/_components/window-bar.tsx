import { Time } from '@/components/ui/time'
import type { Interval } from '@/lib/grants/model'

const WIDTH = 1000
const DAY = 86_400_000

type Span = { from: number; to: number }

/** The stretch of time drawn: the whole window, or 90 days past now where it has no end. */
export function spanOf(validFrom: number, end: number | null, now: number): Span {
  const to = end ?? Math.max(now, validFrom) + 90 * DAY
  return { from: validFrom, to: Math.max(to, validFrom + 1) }
}

/** When the grant was and will be in force: filled = in force, outline = within its window but at rest, a line = now. */
export function WindowBar({ validFrom, end, intervals, now }: { validFrom: number; end: number | null; intervals: readonly Interval[]; now: number }) {
  const span = spanOf(validFrom, end, now)
  const x = (time: number): number => Math.round(((Math.min(Math.max(time, span.from), span.to) - span.from) / (span.to - span.from)) * WIDTH)
  return (
    <figure className="grid gap-1">
      <svg viewBox={`0 0 ${WIDTH} 20`} preserveAspectRatio="none" className="h-5 w-full" role="img" aria-label={labelOf(intervals, now)}>
        <rect x="0.5" y="4" width={WIDTH - 1} height="12" fill="none" stroke="var(--x-unused)" vectorEffect="non-scaling-stroke" />
        {intervals.map((interval) => (
          <rect key={interval.from} x={x(interval.from)} y="4" width={Math.max(2, x(interval.to ?? span.to) - x(interval.from))} height="12" fill="var(--x-used)" />
        ))}
        {now < span.from || now > span.to ? null : <line x1={x(now)} x2={x(now)} y1="0" y2="20" stroke="var(--ink)" strokeWidth="2" vectorEffect="non-scaling-stroke" />}
      </svg>
      <figcaption className="flex flex-wrap justify-between gap-x-4 text-ink-3">
        <span>from <Time iso={new Date(validFrom).toISOString()} /></span>
        <span>{end === null ? 'without an end' : <>until <Time iso={new Date(end).toISOString()} /></>}</span>
      </figcaption>
    </figure>
  )
}

function labelOf(intervals: readonly Interval[], now: number): string {
  const inForce = intervals.some((interval) => interval.from <= now && (interval.to === null || now < interval.to))
  const times = intervals.length === 1 ? 'one stretch' : `${intervals.length} stretches`
  return `${inForce ? 'In force now' : 'Not in force now'}; ${times} of time in all. Filled is in force, outline is at rest.`
}
