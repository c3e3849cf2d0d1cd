'use client'

import { AccessText } from '@/components/domain/access'
import { GrantStateMark } from '@/components/domain/grant-state'
import { TwoLines } from '@/components/table/cells'
import type { TableColumn } from '@/components/table/columns'
import { DataTable } from '@/components/table/data-table'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { NumberLink } from '@/components/ui/text-link'
import { Ago, Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'

/** What the table shows of a grant. */
export type Row = {
  id: string; server: string; agent: string; agentKnown: string; client: string; human: string; kind: string; target: string; access: string; scope: string[]
  validFrom: string; validUntil: string | null; state: string; origin: string; calls: number | null; lastUsed: string | null
}

export type GrantsTableProps = { rows: Row[]; now: string; since: string; defaultSort: string; filtered: boolean; mayImport: boolean }

export function GrantsTable({ rows, now, since, defaultSort, filtered, mayImport }: GrantsTableProps) {
  return (
    <DataTable
      label="Grants" lines="two" rows={rows} columns={columnsOf(now, since)} rowId={(row) => row.id} rowHref={(row) => paths.grant(row.id)} defaultSort={defaultSort} padded
      empty={filtered ? <Empty title="No grant fits this filter." actions={<ButtonLink href={paths.grants()}>Show all grants</ButtonLink>} /> : <None mayImport={mayImport} />}
    />
  )
}

function None({ mayImport }: { mayImport: boolean }) {
  return (
    <Empty title="No grant is recorded yet, so every call counts as not granted." actions={mayImport ? <ButtonLink href={paths.importGrants()} kind="primary">Import grants</ButtonLink> : undefined}>
      {mayImport ? 'Import what is already in force elsewhere; past calls are then judged again.' : 'Or there are some that you may not see. Security reviewers can import them.'}
    </Empty>
  )
}

function columnsOf(now: string, since: string): TableColumn<Row>[] {
  return [
    { id: 'target', head: 'Target', sort: true, opens: true, flow: { order: 1 }, cell: (row) => <TwoLines first={<code><b>{row.target}</b></code>} second={<>{row.server}{row.kind === 'tool' ? '' : `, ${row.kind}`}</>} /> },
    { id: 'caller', head: 'Agent, client, human', sort: true, flow: { order: 3, full: true }, cell: (row) => <TwoLines first={<span title={row.agentKnown}>{row.agent === 'any' ? 'any agent' : row.agent}</span>} second={callerRest(row)} /> },
    { id: 'access', head: 'Ceiling', sort: true, flow: { order: 4 }, cell: (row) => <AccessText access={row.access} /> },
    { id: 'scope', head: 'Scope', flow: { order: 5, end: true, label: 'scope' }, cell: (row) => <Scope globs={row.scope} /> },
    { id: 'window', head: 'Window', sort: true, flow: { order: 6, full: true }, cell: (row) => <TwoLines first={<>from <Time iso={row.validFrom} format="day" /></>} second={row.validUntil === null ? 'without an end' : <>until <Time iso={row.validUntil} format="day" /></>} /> },
    { id: 'calls', head: 'Calls, 90 d', sort: true, firstSort: 'desc', align: 'num', flow: { order: 7, label: 'calls' }, cell: (row) => <NumberLink value={row.calls} label="calls in 90 days" href={paths.activity({ grant: row.id, from: since })} /> },
    { id: 'lastUsed', head: 'Last used', sort: true, firstSort: 'desc', flow: { order: 8, end: true, label: 'last' }, cell: (row) => (row.calls === null ? <span className="mute">–</span> : <Ago iso={row.lastUsed} now={now} absent="not in 90 d" />) },
    { id: 'state', head: 'State', sort: true, flow: { order: 2, end: true }, cell: (row) => <TwoLines first={<GrantStateMark state={row.state} />} second={row.origin === 'import' ? 'imported' : ''} /> },
  ]
}

function callerRest(row: Row): string {
  const client = row.client === 'any' ? 'any client' : row.client
  const human = row.human === 'any' ? 'any human' : row.human === 'none' ? 'no human' : row.human
  return `${client}, ${human}`
}

function Scope({ globs }: { globs: readonly string[] }) {
  const [first, ...others] = globs
  if (first === undefined) return <span className="mute">unrestricted</span>
  return <span title={globs.join('\n')}><code>{first.length > 28 ? `${first.slice(0, 27)}…` : first}</code>{others.length === 0 ? '' : ` and ${others.length} more`}</span>
}
