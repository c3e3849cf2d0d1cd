'use client'

import type { HistogramBucket, HistogramSeries } from './histogram'

/** What one bucket holds, under the pointer. The chart library hands in `active` and `label`. */
export function HistogramTip({ active, label, series, buckets }: { active?: boolean; label?: string | number; series: readonly HistogramSeries[]; buckets: readonly HistogramBucket[] }) {
  const bucket = buckets.find((one) => one.at === label)
  if (active !== true || bucket === undefined) return null
  return (
    <div className="chart-tip">
      <b>{bucket.label}</b>
      {bucket.gap === true ? <p>no telemetry</p> : null}
      {series.map((one) => <p key={one.key}>{(bucket.values[one.key] ?? 0).toLocaleString('en-US')} {one.label}</p>)}
    </div>
  )
}
