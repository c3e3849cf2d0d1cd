'use client'

import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import type { TargetHit } from '@/lib/views/request-targets'

const WAIT_MS = 200
const SHORTEST = 2

type Props = {
  /** Only this server’s tools; empty = all servers that can be asked for. */
  server: string
  /** Something of it is asked for already, so that it cannot be another. */
  settled: boolean
  onEverywhere: () => void
  chosen: readonly string[]
  /** Null = it could not be searched. */
  search: (query: string, server: string) => Promise<readonly TargetHit[] | null>
  onAdd: (hit: TargetHit) => void
  error?: string
}

/**
 * Finds tools by what they do, across servers. Arrows choose, Enter adds, and the field is ready for the next; Escape shuts the list.
 * The list is a listbox of the field, so that a screen reader follows.
 */
export function TargetSearch({ server, settled, onEverywhere, chosen, search, onAdd, error }: Props) {
  const [query, setQuery] = useState('')
  const [shut, setShut] = useState(false)
  const [at, setAt] = useState(0)
  const { hits, pending, failed } = useHits(query, server, search)
  const base = useId()
  const open = !shut && query.trim().length >= SHORTEST
  const add = (hit: TargetHit | undefined): void => {
    if (hit === undefined || chosen.includes(hit.name)) return
    onAdd(hit)
    setQuery('')
    setAt(0)
  }
  const keys = (event: KeyboardEvent<HTMLInputElement>): void => {
    const move = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (move !== 0 && hits.length > 0) {
      event.preventDefault()
      setShut(false)
      setAt((at + move + hits.length) % hits.length)
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      if (open) add(hits[at])
    }
    if (event.key === 'Escape' && open) {
      event.stopPropagation()
      setShut(true)
    }
  }
  return (
    <div className="field find" id="targets">
      <label htmlFor={`${base}-input`}>What it is to reach</label>
      <div className="flex flex-wrap items-baseline gap-x-3">
        <p className="hint" id={`${base}-hint`}>{server === '' ? 'Say what it should do: “refund a charge”, “open an issue”. All servers that can be asked for are searched.' : settled ? `More of ${server}: one request is about one server.` : `On ${server}: say what it should do.`}</p>
        {server === '' || settled ? null : <Button kind="link" small onClick={onEverywhere}>Search all servers</Button>}
      </div>
      <div className="relative">
        <Input
          id={`${base}-input`} value={query} role="combobox" aria-expanded={open} aria-controls={`${base}-list`} aria-autocomplete="list" aria-describedby={`${base}-hint`} autoComplete="off" maxLength={200}
          aria-invalid={error === undefined ? undefined : true} aria-activedescendant={open && hits[at] !== undefined ? `${base}-${at}` : undefined} placeholder="Search tools by what they do"
          onChange={(event) => {
            setQuery(event.target.value)
            setShut(false)
            setAt(0)
          }}
          onKeyDown={keys} onBlur={() => setShut(true)} onFocus={() => setShut(false)}
        />
        <ul className="found" id={`${base}-list`} role="listbox" aria-label="Tools found" hidden={!open || hits.length === 0}>
          {hits.map((hit, place) => (
            <Hit key={`${hit.server} ${hit.kind} ${hit.name}`} id={`${base}-${place}`} hit={hit} current={place === at} chosen={chosen.includes(hit.name)} onPick={() => add(hit)} />
          ))}
        </ul>
      </div>
      <p className="hint" role="status">{!open || hits.length > 0 ? '' : pending ? 'Searching' : failed ? 'The search did not answer; change a letter to try again.' : `Nothing that can be asked for fits “${query.trim()}”.`}</p>
      {error === undefined ? null : <p className="err">{error}</p>}
    </div>
  )
}

function Hit({ id, hit, current, chosen, onPick }: { id: string; hit: TargetHit; current: boolean; chosen: boolean; onPick: () => void }) {
  const element = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (current) element.current?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    // The field keeps the focus: a press must not take it before the click arrives.
    <li ref={element} id={id} role="option" aria-selected={current} aria-disabled={chosen || undefined} onMouseDown={(event) => event.preventDefault()} onClick={onPick}>
      <span className="what"><code className="mute">{hit.server}</code> <code><b>{hit.name}</b></code></span>
      <span className="mute sm nw">{hit.access}{hit.sensitivity === 'confidential' || hit.sensitivity === 'restricted' ? `, ${hit.sensitivity}` : ''}</span>
      <span className="says">{chosen ? 'asked for already' : hit.says ?? 'The server does not say what it does.'}</span>
    </li>
  )
}

type Hits = { hits: readonly TargetHit[]; pending: boolean; failed: boolean }
const NOTHING: Hits = { hits: [], pending: false, failed: false }

/** Asks a moment after the last key; an answer that was overtaken is dropped, and the last one stays meanwhile. */
function useHits(query: string, server: string, search: Props['search']): Hits {
  const [found, setFound] = useState<Hits>(NOTHING)
  useEffect(() => {
    const words = query.trim()
    if (words.length < SHORTEST) {
      setFound(NOTHING)
      return
    }
    let overtaken = false
    setFound((before) => ({ ...before, pending: true }))
    const timer = setTimeout(() => {
      const settle = (hits: readonly TargetHit[] | null): void => {
        if (!overtaken) setFound({ hits: hits ?? [], pending: false, failed: hits === null })
      }
      search(words, server).then(settle, () => settle(null))
    }, WAIT_MS)
    return () => {
      overtaken = true
      clearTimeout(timer)
    }
  }, [query, server, search])
  return found
}
