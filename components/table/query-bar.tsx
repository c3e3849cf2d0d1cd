'use client'

import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Kbd } from '@/components/ui/badge'
import { Glyph } from '@/components/ui/glyph'
import { singleKeysOn } from '@/components/ui/remember'
import type { Facet } from './facet-panel'
import { useUrlFilters } from './use-url-filters'

export type QueryBarProps = {
  facets?: readonly Facet[]
  /** Other parameters that narrow the list, e.g. a server or a range that a link brought along. `show` is how the value reads. */
  params?: readonly { param: string; label: string; show?: string }[]
  /** The parameter that takes free text. */
  textParam?: string
  placeholder?: string
  label?: string
}

/** The filter as words: the same state as the facets and the address. `/` comes here, Backspace takes the last word away. */
export function QueryBar({ facets = [], params = [], textParam = 'q', placeholder = 'Find', label = 'Filter' }: QueryBarProps) {
  const filters = useUrlFilters(facets.map((facet) => facet.key), [textParam, ...params.map(({ param }) => param)])
  const given = filters.text(textParam) ?? ''
  const [typed, setTyped] = useState(given)
  useEffect(() => setTyped(given), [given])
  const input = useRef<HTMLInputElement>(null)
  useSlash(() => input.current?.focus())
  const tokens = [
    ...facets.flatMap((facet) => filters.chosen(facet.key).map((value) => {
      const option = facet.options.find((one) => one.value === value)
      const text = option?.text ?? (typeof option?.label === 'string' ? option.label : value)
      return { id: `${facet.key} ${value}`, label: facet.label, text, remove: () => filters.toggle(facet.key, value) }
    })),
    ...params.flatMap(({ param, label: name, show }) => {
      const value = filters.text(param)
      return value === null ? [] : [{ id: param, label: name, text: show ?? value, remove: () => filters.put(param, null) }]
    }),
  ]
  return (
    <form
      className="search" role="search" aria-label={label} aria-busy={filters.pending || undefined}
      onSubmit={(event) => {
        event.preventDefault()
        filters.put(textParam, typed.trim())
      }}
    >
      {tokens.map((token) => (
        <span key={token.id} className="tok"><em>{token.label.toLowerCase()}</em> {token.text}
          <button type="button" aria-label={`Remove ${token.label.toLowerCase()} ${token.text}`} onClick={token.remove}><Glyph name="no" /></button>
        </span>
      ))}
      <input
        ref={input} name={textParam} value={typed} placeholder={placeholder} aria-label={placeholder} maxLength={200} autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Backspace' && typed === '') tokens.at(-1)?.remove()
        }}
      />
      {tokens.length + (given === '' ? 0 : 1) > 1 ? <Button kind="link" onClick={filters.clear}>Clear</Button> : null}
      <span className="hide-s"><Kbd>/</Kbd></span>
    </form>
  )
}

function useSlash(go: () => void): void {
  const latest = useRef(go)
  useEffect(() => {
    latest.current = go
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.defaultPrevented || !singleKeysOn() || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable], dialog[open]') !== null) return
      event.preventDefault()
      latest.current()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
