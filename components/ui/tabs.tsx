import Link from 'next/link'
import type { ReactNode } from 'react'

export type Tab = { label: ReactNode; href: string; current?: boolean; count?: number }

/** Tabs are addresses: links, one of them current. */
export function Tabs({ label, items }: { label: string; items: readonly Tab[] }) {
  return (
    <nav className="tabs" aria-label={label}>
      {items.map((item) => (
        <Link key={item.href} href={item.href} scroll={false} aria-current={item.current === true ? 'page' : undefined}>
          {item.label}{item.count === undefined ? null : <i>{item.count.toLocaleString('en-US')}</i>}
        </Link>
      ))}
    </nav>
  )
}
