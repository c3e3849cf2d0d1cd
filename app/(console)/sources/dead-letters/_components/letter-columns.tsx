import { Mark } from '@/components/domain/verdict'
import type { TableColumn } from '@/components/table/columns'
import { CodeBlock } from '@/components/ui/code'
import { Disclosure } from '@/components/ui/disclosure'
import type { GlyphName } from '@/components/ui/glyph'
import { TextLink } from '@/components/ui/text-link'
import { Time, ZoneName } from '@/components/ui/time'
import type { DeadLetterView } from '@/lib/activity/queries/dead-letters'
import { paths } from '@/lib/paths'

const LOOK = { open: 'wait', retried: 'granted', discarded: 'none' } as const satisfies Record<DeadLetterView['status'], GlyphName>

/** What is told of a refused record: when, from where, why, what became of it, and its masked text. */
export const LETTER_COLUMNS: readonly TableColumn<DeadLetterView>[] = [
  { id: 'receivedAt', head: <>Received, <ZoneName /></>, className: 'nw', flow: { order: 3 }, cell: (letter) => <Time iso={letter.receivedAt} format="second" /> },
  { id: 'source', head: 'Source', flow: { order: 1 }, cell: (letter) => <><TextLink href={paths.source(letter.source)}>{letter.source}</TextLink><span className="d2">{letter.format}</span></> },
  { id: 'code', head: 'Reason', flow: { order: 4, full: true }, cell: (letter) => <>{letter.message}<span className="d2">{letter.code.replaceAll('_', ' ')}{letter.attempts > 1 ? `, tried ${letter.attempts} times` : ''}</span></> },
  {
    id: 'status', head: 'State', className: 'nw', flow: { order: 2, end: true },
    cell: (letter) => <><Mark glyph={LOOK[letter.status]}>{letter.status}</Mark>{letter.eventId === null ? null : <span className="d2"><TextLink href={paths.event(letter.eventId)}>its event</TextLink></span>}</>,
  },
  { id: 'body', head: 'Record, masked', width: '34%', flow: { order: 5, full: true }, cell: (letter) => <Disclosure summary="Show the record"><CodeBlock label={`Record ${letter.id}`} lines={letter.body.split('\n')} copy={letter.body} wrap /></Disclosure> },
]
