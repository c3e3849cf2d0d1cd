import type { DecidingView, ViewCounts } from '@/lib/views/review-deciding-filter'
import { counted } from './words'

type Shown = { view: DecidingView; shown: number; counts: ViewCounts; narrowed: boolean; mine: boolean }

/** What is listed, in words, and what that means. */
export function headingOf({ view, shown, narrowed }: Shown): { heading: string; note: string } {
  const items = counted(shown, 'item')
  const suffix = narrowed ? ' that fit the filter' : ''
  switch (view) {
    case 'need_look': return { heading: `${shown.toLocaleString('en-US')} ${shown === 1 ? 'needs' : 'need'} a look${suffix}`, note: 'answered or not; in no bulk answer; the figures are those of the snapshot, the item says what has changed since' }
    case 'recommended_keep': return { heading: `${shown.toLocaleString('en-US')} recommended to keep${suffix}`, note: 'used, unchanged and unflagged; may be answered together' }
    case 'changed': return { heading: `${items} new or changed${suffix}`, note: 'since the review before' }
    case 'undecided': return { heading: `${items} not answered${suffix}`, note: '' }
    case 'decided': return { heading: `${items} answered${suffix}`, note: 'can be changed until the stage closes' }
    case 'conflict': return { heading: `${items} on which reviewers contradict each other${suffix}`, note: 'the rule of the stage decides unless one of them changes the answer' }
    case 'all': return { heading: `${items}${suffix}`, note: 'by risk' }
  }
}

/** Why there are no rows. */
export function emptyText({ view, counts, narrowed, mine }: Shown): string {
  if (narrowed) return 'No item fits this filter.'
  if (counts.all === 0) return mine ? 'Nothing of this review is asked of you.' : 'There is nothing in this review.'
  if (view === 'undecided') return mine ? 'You have answered everything.' : 'Everything is answered.'
  if (view === 'decided') return 'Nothing is answered yet.'
  if (view === 'conflict') return 'No reviewers contradict each other.'
  if (view === 'changed') return 'Nothing has changed since the review before.'
  return view === 'need_look' ? 'Nothing needs a look by itself.' : 'Nothing is recommended to keep.'
}
