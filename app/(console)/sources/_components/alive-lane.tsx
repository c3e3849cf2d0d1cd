import { useId } from 'react'

const DAY = 86_400_000

export type AliveLaneProps = { alive: readonly { from: string; to: string }[]; now: string; days?: number; stated: boolean }

/** When a source was alive, in event time: filled where it was, hatched where nobody can tell. The same in words beside it. */
export function AliveLane({ alive, now, days = 90, stated }: AliveLaneProps) {
  const hatch = useId()
  const end = Date.parse(now)
  const start = end - days * DAY
  const parts = alive.map(({ from, to }) => ({ from: Math.max(start, Date.parse(from)), to: Math.min(end, Date.parse(to)) })).filter((part) => part.to > part.from)
  const share = parts.reduce((sum, part) => sum + part.to - part.from, 0) / (end - start)
  const words = stated ? `alive ${Math.round(share * 1000) / 10} % of the last ${days} days` : 'it never stated a heartbeat, so nothing is concluded from its silence'
  const percent = (length: number) => `${(length / (end - start)) * 100}%`
  return (
    <svg width="100%" height="8" role="img" aria-label={words}>
      <title>{words}</title>
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" fill="var(--unknown-wash)" /><path d="M0 0v6" stroke="var(--unknown)" />
        </pattern>
      </defs>
      <rect width="100%" height="8" fill={`url(#${hatch})`} />
      {parts.map((part) => <rect key={part.from} x={percent(part.from - start)} width={percent(Math.max((end - start) / 900, part.to - part.from))} height="8" fill="var(--x-used)" />)}
    </svg>
  )
}
