'use client'

import { QueryBar } from '@/components/table/query-bar'
import { useUrlFilters } from '@/components/table/use-url-filters'
import { Disclosure } from '@/components/ui/disclosure'
import { Select } from '@/components/ui/input'
import { SegmentLinks } from '@/components/ui/segmented'
import { paths } from '@/lib/paths'
import type { FilterOptions, Grouping } from '@/lib/views/review-deciding-filter'
import { RECOMMENDED } from './words'

type Props = {
  campaignId: string; options: FilterOptions; group: Grouping; query: Record<string, string>
  /** What the reviewer parameter reads as; null = it is not in the address. */
  reviewerText: string | null
  /** May everybody's items be looked at? */
  seesAll: boolean
}

const LABELS = { risk: 'Risk', server: 'Server', agent: 'Agent', recommendation: 'Recommended', outcome: 'Outcome' } as const
const CHOICES = ['risk', 'server', 'agent', 'recommendation', 'outcome'] as const

/** Words, choices and grouping; all of it is the address. */
export function FilterLine({ campaignId, options, group, query, reviewerText, seesAll }: Props) {
  const filters = useUrlFilters([], ['q', 'reviewer', ...CHOICES])
  const to = (value: Grouping) => paths.reviewItems(campaignId, { ...query, group: value === 'flat' ? undefined : value })
  const text = (name: (typeof CHOICES)[number], value: string): string => (name === 'recommendation' && value in RECOMMENDED ? RECOMMENDED[value as keyof typeof RECOMMENDED].toLowerCase() : value)
  const choices = (
    <>
      {seesAll ? <Select aria-label="Reviewer" value={query['reviewer'] ?? ''} options={[{ value: 'me', label: 'asked of me' }, { value: 'all', label: 'asked of anybody' }]} placeholder="Reviewer" onChange={(event) => filters.put('reviewer', event.target.value)} /> : null}
      {CHOICES.filter((name) => options[name].length > 1 || query[name] !== undefined).map((name) => (
        <Select key={name} aria-label={LABELS[name]} value={query[name] ?? ''} placeholder={LABELS[name]} options={options[name].map(({ value, count }) => ({ value, label: `${text(name, value)} (${count.toLocaleString('en-US')})` }))} onChange={(event) => filters.put(name, event.target.value)} />
      ))}
    </>
  )
  return (
    <>
      <div className="filter-line">
        <QueryBar label="Filter the items" placeholder="Find by target, server or caller" params={[{ param: 'reviewer', label: 'reviewer', show: reviewerText ?? undefined }, ...CHOICES.map((name) => ({ param: name, label: LABELS[name], show: text(name, query[name] ?? '') }))]} />
        <SegmentLinks label="Group the items" items={[{ label: 'Flat', href: to('flat'), current: group === 'flat' }, { label: 'By server', href: to('server'), current: group === 'server' }, { label: 'By agent', href: to('agent'), current: group === 'agent' }]} />
      </div>
      <div className="choices hide-s">{choices}</div>
      <div className="only-s fold"><Disclosure summary="Filter" open={CHOICES.some((name) => query[name] !== undefined)}><div className="choices">{choices}</div></Disclosure></div>
    </>
  )
}
