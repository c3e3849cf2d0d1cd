'use client'

import { parseAsString, useQueryState } from 'nuqs'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { DeskStore } from './desk-store'

export type OpenState = {
  item: string | null
  narrowing: boolean
  show: (id: string, narrow: boolean) => void
  /** To the next one with the drawer open: no step of Back for each. */
  follow: (id: string) => void
  close: () => void
  stopNarrowing: () => void
}

/** Which item's drawer is open: in the address, without asking the server for the page. */
export function useOpenItem(store: DeskStore): OpenState {
  const [item, setItem] = useQueryState('item', parseAsString.withOptions({ shallow: true, scroll: false, history: 'push' }))
  const [narrowing, setNarrowing] = useState<string | null>(null)
  const before = useRef<string | null>(null)
  useEffect(() => {
    if (before.current !== null && before.current !== item) store.put(before.current, { open: false })
    if (item !== null) {
      store.put(item, { open: true })
      if (store.desk().focus !== item && store.known(item)) store.focus(item)
    }
    before.current = item
  }, [item, store])
  return {
    item, narrowing: item !== null && narrowing === item,
    show: useCallback((id, narrow) => {
      setNarrowing(narrow ? id : null)
      void setItem(id)
    }, [setItem]),
    follow: useCallback((id) => {
      setNarrowing(null)
      void setItem(id, { history: 'replace' })
    }, [setItem]),
    close: useCallback(() => {
      setNarrowing(null)
      void setItem(null)
    }, [setItem]),
    stopNarrowing: useCallback(() => setNarrowing(null), []),
  }
}
