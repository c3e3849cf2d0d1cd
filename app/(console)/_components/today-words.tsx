import Link from 'next/link'
import type { ReactNode } from 'react'

/** A number that leads to what it counts. */
export function counted(count: number, href: string, what: string): ReactNode {
  return <Link href={href} aria-label={`${count.toLocaleString('en-GB')} ${what}`}>{count.toLocaleString('en-GB')}</Link>
}

/** The first few of `total`, and how many more there are. */
export function list(parts: readonly ReactNode[], total: number, between = ', '): ReactNode {
  const more = total - parts.length
  return <>{parts.map((part, i) => <span key={i}>{i === 0 ? '' : between}{part}</span>)}{more > 0 ? ` and ${more.toLocaleString('en-GB')} more` : ''}</>
}
