import type { ReactNode } from 'react'

/** Two lines: what it is, and below it quietly the rest. */
export function TwoLines({ first, second }: { first: ReactNode; second: ReactNode }) {
  return <>{first}<span className="d2">{second}</span></>
}

/** A number of a logarithmic scale as a bar; the number itself stands in its own column. */
export function LogBar({ value, max, bad = false }: { value: number; max: number; bad?: boolean }) {
  const share = value <= 0 ? 0 : Math.max(4, (Math.log10(value + 1) / Math.log10(Math.max(max, 1) + 1)) * 100)
  return <span className="logbar" aria-hidden="true"><i className={bad ? 'bad' : undefined} style={{ width: `${Math.min(share, 100)}%` }} /></span>
}

/** A plain link, so that the browser downloads: the same filter as the screen. */
export function DownloadLink({ href, children }: { href: string; children: ReactNode }) {
  return <a className="btn" href={href} download>{children}</a>
}
