'use client'

import { useEffect, useState } from 'react'
import type { PaletteItem, PaletteSearch } from './model'

const WAIT_MS = 150
const SHORTEST = 2

type Found = { items: readonly PaletteItem[]; pending: boolean }

/** Asks the server for the typed words, a moment after the last key; an answer that was overtaken is dropped. */
export function usePaletteSearch(search: PaletteSearch | undefined, query: string): Found {
  const [found, setFound] = useState<Found>({ items: [], pending: false })
  useEffect(() => {
    const words = query.trim()
    if (search === undefined || words.length < SHORTEST) {
      setFound({ items: [], pending: false })
      return
    }
    let overtaken = false
    setFound((before) => ({ ...before, pending: true }))
    const timer = setTimeout(() => {
      search(words).then(
        (items) => overtaken || setFound({ items, pending: false }),
        () => overtaken || setFound({ items: [], pending: false }),
      )
    }, WAIT_MS)
    return () => {
      overtaken = true
      clearTimeout(timer)
    }
  }, [search, query])
  return found
}
