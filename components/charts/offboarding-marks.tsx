'use client'

import { usePlotArea } from 'recharts'
import type { CallBar, LabelPlace } from './offboarding-calls-model'

type Span = { from: number; to: number; now: number }

/** Where a moment stands: the steps are equal, so time runs evenly over the plot. */
function placeOf(at: number, { from, to }: Pick<Span, 'from' | 'to'>, area: { x: number; width: number }): number {
  return area.x + Math.min(1, Math.max(0, (at - from) / Math.max(1, to - from))) * area.width
}

const STRIP = 12

/** Under the bars: hatched where nobody listened, in a strip where only at times; sunken what has not happened yet. */
export function GapLayer({ bars, step, fill, ...span }: Span & { bars: readonly CallBar[]; step: number; fill: string }) {
  const area = usePlotArea()
  if (area === undefined) return null
  const today = placeOf(span.now, span, area)
  return (
    <g>
      {today < area.x + area.width ? <rect x={today} y={area.y} width={area.x + area.width - today} height={area.height} fill="var(--bg-sunken)" /> : null}
      {bars.filter((bar) => bar.gap !== 'none').map((bar) => {
        const from = Date.parse(bar.at)
        const [left, right] = [placeOf(from, span, area), placeOf(Math.min(from + step, span.now), span, area)]
        return <rect key={bar.at} x={left} y={area.y} width={Math.max(2, right - left)} height={bar.gap === 'all' ? area.height : STRIP} fill={fill} />
      })}
    </g>
  )
}

const LINE = 13
const LETTER = 6
/** So wide is the word "now" left of its line. */
const NOW = 32
const SHORT = 460

/** Over the bars: when each stage began, and now. Words stand to the right of their line, or to the left where the next is near or the edge. */
export function MarkLayer({ places, ...span }: Span & { places: readonly LabelPlace[] }) {
  const area = usePlotArea()
  if (area === undefined) return null
  const narrow = area.width < SHORT
  const end = area.x + area.width
  const today = placeOf(span.now, span, area)
  return (
    <g>
      {places.map((place, index) => {
        const x = placeOf(place.at, span, area)
        const words = narrow ? place.number : place.name
        // About six pixels a letter at this size.
        const wide = words.length * LETTER + 8
        const next = places[index + 1]
        const before = places[index - 1]
        const room = Math.min(next === undefined ? end : placeOf(next.at, span, area), today > x + 1 ? today - NOW : end) - x
        const left = !narrow && room < wide && x - (before === undefined ? area.x : placeOf(before.at, span, area)) > wide
        // Where neither side has room, and where its own words would lie under "now", it stands a line higher.
        const raised = !narrow && ((!left && room < wide) || (left && today - x < NOW))
        const top = area.y - 8 - (raised ? LINE : 0)
        return (
          <g key={place.name}>
            <path d={`M${x} ${top - 6}V${area.y + area.height}`} stroke="var(--ink-2)" />
            <text className="mark" x={narrow ? x : left ? x - 4 : x + 4} y={narrow ? area.y - 16 : top} textAnchor={narrow ? 'middle' : left ? 'end' : 'start'}>{words}</text>
          </g>
        )
      })}
      <path d={`M${today} ${area.y - 14}V${area.y + area.height}`} stroke="var(--accent)" strokeWidth="1.5" />
      <text className="today" x={today - 4} y={area.y - 8} textAnchor="end">now</text>
    </g>
  )
}
