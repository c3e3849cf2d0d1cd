const DAY = 86_400_000

export type AliveLaneProps = { alive: readonly { from: string; to: string }[]; now: string; days?: number; stated: boolean }

/** When a source was alive, in event time: filled where it was, hatched where nobody can tell. The same in words beside it. */
export function AliveLane({ alive, now, days = 90, stated }: AliveLaneProps) {
  const end = Date.parse(now)
  const start = end - days * DAY
  const parts = alive.map(({ from, to }) => ({ from: Math.max(start, Date.parse(from)), to: Math.min(end, Date.parse(to)) })).filter((part) => part.to > part.from)
  const share = parts.reduce((sum, part) => sum + part.to - part.from, 0) / (end - start)
  const words = stated ? `alive ${Math.round(share * 1000) / 10} % of the last ${days} days` : 'it never stated a heartbeat, so nothing is concluded from its silence'
  return (
    <svg viewBox="0 0 900 8" width="100%" height="8" preserveAspectRatio="none" role="img" aria-label={words}>
      <title>{words}</title>
      <rect x="0" y="0" width="900" height="8" fill="var(--unknown-wash)" />
      <path d="M0 7.5h900" stroke="var(--unknown)" strokeDasharray="4 3" vectorEffect="non-scaling-stroke" />
      {parts.map((part) => <rect key={part.from} x={((part.from - start) / (end - start)) * 900} width={Math.max(1, ((part.to - part.from) / (end - start)) * 900)} y="0" height="8" fill="var(--x-used)" />)}
    </svg>
  )
}
