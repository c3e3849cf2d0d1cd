'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { currentItem, type NavGroup } from './model'

type Named = { path: string; label: string }
const CrumbContext = createContext<{ named: Named | null; name: (named: Named) => void }>({ named: null, name: () => {} })

export function CrumbProvider({ children }: { children: ReactNode }) {
  const [named, name] = useState<Named | null>(null)
  const value = useMemo(() => ({ named, name }), [named])
  return <CrumbContext value={value}>{children}</CrumbContext>
}

/** Names the page, or the one above it at `of`, in the top bar where that part of its address is not a name (`per_…`). Draws nothing. */
export function CrumbName({ label, of }: { label: string; of?: string }) {
  const here = usePathname()
  const path = of ?? here
  const { name } = useContext(CrumbContext)
  useEffect(() => name({ path, label }), [name, path, label])
  return null
}

function wordOf(segment: string): string {
  try {
    const text = decodeURIComponent(segment)
    return text.length > 40 ? `${text.slice(0, 24)}…${text.slice(-8)}` : text
  } catch {
    return segment
  }
}

/** Where one is: the section, then the rest of the address. */
export function Crumbs({ groups }: { groups: readonly NavGroup[] }) {
  const path = usePathname()
  const { named } = useContext(CrumbContext)
  const section = currentItem(groups, path)
  const depth = section === null || section.href === '/' ? 0 : section.href.split('/').length - 1
  const rest = path.split('/').filter((part) => part !== '').slice(depth)
  const trail = rest.map((part, index) => {
    const href = `/${path.split('/').filter((segment) => segment !== '').slice(0, depth + index + 1).join('/')}`
    return { label: named?.path === href ? named.label : wordOf(part), href }
  })
  const all = section === null ? trail : [{ label: section.label, href: section.href }, ...trail]
  return (
    <nav className="crumb" aria-label="Breadcrumb">
      <ol>
        {all.map((crumb, index) => (
          <li key={crumb.href}>{index === all.length - 1 ? <span aria-current="page" title={crumb.label}>{crumb.label}</span> : <Link href={crumb.href}>{crumb.label}</Link>}</li>
        ))}
      </ol>
    </nav>
  )
}
