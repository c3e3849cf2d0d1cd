'use client'

import { AccessText } from '@/components/domain/access'
import { RequestStateMark } from '@/components/domain/request-state'
import { agentText, clientText, humanText, KIND_WORD } from '@/components/domain/request-words'
import { TwoLines } from '@/components/table/cells'
import type { TableColumn } from '@/components/table/columns'
import { DataTable } from '@/components/table/data-table'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Ago } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { RequestRow, RequestsView } from '@/lib/views/request-list'

type Props = { rows: readonly RequestRow[]; view: RequestsView; now: string; filtered: boolean; mayAsk: boolean }

/** Requests, one a row: what, for whom, with which access, and who holds it in words. */
export function RequestsTable({ rows, view, now, filtered, mayAsk }: Props) {
  return (
    <DataTable
      label="Requests" lines="two" sorting="client" padded rows={rows} columns={columnsOf(now)} rowId={(row) => row.id}
      rowHref={(row) => (row.state === 'draft' ? paths.editRequest(row.id) : paths.request(row.id))}
      empty={filtered ? <Empty title="No request fits this filter." actions={<ButtonLink href={paths.requests({ view })}>Show all of this list</ButtonLink>} /> : <None view={view} mayAsk={mayAsk} />}
    />
  )
}

const EMPTY: Record<RequestsView, { title: string; says: string }> = {
  waiting: { title: 'Nothing waits for you.', says: 'Requests come here when you hold one of their steps, and go when you or somebody else has answered. You are told by mail when one comes.' },
  mine: { title: 'You have not asked for anything.', says: 'Ask for a tool by what it does; who must agree, and for how long at most, is said before you send it.' },
  all: { title: 'There is no request that you may see.', says: 'A request stays here for ever once it is sent, with everybody’s answers.' },
}

function None({ view, mayAsk }: { view: RequestsView; mayAsk: boolean }) {
  const { title, says } = EMPTY[view]
  const actions = mayAsk ? <ButtonLink href={paths.newRequest()} kind={view === 'mine' ? 'primary' : 'default'}>Request access</ButtonLink> : undefined
  return <Empty title={title} actions={actions}>{says}</Empty>
}

function columnsOf(now: string): TableColumn<RequestRow>[] {
  return [
    { id: 'what', head: 'What', width: '18%', opens: true, sort: (row) => `${row.server} ${row.targets.join(' ')}`, flow: { order: 1 }, cell: (row) => <TwoLines first={<What row={row} />} second={row.server === '' ? 'no server yet' : row.server} /> },
    { id: 'whom', head: 'For whom', sort: (row) => row.agent, flow: { order: 3, full: true }, cell: (row) => <TwoLines first={row.agent === '' ? <span className="mute">no agent yet</span> : agentText(row.agent)} second={`for ${humanText(row.human)}, in ${clientText(row.client)}`} /> },
    { id: 'access', head: 'Access', sort: (row) => ['read', 'write', 'admin'].indexOf(row.access), flow: { order: 4 }, cell: (row) => <TwoLines first={row.access === '' ? <span className="mute">–</span> : <AccessText access={row.access} />} second={row.kind === 'grant' ? '' : KIND_WORD[row.kind]} /> },
    { id: 'since', head: 'Asked', sort: (row) => row.since, firstSort: 'desc', flow: { order: 5, end: true, label: 'asked' }, className: 'nw', cell: (row) => <TwoLines first={row.requester} second={<Ago iso={row.since} now={now} />} /> },
    { id: 'sentence', head: 'Where it stands', flow: { order: 6, full: true }, cell: (row) => <span className="soft">{row.sentence}</span> },
    { id: 'state', head: 'State', sort: (row) => row.state, flow: { order: 2, end: true }, cell: (row) => <RequestStateMark state={row.state} kind={row.kind} /> },
  ]
}

function What({ row: { targets } }: { row: RequestRow }) {
  const [first, ...rest] = targets
  if (first === undefined) return <span className="mute">nothing chosen yet</span>
  return <span title={targets.join('\n')}><code><b>{first}</b></code>{rest.length === 0 ? '' : ` and ${rest.length} more`}</span>
}
