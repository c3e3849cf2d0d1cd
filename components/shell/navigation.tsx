'use client'

import { clsx } from 'clsx'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Button } from '@/components/ui/button'
import { Brand } from './brand'
import { currentItem, type NavGroup } from './model'

/** The main navigation. It shows what it is given; who may see what is decided where the groups are made. */
export function Navigation({ id, groups, organisation, open, onClose }: { id: string; groups: readonly NavGroup[]; organisation?: string; open: boolean; /** Closes it where it covers the screen. */ onClose: () => void }) {
  const here = currentItem(groups, usePathname())
  return (
    <nav id={id} className={clsx('nav', open && 'open')} aria-label="Main">
      <Brand organisation={organisation} />
      {open ? <Button className="closer only-s" autoFocus onClick={onClose}>Close</Button> : null}
      {groups.map((group) => (
        <section key={group.label} aria-label={group.label}>
          <h2>{group.label}</h2>
          <ul>
            {group.items.map((item) => (
              <li key={item.href}>
                <Link href={item.href} aria-current={item === here ? 'page' : undefined}>
                  {item.label}
                  {item.count === undefined || item.count === null ? null : <i className={item.hot === true ? 'hot' : undefined}>{typeof item.count === 'number' ? item.count.toLocaleString('en-US') : item.count}</i>}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}
