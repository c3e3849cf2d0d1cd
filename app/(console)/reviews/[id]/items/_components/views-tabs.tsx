'use client'

import { Tabs } from '@/components/ui/tabs'
import { paths } from '@/lib/paths'
import type { DecidingView, ViewCounts } from '@/lib/views/review-deciding-filter'
import { useDesk } from './desk-context'

const TABS: readonly { view: DecidingView; label: string }[] = [
  { view: 'need_look', label: 'Need a look' }, { view: 'recommended_keep', label: 'Recommended: keep' }, { view: 'changed', label: 'Only what changed' },
  { view: 'undecided', label: 'Undecided' }, { view: 'decided', label: 'Decided' }, { view: 'all', label: 'All' }, { view: 'conflict', label: 'Contradictions' },
]

/** The views of the items, with how many each holds; what is answered here counts at once. `first` is what opens by itself. */
export function ViewsTabs({ campaignId, counts, current, first, query, mine }: { campaignId: string; counts: ViewCounts; current: DecidingView; first: DecidingView; query: Record<string, string>; mine: boolean }) {
  const { delta } = useDesk()
  const answered = mine ? delta.critical + delta.high + delta.medium + delta.low : 0
  const now = { ...counts, decided: counts.decided + answered, undecided: counts.undecided - answered }
  return (
    <Tabs
      label="Views of the items"
      items={TABS.filter((tab) => tab.view !== 'conflict' || counts.conflict > 0).map(({ view, label }) => ({
        label, count: now[view], current: view === current, href: paths.reviewItems(campaignId, { ...query, view: view === first ? undefined : view }),
      }))}
    />
  )
}
