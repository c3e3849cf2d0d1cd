'use client'

import { LifecycleMark } from '@/components/domain/lifecycle'
import { Mark } from '@/components/domain/verdict'
import { TwoLines } from '@/components/table/cells'
import type { TableColumn } from '@/components/table/columns'
import { DataTable } from '@/components/table/data-table'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Ago, Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { BoardRow } from '@/lib/views/lifecycle-rows'

type Props = { rows: readonly BoardRow[]; now: string; filtered: boolean }

/** Servers and agents alike: what state, since when, who answers for it, what comes next and what follows if nobody acts. */
export function BoardTable({ rows, now, filtered }: Props) {
  return (
    <DataTable
      label="Life cycle of servers and agents" lines="two" rows={rows} columns={columnsAt(now)} rowId={(row) => row.id} rowHref={(row) => row.path} padded
      empty={filtered ? <Empty title="Nothing fits this filter." actions={<ButtonLink href={paths.lifecycle()}>Show everything</ButtonLink>} /> : <Empty title="No server and no agent is registered that you may see.">What is registered stands here with what must be done about it next.</Empty>}
    />
  )
}

function columnsAt(now: string): TableColumn<BoardRow>[] {
  return [
    { id: 'name', head: 'Server or agent', opens: true, flow: { order: 1 }, cell: (row) => <TwoLines first={<b>{row.name}</b>} second={row.kind === 'agent' ? 'agent' : `server, ${row.sensitivity}, ${row.environment}`} /> },
    { id: 'state', head: 'State', flow: { order: 2, end: true }, cell: (row) => <TwoLines first={<LifecycleMark state={row.state} />} second={<span className="nw">since <Time iso={row.stateSince} format="day" /></span>} /> },
    { id: 'owner', head: 'Owner or sponsor', flow: { order: 5, full: true }, cell: (row) => <TwoLines first={<Owner row={row} />} second={secondOwner(row)} /> },
    { id: 'next', head: 'Next', width: '34%', flow: { order: 3, full: true }, cell: (row) => (row.next === null ? <span className="mute">nothing</span> : <TwoLines first={<span><b>{capital(row.next.word)}</b>{row.duties > 1 ? <span className="mute"> and {row.duties - 1} more</span> : null}</span>} second={<span className="whitespace-normal">{row.next.text}</span>} />) },
    { id: 'due', head: 'Due', flow: { order: 4, full: true }, cell: (row) => <Due row={row} now={now} /> },
  ]
}

function Owner({ row: { owner, orphaned } }: { row: BoardRow }) {
  if (owner.active) return <span title={owner.email}>{owner.name}</span>
  return orphaned ? <Mark glyph="warn" tone="warn">{owner.name} has left</Mark> : <span title={owner.email}>{owner.name} <span className="mute">(has left)</span></span>
}

function secondOwner({ kind, backup, team }: BoardRow): string {
  if (kind === 'agent') return 'sponsor'
  return [backup === null ? 'no backup' : `backup ${backup.name}${backup.active ? '' : ' (has left)'}`, ...(team === null ? [] : [team])].join(', ')
}

const FOLLOWS = { notify: 'told', quarantine: 'quarantine', offboard: 'offboarding' } as const

function Due({ row: { next, kind }, now }: { row: BoardRow; now: string }) {
  if (next === null) return <span className="mute">–</span>
  const what = next.action === null ? null : next.action.what === 'quarantine' && kind === 'agent' ? 'made inactive' : FOLLOWS[next.action.what]
  const follows = next.action === null || what === null ? '' : next.action.done ? `${what}, done` : <>{what} <Time iso={next.action.at} format="day" /></>
  return <TwoLines first={next.dueAt === null ? <span className="soft">now</span> : next.overdue ? <Mark glyph="warn" tone="warn"><span>overdue, <Ago iso={next.dueAt} now={now} /></span></Mark> : <Ago iso={next.dueAt} now={now} />} second={follows} />
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
