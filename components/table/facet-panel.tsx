'use client'

import { clsx } from 'clsx'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { useUrlFilters } from './use-url-filters'

export type FacetOption = { value: string; label: ReactNode; /** For the query bar, when `label` is more than text. */ text?: string; count: number }
export type Facet = { key: string; label: string; options: readonly FacetOption[] }

const SHOWN = 8

/** Filters with their counts. Several values of one facet are alternatives; a zero keeps its place. State is the address. */
export function FacetPanel({ facets }: { facets: readonly Facet[] }) {
  const filters = useUrlFilters(facets.map((facet) => facet.key))
  const [open, setOpen] = useState(false)
  const active = facets.reduce((sum, facet) => sum + filters.chosen(facet.key).length, 0)
  return (
    <aside className={clsx('facets', open && 'open')} aria-label="Filters" aria-busy={filters.pending || undefined}>
      <Button className="only-s" aria-expanded={open} onClick={() => setOpen(!open)}>Filter{active === 0 ? '' : ` (${active})`}</Button>
      <div className="body">
        {facets.map((facet) => <FacetGroup key={facet.key} facet={facet} chosen={filters.chosen(facet.key)} onToggle={(value) => filters.toggle(facet.key, value)} />)}
      </div>
    </aside>
  )
}

function FacetGroup({ facet, chosen, onToggle }: { facet: Facet; chosen: readonly string[]; onToggle: (value: string) => void }) {
  const [all, setAll] = useState(false)
  const shown = all ? facet.options : facet.options.filter((option, place) => place < SHOWN || chosen.includes(option.value))
  const hidden = facet.options.length - shown.length
  if (facet.options.length === 0) return null
  return (
    <fieldset>
      <legend>{facet.label}</legend>
      {shown.map((option) => (
        <label key={option.value}>
          <input type="checkbox" className="box" checked={chosen.includes(option.value)} onChange={() => onToggle(option.value)} />
          <span title={option.text}>{option.label}</span>
          <i>{option.count.toLocaleString('en-US')}</i>
        </label>
      ))}
      {hidden > 0 ? <Button kind="link" onClick={() => setAll(true)}>{hidden} more</Button> : null}
      {all && facet.options.length > SHOWN ? <Button kind="link" onClick={() => setAll(false)}>Fewer</Button> : null}
    </fieldset>
  )
}

/** Facets at the left, the table at the right. */
export function Faceted({ facets, children }: { facets: readonly Facet[]; children: ReactNode }) {
  return <div className="faceted"><FacetPanel facets={facets} /><div className="min-w-0">{children}</div></div>
}
