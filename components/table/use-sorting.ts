'use client'

import type { SortingState, Updater } from '@tanstack/react-table'
import { parseAsString, useQueryStates } from 'nuqs'
import { useMemo, useTransition } from 'react'
import { sortingOf, sortText } from './sort'

/** The sort order as the address has it. A new order starts at the first page. */
export function useSorting({ param, initial, sortable, server }: { param: string; initial: string | null; sortable: ReadonlySet<string>; server: boolean }) {
  const [pending, startTransition] = useTransition()
  const [state, set] = useQueryStates({ [param]: parseAsString, cursor: parseAsString }, { shallow: !server, history: 'push', scroll: false, ...(server ? { startTransition } : {}) })
  const text = state[param] ?? initial
  const sorting = useMemo(() => sortingOf(text, sortable), [text, sortable])
  const setSorting = (update: Updater<SortingState>) => {
    const next = sortText(typeof update === 'function' ? update(sorting) : update)
    void set({ [param]: next === initial ? null : next, ...(server ? { cursor: null } : {}) })
  }
  return { sorting, setSorting, pending }
}
