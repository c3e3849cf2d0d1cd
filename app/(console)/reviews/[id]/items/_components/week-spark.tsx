const STEP = 7
const BAR = 5
const HEIGHT = 18

/** Calls per week as bars, oldest at the left; a week without any is a dash on the line. One path for each ink, since rows are many. */
export function WeekSpark({ weeks }: { weeks: readonly number[] }) {
  const most = Math.max(1, ...weeks)
  const used = weeks.filter((calls) => calls > 0).length
  const label = weeks.length === 0 ? 'Calls per week are not known.' : used === 0 ? `No call in ${weeks.length} weeks.` : `Calls per week, oldest first: ${weeks.map((calls) => calls.toLocaleString('en-US')).join(', ')}.`
  const bar = (calls: number, week: number): string => {
    const height = Math.max(2, Math.round((calls / most) * (HEIGHT - 1)))
    return `M${week * STEP} ${HEIGHT - height}h${BAR}v${height}h-${BAR}z`
  }
  const width = Math.max(1, weeks.length) * STEP - (STEP - BAR)
  return (
    <svg viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} preserveAspectRatio="none" role="img" aria-label={label}>
      <path d={weeks.map((calls, week) => (calls === 0 ? `M${week * STEP} ${HEIGHT - 1}h${BAR}v1h-${BAR}z` : '')).join('')} fill="var(--line-strong)" />
      <path d={weeks.map((calls, week) => (calls === 0 ? '' : bar(calls, week))).join('')} fill="var(--x-used)" />
    </svg>
  )
}
