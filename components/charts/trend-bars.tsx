'use client'

import type { ReactNode } from 'react'
import { Bar, BarChart, Cell, ResponsiveContainer, XAxis, YAxis } from 'recharts'
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
  points: readonly { label: string; value: number }[]
}

const TALL = 44

/** Small multiples on one time axis, each with its own scale, which it names; the last bar, today, is coloured. */
export function TrendBars({ label, items }: { label: string; items: readonly TrendItem[] }) {
  const times = items[0]?.points.map((point) => point.label) ?? []
  return (
    <div className="plot">
      <div className="trend">{items.map((item) => <Trend key={item.key} item={item} />)}</div>
      <TableTwin caption={label} heads={['Day', ...items.map((item) => item.text)]} rows={times.map((time, place) => ({ id: time, cells: [time, ...items.map((item) => (item.points[place]?.value ?? 0).toLocaleString('en-US'))] }))} />
    </div>
  )
}

function Trend({ item }: { item: TrendItem }) {
  const last = item.points.length - 1
  const most = item.points.reduce((max, point) => Math.max(max, point.value), 0)
  return (
    <figure>
      <figcaption>{item.label}<b>{item.now.toLocaleString('en-US')}</b>{item.note === undefined ? null : <span className="lab">{item.note}</span>}</figcaption>
      <div role="img" aria-label={`${item.text}: now ${item.now}, at most ${most}, from ${item.points[0]?.label ?? ''} to ${item.points[last]?.label ?? ''}`}>
        <ResponsiveContainer width="100%" height={TALL} initialDimension={{ width: 180, height: TALL }}>
          <BarChart data={[...item.points]} margin={{ top: 0, right: 0, bottom: 0, left: 0 }} barCategoryGap={1} accessibilityLayer={false}>
            <XAxis dataKey="label" tick={false} tickLine={false} height={1} />
            <YAxis hide domain={[0, Math.max(most, 1)]} />
            <Bar dataKey="value" isAnimationActive={false}>
              {item.points.map((point, place) => <Cell key={point.label} fill={inkOf(place === last ? item.tone : 'used')} />)}
            </Bar>
          </BarChart>
        </ResponsiveContainer>
      </div>
      <div className="plot-ends"><span>{item.points[0]?.label}</span><span>max {most.toLocaleString('en-US')}</span><span>{item.points[last]?.label}</span></div>
    </figure>
  )
}
