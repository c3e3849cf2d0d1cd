'use client'

import { useRouter } from 'next/navigation'
import { Histogram, type HistogramSeries } from '@/components/charts/histogram'
import { paths } from '@/lib/paths'

const SERIES: HistogramSeries[] = [
  { key: 'granted', label: 'granted', tone: 'used' },
  { key: 'executed', label: 'not granted, executed', tone: 'critical', crossed: true, glyph: 'executed' },
  { key: 'blocked', label: 'not granted, blocked', tone: 'critical', shape: 'outline', glyph: 'blocked' },
]

type Counted = { stepMs: number; buckets: { at: string; granted: number; executed: number; blocked: number }[] }

const DAY = 86_400_000

/** Calls over time; drawing over the bars narrows the list to that stretch, in the address. */
export function EventHistogram({ histogram, query }: { histogram: Counted | null; query: Record<string, string | undefined> }) {
  const router = useRouter()
  if (histogram === null || histogram.buckets.length === 0) return null
  const { stepMs, buckets } = histogram
  const total = buckets.reduce((sum, one) => sum + one.granted + one.executed + one.blocked, 0)
  return (
    <Histogram
      label={`${total.toLocaleString('en-GB')} calls over time`} series={SERIES}
      buckets={buckets.map((one) => ({ at: one.at, label: labelOf(one.at, stepMs), values: { granted: one.granted, executed: one.executed, blocked: one.blocked } }))}
      onBrush={(from, to) => router.push(paths.activity({ ...query, from, to: new Date(Date.parse(to) + stepMs).toISOString() }), { scroll: false })}
    />
  )
}

function labelOf(at: string, stepMs: number): string {
  return stepMs >= DAY ? at.slice(5, 10) : `${stepMs >= DAY / 24 ? `${at.slice(8, 10)} ` : ''}${at.slice(11, 16)}`
}
