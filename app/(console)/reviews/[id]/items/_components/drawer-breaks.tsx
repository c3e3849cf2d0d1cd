'use client'

import { type KeyValue, KeyValues } from '@/components/ui/key-values'
import { Notice } from '@/components/ui/notice'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import type { EventView } from '@/lib/activity/event-view'
import { paths } from '@/lib/paths'
import type { FrozenGrant } from '@/lib/reviews/frozen'
import type { ItemDetail } from '@/lib/reviews/model'
import type { WhatBreaks as Breaks } from '@/lib/views/review-item'
import { counted } from './words'

const FIRST = 4

/** What has happened since the item was frozen: the evidence stays as it was, this is said beside it. */
export function SinceFrozen({ item }: { item: ItemDetail }) {
  if (item.since.length === 0) return null
  return <section><Notice tone="warn" title="Changed since the snapshot"><ul>{item.since.map((line) => <li key={line}>{line}</li>)}</ul><p className="lab">The figures below are those of <Time iso={item.asOf} zoned />.</p></Notice></section>
}

/** Who would notice if it were taken away, and what would still let them in. */
export function WhatBreaks({ breaks, frozen, calls }: { breaks: Breaks; frozen: FrozenGrant; calls: readonly EventView[] | null }) {
  const refused = calls?.find((call) => call.outcome === 'denied') ?? null
  const items: KeyValue[] = [
    { key: `Callers, ${breaks.days} d`, value: callersOf(breaks, frozen) },
    ...(breaks.agents.length === 0 ? [] : [{ key: 'Agents', value: breaks.agents.slice(0, FIRST).map((one) => `${one.agent} ${one.calls.toLocaleString('en-US')}`).join(', ') + (breaks.agents.length > FIRST ? ` and ${breaks.agents.length - FIRST} more` : '') }]),
    ...(breaks.delegated === null || breaks.delegated.of === 0 ? [] : [{ key: 'Delegated', value: breaks.delegated.calls === 0 ? 'none of the latest calls came through another agent' : `${breaks.delegated.calls.toLocaleString('en-US')} of the latest ${counted(breaks.delegated.of, 'call')} came through another agent, which would fail too` }]),
    ...(refused === null ? [] : [{ key: 'Last refusal', value: <><Time iso={refused.occurredAt} />, {refused.human ?? 'no human'}</> }]),
    { key: 'Still let in', value: breaks.covers.length === 0 ? 'by no other grant as a whole' : <ul className="grid">{breaks.covers.map((one) => <li key={one.id}><TextLink href={paths.grant(one.id)}><code>{one.target}</code></TextLink>, up to {one.access}, by {one.agent} for {one.human} in {one.client}</li>)}</ul> },
  ]
  return <section><h3>What breaks if revoked</h3><KeyValues items={items} /></section>
}

/** Live figures where they may be seen; else those that were frozen, which every reviewer may. */
function callersOf(breaks: Breaks, frozen: FrozenGrant): string {
  const { callers } = breaks
  if (callers === null) {
    const { use } = frozen
    return use.callers.length === 0 ? 'nobody, as it was frozen' : `${use.callers.slice(0, FIRST).map((one) => `${one.human} ${one.calls.toLocaleString('en-US')}`).join(', ')}${use.callers.length > FIRST ? ` and ${use.callers.length - FIRST} more` : ''}, in ${use.days} days as it was frozen`
  }
  const people = [...Map.groupBy(callers.filter((one) => one.human !== 'none'), (one) => one.human)].map(([human, own]) => ({ human, calls: own.reduce((sum, one) => sum + one.calls, 0) }))
  const autonomous = callers.filter((one) => one.human === 'none').reduce((sum, one) => sum + one.calls, 0)
  const parts = [
    ...(people.length === 0 ? [] : [`${counted(people.length, 'person', 'people')}: ${people.slice(0, FIRST).map((one) => `${one.human.split('@')[0] ?? one.human} ${one.calls.toLocaleString('en-US')}`).join(', ')}${people.length > FIRST ? ` and ${people.length - FIRST} more` : ''}`]),
    ...(autonomous === 0 ? [] : [`${counted(autonomous, 'call')} without a human`]),
  ]
  return parts.length === 0 ? `nobody in ${breaks.days} days` : parts.join('; ')
}
