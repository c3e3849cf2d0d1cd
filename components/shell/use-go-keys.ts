'use client'

import { useEffect, useRef } from 'react'
import type { NavGroup } from './model'

const SECOND_KEY_MS = 1_200

/** Typing in these must never be taken for a shortcut. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, dialog[open], [role=menu]') !== null)
}

/**
 * Ctrl/Cmd-K opens the palette, always. `g` and a letter goes to a place, only when the person left single-key shortcuts
 * on (WCAG 2.1.4).
 */
export function useGoKeys({ groups, enabled, onPalette, onGo }: { groups: readonly NavGroup[]; enabled: boolean; onPalette: () => void; onGo: (href: string) => void }): void {
  const handle = useRef<(event: KeyboardEvent) => void>(() => {})
  const armedAt = useRef(0)
  useEffect(() => {
    handle.current = (event) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        onPalette()
        return
      }
      if (!enabled || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return
      if (event.timeStamp - armedAt.current < SECOND_KEY_MS) {
        armedAt.current = 0
        const item = groups.flatMap((group) => group.items).find((place) => place.key === event.key)
        if (item === undefined) return
        event.preventDefault()
        onGo(item.href)
      } else if (event.key === 'g') armedAt.current = event.timeStamp
    }
  })
  useEffect(() => {
    armedAt.current = -SECOND_KEY_MS
    const listen = (event: KeyboardEvent) => handle.current(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
