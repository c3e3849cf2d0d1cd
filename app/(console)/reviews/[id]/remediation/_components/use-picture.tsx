'use client'

import { Histogram } from '@/components/charts/histogram'
import { dayInWords } from '@/lib/grants/day-in-words'
import type { UseDay } from '@/lib/views/review-use-picture'

/** Calls per day before the end and in spite of it; hatched where no source can vouch for a quiet day. */
export function UsePicture({ days, endedAt }: { days: readonly UseDay[]; endedAt: string }) {
  const sum = (key: 'before' | 'after' | 'blocked'): string => days.reduce((all, day) => all + day[key], 0).toLocaleString('en-US')
  return (
    <Histogram
      height={84} label={`Calls per day around the end on ${dayInWords(endedAt)}: ${sum('before')} under the grant before it, ${sum('after')} came through after it, ${sum('blocked')} were blocked`}
      series={[{ key: 'before', label: 'before the end', tone: 'used' }, { key: 'after', label: 'after the end', tone: 'critical', crossed: true, glyph: 'executed' }, { key: 'blocked', label: 'blocked', tone: 'critical', shape: 'outline', glyph: 'blocked' }]}
      buckets={days.map((day) => ({ at: day.day, label: dayInWords(day.day).replace(/ \d{4}$/, ''), values: { before: day.before, after: day.after, blocked: day.blocked }, gap: day.gap && day.before + day.after + day.blocked === 0 }))}
      gapNote="no source can vouch for the day"
    />
  )
}
