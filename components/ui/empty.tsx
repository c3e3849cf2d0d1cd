import type { ReactNode } from 'react'

/** In the place of the rows: one sentence why, one next step. */
export function Empty({ title, children, actions }: { title: ReactNode; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="empty">
      <p className="say">{title}</p>
      {children === undefined ? null : <p>{children}</p>}
      {actions === undefined ? null : <div className="acts">{actions}</div>}
    </div>
  )
}

const WIDTHS = ['w-1/3', 'w-1/4', 'w-2/5', 'w-1/5', 'w-1/3', 'w-1/2', 'w-1/4', 'w-2/5']

/** Grey bars at the height of the rows to come; they appear after 200 ms and never shimmer. */
export function SkeletonRows({ rows = 8, two = false, label = 'Loading' }: { rows?: number; two?: boolean; label?: string }) {
  return (
    <div role="status" aria-label={label} className={two ? 'bars two' : 'bars'}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} aria-hidden="true"><i className={WIDTHS[row % WIDTHS.length]} /><i className={WIDTHS[(row + 3) % WIDTHS.length]} /></div>
      ))}
    </div>
  )
}
