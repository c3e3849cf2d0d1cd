'use client'

import type { KeyboardEvent, MouseEvent } from 'react'

const STEP: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }

function rowLinks(body: Element): HTMLAnchorElement[] {
  return [...body.querySelectorAll<HTMLAnchorElement>('a[data-row]')]
}

/**
 * j, k and the arrows move between the rows' links, Home and End to the ends, x picks. They work only while the focus is in
 * the rows, so no single key is taken elsewhere (WCAG 2.1.4). Enter is the link's own.
 */
export function rowKeyDown(event: KeyboardEvent<HTMLTableSectionElement>): void {
  const { target, currentTarget, key } = event
  if (!(target instanceof HTMLElement) || target.closest('input:not([type=checkbox]), textarea, select') !== null) return
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  const links = rowLinks(currentTarget)
  const row = target.closest('tr')
  const here = links.findIndex((link) => link.closest('tr') === row)
  if (key === 'x') {
    row?.querySelector<HTMLInputElement>('input[data-pick]')?.click()
    return
  }
  const step = STEP[key]
  const next = key === 'Home' ? 0 : key === 'End' ? links.length - 1 : step === undefined ? -1 : here + step
  const link = links[next]
  if (link === undefined) return
  event.preventDefault()
  link.focus()
  link.scrollIntoView({ block: 'nearest' })
}

/** A click anywhere on the row opens it, unless it was on a control or selected text. */
export function rowClick(event: MouseEvent<HTMLTableRowElement>): void {
  const { target, currentTarget } = event
  if (!(target instanceof Element) || target.closest('a, button, input, label, summary') !== null) return
  if (window.getSelection()?.isCollapsed === false) return
  currentTarget.querySelector<HTMLAnchorElement>('a[data-row]')?.click()
}
