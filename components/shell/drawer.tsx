'use client'

import { clsx } from 'clsx'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react'
import { ButtonLink } from '@/components/ui/button'
import { Kbd } from '@/components/ui/badge'

export type DrawerProps = {
  /** "Finding", "Event". */
  kind: string
  /** What is open; a change of it keeps the drawer where it is. */
  id: string
  /** The page without the drawer. */
  closeHref: string
  /** "1 of 34", with the neighbours' addresses. */
  position?: { text: string; previousHref?: string | null; nextHref?: string | null }
  actions?: ReactNode
  /** The line over the title: severity, state, since when. */
  topLine?: ReactNode
  title: ReactNode
  footer?: ReactNode
  broad?: boolean
  /** How the address changes; by default the router asks the server for the page anew. For screens that bring the details themselves. */
  go?: (href: string) => void
  children: ReactNode
}

/**
 * The details of one row, with its own address. It takes the focus when it opens and gives it back when it closes; Esc
 * closes it. Put `<section><h3>…</h3>…</section>` inside.
 */
export function Drawer({ kind, id, closeHref, position, actions, topLine, title, footer, broad = false, go, children }: DrawerProps) {
  const router = useRouter()
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const from = document.activeElement
    body.current?.focus({ preventScroll: true })
    return () => {
      if (from instanceof HTMLElement && from.isConnected) from.focus({ preventScroll: true })
    }
  }, [])
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      if (event.target instanceof Element && event.target.closest('dialog[open], [role=menu]') !== null) return
      if (go === undefined) router.push(closeHref, { scroll: false })
      else go(closeHref)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [router, closeHref, go])
  return (
    <aside className={clsx('drawer', broad && 'broad')} aria-label={`${kind} ${id}`}>
      <div className="dh">
        <span>{kind}</span><code className="cut">{id}</code><span className="sp" />
        {actions}
        {position === undefined ? null : <Position {...position} go={go} />}
        <ButtonLink kind="quiet" href={closeHref} scroll={false} onClick={followed(go, closeHref)}>Close <Kbd>Esc</Kbd></ButtonLink>
      </div>
      <div className="db" ref={body} tabIndex={-1}>
        {topLine === undefined ? null : <div className="top-line">{topLine}</div>}
        <h2>{title}</h2>
        {children}
      </div>
      {footer === undefined ? null : <div className="df">{footer}</div>}
    </aside>
  )
}

function Position({ text, previousHref, nextHref, go }: { text: string; previousHref?: string | null; nextHref?: string | null; go?: (href: string) => void }) {
  return (
    <span className="acts nw">
      {previousHref ? <Link className="l" href={previousHref} scroll={false} onClick={followed(go, previousHref)}>Previous</Link> : null}
      <span>{text}</span>
      {nextHref ? <Link className="l" href={nextHref} scroll={false} onClick={followed(go, nextHref)}>Next</Link> : null}
    </span>
  )
}

/** A plain press goes the screen's own way; one that asks for another tab stays the browser's. */
function followed(go: ((href: string) => void) | undefined, href: string) {
  return go === undefined ? undefined : (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    go(href)
  }
}
