'use client'

import { parseAsArrayOf, parseAsString, useQueryStates } from 'nuqs'
import { useMemo, useTransition } from 'react'

export type UrlFilters = {
  /** The chosen values of a facet. */
  chosen: (key: string) => readonly string[]
  toggle: (key: string, value: string) => void
  /** Sets a single-valued parameter; null removes it. */
  put: (param: string, value: string | null) => void
  text: (param: string) => string | null
  clear: () => void
  pending: boolean
}

/**
 * Filters as the address has them: a facet is a list separated by commas, any other parameter one text. Every change asks
 * the server, starts at the first page and can be taken back with the browser's Back.
 */
export function useUrlFilters(facetKeys: readonly string[], params: readonly string[] = []): UrlFilters {
  const [pending, startTransition] = useTransition()
  // By content, since the lists are written anew at every render.
  const facetNames = facetKeys.join(' ')
  const textNames = ['cursor', ...params].join(' ')
  const facetParsers = useMemo(() => Object.fromEntries(facetNames.split(' ').filter((name) => name !== '').map((name) => [name, parseAsArrayOf(parseAsString).withDefault([])])), [facetNames])
  const textParsers = useMemo(() => Object.fromEntries(textNames.split(' ').map((name) => [name, parseAsString])), [textNames])
  const options = { shallow: false, history: 'push', scroll: false, startTransition } as const
  const [lists, setLists] = useQueryStates(facetParsers, options)
  const [texts, setTexts] = useQueryStates(textParsers, options)
  return {
    pending,
    chosen: (key) => lists[key] ?? [],
    text: (param) => texts[param] ?? null,
    toggle: (key, value) => {
      const before = lists[key] ?? []
      const after = before.includes(value) ? before.filter((one) => one !== value) : [...before, value]
      void setLists({ [key]: after.length === 0 ? null : after })
      void setTexts({ cursor: null })
    },
    put: (param, value) => void setTexts({ [param]: value === '' ? null : value, cursor: null }),
    clear: () => {
      void setLists(null)
      void setTexts(null)
    },
  }
}
