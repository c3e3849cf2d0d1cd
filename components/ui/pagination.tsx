import Link from 'next/link'

/**
 * Keyset pages: newer and older, no page numbers. `total` may be a text such as "1,000+" where an exact count costs too much.
 */
export function Pagination({ shown, total, order, newerHref, olderHref, label = 'Pages', words = ['Newer', 'Older'] }: {
  shown: number; total?: number | string; order?: string; newerHref?: string | null; olderHref?: string | null; label?: string
  /** Back and on, where the order is not that of time. */ words?: readonly [string, string]
}) {
  const of = total === undefined ? '' : ` of ${typeof total === 'number' ? total.toLocaleString('en-US') : total}`
  if (shown === 0 && !newerHref && !olderHref) return null
  return (
    <nav className="pager" aria-label={label}>
      <span>{shown.toLocaleString('en-US')}{of}{order === undefined ? '' : `, ${order}`}</span>
      {newerHref ? <Link href={newerHref} rel="prev">{words[0]}</Link> : null}
      {olderHref ? <Link href={olderHref} rel="next">{words[1]}</Link> : null}
    </nav>
  )
}
