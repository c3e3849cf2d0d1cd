'use client'

import { AccessText } from '@/components/domain/access'
import { GrantStateMark } from '@/components/domain/grant-state'
import { Mark } from '@/components/domain/verdict'
import { TwoLines } from '@/components/table/cells'
import type { TableColumn } from '@/components/table/columns'
import { DataTable } from '@/components/table/data-table'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { NumberLink, TextLink } from '@/components/ui/text-link'
import { Ago, Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import { endWords } from './end-words'
import { UseSpark } from './use-spark'

/** What the table shows of a grant. */
export type Row = {
  id: string; server: string; agent: string; agentKnown: string; client: string; human: string; kind: string; target: string; access: string; scope: string[]
  validFrom: string; validUntil: string | null; state: string; origin: string; confirmed: boolean; purpose: string
  calls: number | null; lastUsed: string | null; agents: number | null; humans: number | null; weeks: number[] | null
}

/** Marked as ending soon, milliseconds. */
const SOON = 14 * 86_400_000

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
    { id: 'target', head: 'Target', sort: true, opens: true, width: '17%', flow: { order: 1 }, cell: (row) => <TwoLines first={<code><b>{row.target}</b></code>} second={<>{row.server}{row.kind === 'tool' ? '' : `, ${row.kind}`}</>} /> },
    { id: 'purpose', head: 'Purpose', flow: { order: 5, full: true }, cell: (row) => <Purpose row={row} /> },
    { id: 'caller', head: 'Agent, client, human', sort: true, flow: { order: 3, full: true }, cell: (row) => <TwoLines first={<span title={row.agentKnown}>{row.agent === 'any' ? 'any agent' : row.agent}</span>} second={callerRest(row)} /> },
    { id: 'access', head: 'Ceiling', sort: true, className: 'nw', flow: { order: 4 }, cell: (row) => <TwoLines first={<AccessText access={row.access} />} second={<Scope globs={row.scope} />} /> },
    { id: 'calls', head: 'Calls, 90 d', sort: true, firstSort: 'desc', align: 'num', flow: { order: 7, end: true, label: 'calls' }, cell: (row) => <Calls row={row} since={since} now={now} /> },
    { id: 'callers', head: 'By week, callers', sort: true, firstSort: 'desc', className: 'nw', flow: { order: 8, full: true }, cell: (row) => <TwoLines first={<UseSpark weeks={row.weeks} />} second={<Callers row={row} />} /> },
    { id: 'window', head: 'Ends', sort: true, className: 'nw', flow: { order: 6, label: 'ends' }, cell: (row) => <Ends row={row} now={now} /> },
    { id: 'state', head: 'State', sort: true, className: 'nw', flow: { order: 2, end: true }, cell: (row) => <TwoLines first={<GrantStateMark state={row.state} />} second={<Origin row={row} />} /> },
  ]
}

function Purpose({ row }: { row: Row }) {
  return <span className="line-clamp-2 max-w-64 text-12 text-ink-2" title={row.purpose}>{row.purpose}</span>
}

/** The list of a number of callers is the table of them on the grant's own page. */
function Callers({ row: { id, agents, humans } }: { row: Row }) {
  if (agents === null || humans === null) return null
  if (agents + humans === 0) return <span className="mute">nobody seen</span>
  const href = `${paths.grant(id)}#callers`
  return <><TextLink href={href}>{agents.toLocaleString('en-US')} {agents === 1 ? 'agent' : 'agents'}</TextLink>, <TextLink href={href}>{humans.toLocaleString('en-US')} {humans === 1 ? 'human' : 'humans'}</TextLink></>
}

function Calls({ row, since, now }: { row: Row; since: string; now: string }) {
  if (row.calls === null) return <span className="mute" title="Your roles do not show activity on this server">–</span>
  return <TwoLines first={<NumberLink value={row.calls} label="calls in 90 days" href={paths.activity({ grant: row.id, from: since })} />} second={<Ago iso={row.lastUsed} now={now} absent="not seen" />} />
}

/** How long it still stands, in words; what ends soon is marked. */
function Ends({ row, now }: { row: Row; now: string }) {
  const over = row.state === 'expired' || row.state === 'revoked'
  if (row.validUntil === null) return over ? <span className="mute">over</span> : <TwoLines first="no end" second={<>from <Time iso={row.validFrom} format="day" /></>} />
  const words = over ? 'over' : endWords(row.validUntil, now)
  const soon = !over && Date.parse(row.validUntil) - Date.parse(now) < SOON
  return <TwoLines first={soon ? <Mark glyph="wait" tone="warn">{words}</Mark> : words} second={<Time iso={row.validUntil} format="day" />} />
}

function Origin({ row }: { row: Row }) {
  if (row.origin === 'break_glass') return <Mark glyph="warn" tone="bad">break glass</Mark>
  if (row.origin !== 'import') return null
  return <span title={row.confirmed ? 'Imported, and confirmed here' : 'Imported, and never taken through the approval steps here'}>{row.confirmed ? 'imported' : 'not confirmed'}</span>
}

function callerRest(row: Row): string {
  const client = row.client === 'any' ? 'any client' : row.client
  const human = row.human === 'any' ? 'any human' : row.human === 'none' ? 'no human' : row.human
  return `${client}, ${human}`
}

function Scope({ globs }: { globs: readonly string[] }) {
  const [first, ...others] = globs
  if (first === undefined) return <span className="mute">unrestricted</span>
  return <span title={globs.join('\n')}><code>{first.length > 16 ? `${first.slice(0, 15)}…` : first}</code>{others.length === 0 ? '' : ` and ${others.length} more`}</span>
}
