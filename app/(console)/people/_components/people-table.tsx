'use client'

import { LifecycleMark } from '@/components/domain/lifecycle'
import { Mark } from '@/components/domain/verdict'
import { TwoLines } from '@/components/table/cells'
import type { TableColumn } from '@/components/table/columns'
import { DataTable } from '@/components/table/data-table'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { NumberLink, TextLink } from '@/components/ui/text-link'
import { paths } from '@/lib/paths'
import { ROLE_LABEL, ROLES, type Role } from '@/lib/people/model'

/** What the table shows of a person. */
export type Row = {
  id: string; name: string; email: string; roles: readonly Role[]; pendingRoles: readonly Role[]; teams: readonly string[]; manager: string | null; active: boolean; servers: number; agents: number
}

const COLUMNS: readonly TableColumn<Row>[] = [
  { id: 'name', head: 'Person', sort: (row) => row.name, opens: true, flow: { order: 1 }, cell: (row) => <TwoLines first={<b>{row.name}</b>} second={row.email} /> },
  { id: 'state', head: 'State', sort: (row) => (row.active ? 0 : 1), flow: { order: 2, end: true }, cell: (row) => (row.active || row.servers + row.agents === 0 ? <LifecycleMark state={row.active ? 'active' : 'left'} /> : <Mark glyph="warn" tone="warn">left, still answers</Mark>) },
  { id: 'roles', head: 'Roles', sort: (row) => row.roles.length, flow: { order: 3, full: true }, cell: (row) => <TwoLines first={ROLES.filter((one) => row.roles.includes(one)).map((one) => ROLE_LABEL[one]).join(', ') || <span className="mute">none</span>} second={row.pendingRoles.length === 0 ? '' : `waits: ${row.pendingRoles.map((one) => ROLE_LABEL[one]).join(', ')}`} /> },
  { id: 'teams', head: 'Teams', sort: (row) => row.teams.join(' '), flow: { order: 4 }, cell: (row) => row.teams.map((team) => <TextLink key={team} className="mr-2" href={paths.people({ team })}>{team}</TextLink>) },
  { id: 'servers', head: 'Owns servers', sort: (row) => row.servers, firstSort: 'desc', align: 'num', flow: { order: 5, label: 'servers' }, cell: (row) => <NumberLink value={row.servers} label={`servers that ${row.name} owns`} href={paths.servers({ owner: row.email })} /> },
  { id: 'agents', head: 'Sponsors agents', sort: (row) => row.agents, firstSort: 'desc', align: 'num', flow: { order: 6, end: true, label: 'agents' }, cell: (row) => <NumberLink value={row.agents} label={`agents that ${row.name} sponsors`} href={paths.agents({ sponsor: row.email })} /> },
  { id: 'manager', head: 'Manager', sort: (row) => row.manager ?? '', flow: { hide: true }, cell: (row) => <span className="soft">{row.manager ?? '–'}</span> },
]

export function PeopleTable({ rows, filtered }: { rows: readonly Row[]; filtered: boolean }) {
  return (
    <DataTable
      label="People" lines="two" sorting="client" rows={rows} columns={COLUMNS} rowId={(row) => row.id} rowHref={(row) => paths.person(row.id)} defaultSort="name" padded
      empty={filtered ? <Empty title="Nobody fits this filter." actions={<ButtonLink href={paths.people()}>Show everybody</ButtonLink>} /> : <Empty title="Nobody is registered yet." />}
    />
  )
}
