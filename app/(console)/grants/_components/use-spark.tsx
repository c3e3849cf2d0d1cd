const STEP = 5
const HEIGHT = 18

/** Calls per week as bars, oldest at the left, with the same numbers in words for whoever does not see them. */
export function UseSpark({ weeks }: { weeks: readonly number[] | null }) {
  if (weeks === null) return <span className="mute">–</span>
  const most = Math.max(0, ...weeks)
  if (most === 0) return <span className="mute">no call</span>
  const used = weeks.filter((calls) => calls > 0).length
  const label = `Used in ${used} of ${weeks.length} weeks, at most ${most.toLocaleString('en-US')} ${most === 1 ? 'call' : 'calls'} in one. Calls per week, oldest first: ${weeks.map((calls) => calls.toLocaleString('en-US')).join(', ')}.`
  return (
    <svg viewBox={`0 0 ${weeks.length * STEP} ${HEIGHT}`} width={weeks.length * STEP} height={HEIGHT} role="img" className="block">
      <title>{label}</title>
      {weeks.map((calls, week) => {
        const height = calls === 0 ? 0 : Math.max(2, (calls / most) * (HEIGHT - 2))
        return calls === 0 ? null : <rect key={week} x={week * STEP} y={HEIGHT - 1 - height} width={STEP - 1} height={height} fill="var(--x-used)" />
      })}
      <line x1="0" x2={weeks.length * STEP} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--line-strong)" />
    </svg>
  )
}
