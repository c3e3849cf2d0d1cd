'use client'

import type { ReactNode } from 'react'
import { Bar, BarChart, Cell, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { barShape } from './bar-shape'
import { TableTwin } from './table-twin'
import { inkOf, type Tone } from './tones'

export type TrendItem = {
  key: string
  /** Shape and word, e.g. a severity mark. */
  label: ReactNode
  text: string
  tone: Tone
  now: number
  /** "+2 today". */
  note?: string
  /** Null = nothing is known of that day, which is not zero. */
  points: readonly { label: string; value: number | null }[]
}

const TALL = 44
/** Of the height: a low outline on the ground, which no value looks like. */
const GAP = 0.09
const UNKNOWN = barShape('unknown', true, false)

/** Small multiples on one time axis, each with its own scale, which it names; the last bar, today, is coloured. */
export function TrendBars({ label, items, gapNote = 'not known' }: { label: string; items: readonly TrendItem[]; /** What a day without a value means. */ gapNote?: string }) {
  const times = items[0]?.points.map((point) => point.label) ?? []
  return (
    <div className="plot">
      <div className="trend">{items.map((item) => <Trend key={item.key} item={item} gapNote={gapNote} />)}</div>
      {items.some(({ points }) => points.some(({ value }) => value === null)) ? <p className="keys"><span className="tone-unknown"><i className="hollow" />{gapNote}</span></p> : null}
      <TableTwin caption={label} heads={['Day', ...items.map((item) => item.text)]} rows={times.map((time, place) => ({ id: time, cells: [time, ...items.map((item) => item.points[place]?.value?.toLocaleString('en-US') ?? gapNote)] }))} />
    </div>
  )
}

function Trend({ item, gapNote }: { item: TrendItem; gapNote: string }) {
  const last = item.points.length - 1
  const most = item.points.reduce((max, point) => Math.max(max, point.value ?? 0), 0)
  const gaps = item.points.filter(({ value }) => value === null).length
  const ceiling = Math.max(most, 1)
  return (
    <figure>
      <figcaption>{item.label}<b>{item.now.toLocaleString('en-US')}</b>{item.note === undefined ? null : <span className="lab">{item.note}</span>}</figcaption>
      <div role="img" aria-label={`${item.text}: now ${item.now}, at most ${most}, from ${item.points[0]?.label ?? ''} to ${item.points[last]?.label ?? ''}${gaps === 0 ? '' : `; ${gaps} days ${gapNote}`}`}>
        <ResponsiveContainer width="100%" height={TALL} initialDimension={{ width: 180, height: TALL }}>
          <BarChart data={item.points.map((point) => ({ ...point, gap: point.value === null ? ceiling * GAP : 0 }))} margin={{ top: 0, right: 0, bottom: 0, left: 0 }} barCategoryGap={1} accessibilityLayer={false}>
            <XAxis dataKey="label" tick={false} tickLine={false} height={1} />
            <YAxis hide domain={[0, ceiling]} />
            <Bar dataKey="gap" stackId="day" isAnimationActive={false} shape={UNKNOWN} />
            <Bar dataKey="value" stackId="day" isAnimationActive={false}>
              {item.points.map((point, place) => <Cell key={point.label} fill={inkOf(place === last ? item.tone : 'used')} />)}
            </Bar>
          </BarChart>
        </ResponsiveContainer>
      </div>
      <div className="plot-ends"><span>{item.points[0]?.label}</span><span>max {most.toLocaleString('en-US')}</span><span>{item.points[last]?.label}</span></div>
    </figure>
  )
}
