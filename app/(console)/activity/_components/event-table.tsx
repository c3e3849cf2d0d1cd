'use client'

import { useMemo } from 'react'
import { TargetName, Who } from '@/components/domain/identity'
import { OutcomeText, VerdictMark } from '@/components/domain/verdict'
import type { TableColumn } from '@/components/table/columns'
import { DataTable } from '@/components/table/data-table'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Time, ZoneName } from '@/components/ui/time'
import type { EventView } from '@/lib/activity/event-view'
import { shortName } from '@/lib/drift/sentences'
import { paths } from '@/lib/paths'

/** The time of day on today's date, else the date with it. */
const columnsAt = (now: string): TableColumn<EventView>[] => [
  { id: 'time', head: <>Time, <ZoneName /></>, cell: (event) => <Time iso={event.occurredAt} format={event.occurredAt.slice(0, 10) === now.slice(0, 10) ? 'clock' : 'second'} />, className: 'nw', flow: { order: 2, end: true } },
  { id: 'what', head: 'Server, tool', cell: (event) => <TargetName server={event.server} target={event.target} />, opens: true, flow: { order: 1 } },
  { id: 'who', head: 'Agent for human', cell: (event) => <Who agent={event.agent === null ? null : shortName(event.agent)} human={event.human === null ? null : (event.human.split('@')[0] ?? event.human)} />, flow: { order: 3, full: true } },
  { id: 'access', head: 'Access', cell: (event) => event.access, className: 'soft nw', flow: { hide: true } },
  { id: 'verdict', head: 'Verdict', cell: (event) => <VerdictMark verdict={event.verdict} outcome={event.outcome} />, className: 'nw', flow: { order: 4 } },
  { id: 'outcome', head: 'Outcome', cell: (event) => <OutcomeText outcome={event.outcome} />, className: 'nw', flow: { order: 5, end: true } },
]

/** Events, newest first; a row opens its drawer and keeps the filter. */
export function EventTable({ events, query, openId, filtered, now }: { events: readonly EventView[]; now: string; query: Record<string, string | undefined>; openId: string | null; filtered: boolean }) {
  const columns = useMemo(() => columnsAt(now), [now])
  return (
    <DataTable
      label="Events" padded rows={events} columns={columns} rowId={(event) => event.id} openId={openId}
      rowHref={(event) => paths.activity({ ...query, event: event.id })}
      empty={filtered
        ? <Empty title="No event fits this filter." actions={<ButtonLink href={paths.activity()}>Show everything</ButtonLink>} />
        : <Empty title="No event has arrived yet." actions={<ButtonLink href={paths.sources()}>Connect a source</ButtonLink>}>Register a source and send what your gateway writes.</Empty>}
    />
  )
}
