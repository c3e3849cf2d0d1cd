'use client'

import { REFUSED } from '@/components/domain/companions'
import { LifecycleMark } from '@/components/domain/lifecycle'
import { TwoLines } from '@/components/table/cells'
import type { TableColumn } from '@/components/table/columns'
import { DataTable } from '@/components/table/data-table'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { NumberLink } from '@/components/ui/text-link'
import { Ago } from '@/components/ui/time'
import { paths } from '@/lib/paths'

/** What the table shows of a client application. */
export type Row = { id: string; name: string; clientId: string | null; active: boolean; grants: number; calls: number | null; refused: number | null; lastAt: string | null }

type Props = { rows: readonly Row[]; now: string; from: string; filtered: boolean; mayRegister: boolean }

export function ClientsTable({ rows, now, from, filtered, mayRegister }: Props) {
  return (
    <DataTable
      label="Clients" lines="two" sorting="client" rows={rows} columns={columnsOf(now, from)} rowId={(row) => row.id} rowHref={(row) => paths.client(row.id)} defaultSort="name" padded
      empty={filtered ? <Empty title="No client fits this filter." actions={<ButtonLink href={paths.clients()}>Show all clients</ButtonLink>} /> : (
        <Empty title="No client is registered that you may see." actions={mayRegister ? <ButtonLink href={paths.newClient()}>Register a client</ButtonLink> : undefined}>Applications that nobody registered appear under Drift.</Empty>
      )}
    />
  )
}

function columnsOf(now: string, from: string): TableColumn<Row>[] {
  const known = (row: Row): string => row.clientId ?? row.name
  return [
    { id: 'name', head: 'Client', sort: (row) => row.name, opens: true, flow: { order: 1 }, cell: (row) => <TwoLines first={<b>{row.name}</b>} second={row.clientId === null ? 'no client id' : <code>{row.clientId}</code>} /> },
    { id: 'state', head: 'State', sort: (row) => (row.active ? 0 : 1), flow: { order: 2, end: true }, cell: (row) => <LifecycleMark state={row.active ? 'active' : 'inactive'} /> },
    { id: 'grants', head: 'Grants that name it', sort: (row) => row.grants, firstSort: 'desc', align: 'num', flow: { order: 3, label: 'grants' }, cell: (row) => <NumberLink value={row.grants} label={`grants in force that name ${row.name}`} href={paths.grants({ client: known(row), state: ['active', 'suspended'] })} /> },
    { id: 'calls', head: 'Calls, 90 d', sort: (row) => row.calls, firstSort: 'desc', align: 'num', flow: { order: 4, end: true, label: 'calls' }, cell: (row) => <NumberLink value={row.calls} label={`calls in ${row.name}`} href={paths.activity({ client: known(row), from })} /> },
    { id: 'refused', head: 'Not granted', sort: (row) => row.refused, firstSort: 'desc', align: 'num', flow: { order: 5, label: 'not granted' }, cell: (row) => (row.refused === 0 ? <span className="mute">0</span> : <NumberLink value={row.refused} label={`calls in ${row.name} not granted`} href={paths.activity({ client: known(row), verdict: REFUSED, from })} />) },
    { id: 'last', head: 'Last seen', sort: (row) => row.lastAt, firstSort: 'desc', flow: { order: 6, end: true, label: 'last' }, cell: (row) => (row.calls === null ? <span className="mute">–</span> : <Ago iso={row.lastAt} now={now} absent="not in 90 d" />) },
  ]
}
