'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { ItemScreen } from '@/lib/views/review-item'

/** Whoever runs through the rows with the drawer open does not want each of them. */
const SETTLE_MS = 90

export type OpenItem = { id: string; screen: ItemScreen | null; failed: boolean }

/** What the drawer shows: read when it opens and after each answer, kept for as long as the screen is there. */
export function useItemScreen(address: string, id: string | null, first: ItemScreen | null): { open: OpenItem | null; again: (id: string) => void } {
  const known = useRef(new Map<string, ItemScreen>(first === null ? [] : [[first.item.row.id, first]]))
  const [loaded, setLoaded] = useState<OpenItem | null>(first === null ? null : { id: first.item.row.id, screen: first, failed: false })
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    if (id === null) return
    const held = known.current.get(id)
    if (held !== undefined) {
      setLoaded({ id, screen: held, failed: false })
      return
    }
    const stop = new AbortController()
    const timer = setTimeout(() => {
      void read(address, id, stop.signal).then((screen) => {
        if (stop.signal.aborted) return
        if (screen !== null) known.current.set(id, screen)
        setLoaded((before) => ({ id, screen: screen ?? (before?.id === id ? before.screen : null), failed: screen === null }))
      })
    }, SETTLE_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [address, id, turn])
  const again = useCallback((changed: string) => {
    known.current.delete(changed)
    setTurn((number) => number + 1)
  }, [])
  return { open: id === null ? null : loaded?.id === id ? loaded : { id, screen: null, failed: false }, again }
}

async function read(address: string, id: string, signal: AbortSignal): Promise<ItemScreen | null> {
  try {
    const answer = await fetch(`${address}?item=${encodeURIComponent(id)}`, { signal, headers: { accept: 'application/json' } })
    // Our own route answers nothing else.
    return answer.ok ? ((await answer.json()) as ItemScreen) : null
  } catch {
    return null
  }
}
