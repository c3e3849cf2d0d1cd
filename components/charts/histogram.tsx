'use client'

import { type ReactNode, useId, useMemo, useState } from 'react'
import { Bar, BarChart, ReferenceArea, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { Glyph, type GlyphName } from '@/components/ui/glyph'
import { barShape } from './bar-shape'
import { HistogramTip } from './histogram-tip'
import { TableTwin } from './table-twin'
import type { Tone } from './tones'

export type HistogramSeries = { key: string; label: string; tone: Tone; shape?: 'filled' | 'outline'; /** The heavy cross above each piece; for what nobody allowed. */ crossed?: boolean; glyph?: GlyphName }
export type HistogramBucket = { at: string; label: string; values: Readonly<Record<string, number>>; /** No telemetry in it. */ gap?: boolean }

export type HistogramProps = {
  /** The answer in words, for those who do not see it. */
  label: string
  series: readonly HistogramSeries[]
  buckets: readonly HistogramBucket[]
  height?: number
  /** The small one of a ledger: no axis, no key, no twin. */
  compact?: boolean
  /** Says in words what the hatch is. */
  gapNote?: ReactNode
  /** The chosen range, by `at` of its first and last bucket. */
  brush?: { from: string; to: string } | null
  onBrush?: (from: string, to: string) => void
}

/** Stacked bars over time, first series at the bottom. Hatch = no telemetry, which is neither zero nor quiet. */
export function Histogram({ label, series, buckets, height, compact = false, gapNote, brush, onBrush }: HistogramProps) {
  const hatch = useId()
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null)
  const data = useMemo(() => buckets.map((bucket) => ({ at: bucket.at, name: bucket.label, ...Object.fromEntries(series.map(({ key }) => [key, bucket.values[key] ?? 0])) })), [buckets, series])
  const shapes = useMemo(() => series.map((one) => barShape(one.tone, one.shape === 'outline', one.crossed === true && !compact)), [series, compact])
  const labels = useMemo(() => new Map(buckets.map((bucket) => [bucket.at, bucket.label])), [buckets])
  const nameAt = (at: string) => (labels.has(at) ? at : undefined)
  const marked = drag === null ? (brush ? { from: nameAt(brush.from), to: nameAt(brush.to) } : null) : { from: buckets[Math.min(drag.from, drag.to)]?.at, to: buckets[Math.max(drag.from, drag.to)]?.at }
  const finish = () => {
    setDrag(null)
    if (drag !== null && marked?.from !== undefined && marked.to !== undefined) onBrush?.(marked.from, marked.to)
  }
  const tall = height ?? (compact ? 26 : 110)
  return (
    <div className="plot">
      <div className={onBrush === undefined ? 'canvas' : 'canvas brush'} role="img" aria-label={label} onMouseLeave={() => setDrag(null)}>
        <ResponsiveContainer width="100%" height={tall} initialDimension={{ width: compact ? 248 : 960, height: tall }}>
          <BarChart
            data={data} margin={{ top: compact ? 2 : 12, right: 0, bottom: 0, left: 0 }} barCategoryGap={compact ? 1 : '12%'} accessibilityLayer={false}
            {...(onBrush === undefined ? {} : {
              onMouseDown: ({ activeTooltipIndex }) => setDrag(placeOf(activeTooltipIndex)),
              onMouseMove: ({ activeTooltipIndex }) => setDrag((before) => (before === null ? null : { from: before.from, to: placeOf(activeTooltipIndex)?.to ?? before.to })),
              onMouseUp: finish,
            })}
          >
            <defs>
              <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect width="6" height="6" fill="var(--unknown-wash)" /><path d="M0 0v6" stroke="var(--unknown)" />
              </pattern>
            </defs>
            <XAxis dataKey="at" hide={compact} tickFormatter={(at: string) => labels.get(at) ?? ''} tickLine={false} interval="preserveStartEnd" minTickGap={48} height={compact ? 1 : 22} />
            <YAxis hide domain={[0, 'dataMax']} />
            {gapsOf(buckets).map((gap) => <ReferenceArea key={gap.from} x1={gap.from} x2={gap.to} fill={`url(#${hatch})`} fillOpacity={1} ifOverflow="visible" />)}
            {marked?.from === undefined ? null : <ReferenceArea x1={marked.from} x2={marked.to} fill="var(--accent-wash)" fillOpacity={1} stroke="var(--accent)" />}
            <Tooltip isAnimationActive={false} cursor={{ fill: 'var(--bg-hover)' }} content={<HistogramTip series={series} buckets={buckets} />} />
            {series.map((one, place) => <Bar key={one.key} dataKey={one.key} stackId="all" isAnimationActive={false} shape={shapes[place]} />)}
          </BarChart>
        </ResponsiveContainer>
      </div>
      {compact ? null : <Keys series={series} gapNote={buckets.some((bucket) => bucket.gap === true) ? gapNote ?? 'no telemetry' : undefined} />}
      {compact ? null : <TableTwin caption={label} heads={['Time', ...series.map((one) => one.label)]} rows={buckets.map((bucket) => ({ id: bucket.at, cells: [bucket.label, ...series.map((one) => (bucket.gap === true ? 'no telemetry' : (bucket.values[one.key] ?? 0).toLocaleString('en-US')))] }))} />}
    </div>
  )
}

function Keys({ series, gapNote }: { series: readonly HistogramSeries[]; gapNote?: ReactNode }) {
  return (
    <div className="keys">
      {series.map((one) => (
        <span key={one.key} className={one.tone === 'critical' ? `bad tone-${one.tone}` : `tone-${one.tone}`}>{one.glyph === undefined ? <i className={one.shape === 'outline' ? 'hollow' : 'filled'} /> : <Glyph name={one.glyph} />}{one.label}</span>
      ))}
      {gapNote === undefined ? null : <span className="tone-unknown"><i className="gap" />{gapNote}</span>}
    </div>
  )
}

function placeOf(index: unknown): { from: number; to: number } | null {
  const place = Number(index)
  return index === null || index === undefined || !Number.isInteger(place) ? null : { from: place, to: place }
}

/** Neighbouring buckets without telemetry, as stretches. */
function gapsOf(buckets: readonly HistogramBucket[]): { from: string; to: string }[] {
  const gaps: { from: string; to: string }[] = []
  let open: { from: string; to: string } | null = null
  for (const bucket of buckets) {
    if (bucket.gap !== true) open = null
    else if (open === null) gaps.push((open = { from: bucket.at, to: bucket.at }))
    else open.to = bucket.at
  }
  return gaps
}
