import { PlainTable } from '@/components/table/plain-table'
import { Disclosure } from '@/components/ui/disclosure'
import { dayInWords } from '@/lib/grants/day-in-words'

const DAY = 86_400_000
const HEIGHT = 48

/** Calls per UTC day as bars, with the same numbers as a table. A day without a call leaves a gap, since the roll-up has no row for it. */
export function UseByDay({ days, since, until }: { days: readonly { day: string; calls: number }[]; since: string; until: string }) {
  const first = Date.parse(since)
  const slots = Math.max(1, Math.round((Date.parse(until) - first) / DAY) + 1)
  const most = Math.max(1, ...days.map((day) => day.calls))
  const total = days.reduce((sum, day) => sum + day.calls, 0)
  return (
    <figure className="grid gap-1">
      <svg viewBox={`0 0 ${slots * 4} ${HEIGHT}`} preserveAspectRatio="none" className="h-12 w-full" role="img" aria-label={`${total.toLocaleString('en-US')} calls on ${days.length} of ${slots} days, at most ${most.toLocaleString('en-US')} on one`}>
        {days.map(({ day, calls }) => {
          const height = Math.max(1.5, (calls / most) * (HEIGHT - 1))
          return <rect key={day} x={((Date.parse(day) - first) / DAY) * 4} y={HEIGHT - 0.5 - height} width="3" height={height} fill="var(--x-used)" />
        })}
        <line x1="0" x2={slots * 4} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--line-strong)" vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption className="flex justify-between text-ink-3"><span>{dayInWords(since)}</span><span>{dayInWords(until)}, UTC days</span></figcaption>
      <Disclosure summary="As a table">
        <PlainTable label="Calls per day" columns={[{ head: 'Day, UTC' }, { head: 'Calls', align: 'num' }]} rows={days.map(({ day, calls }) => ({ id: day, cells: [dayInWords(day), calls.toLocaleString('en-US')] }))} />
      </Disclosure>
    </figure>
  )
}
