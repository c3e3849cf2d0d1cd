'use client'

import { AccessText } from '@/components/domain/access'
import { Mark } from '@/components/domain/verdict'
import { TwoLines } from '@/components/table/cells'
import type { TableColumn } from '@/components/table/columns'
import { DataTable } from '@/components/table/data-table'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { NumberLink, TextLink } from '@/components/ui/text-link'
import { Ago, Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'

type Party = { id: string; name: string; known: string } | null

/** What the table shows of a line. */
export type Row = {
  id: string; server: string; kind: string; target: string; open: boolean; later: boolean; access: string; toolClass: string | null; unclassified: boolean; destructive: boolean; scope: string[]
  agent: Party; client: Party; human: string; via: string[]; grants: { id: string; purpose: string; origin: string; confirmed: boolean }[]
  until: string | null; rest: string | null; why: string | null; use: { calls: number; lastAt: string | null } | null
}

type Props = { rows: Row[]; since: string; until: string; now: string; defaultSort: string; filtered: boolean; clearHref: string }

/** The lines of an answer: who, what, at most how, within what, until when, by which grants. */
export function AccessTable({ rows, since, until, now, defaultSort, filtered, clearHref }: Props) {
  return (
    <DataTable
      label="Effective access" lines="two" rows={rows} columns={columnsOf(since, until, now)} rowId={(row) => row.id} rowHref={(row) => grantHref(row)} defaultSort={defaultSort} padded
      empty={filtered ? <Empty title="No line fits this filter." actions={<ButtonLink href={clearHref}>Show the whole answer</ButtonLink>} /> : <Empty title="Nothing that stands allows it.">Only grants that you may see are counted. A request is the way to change it.</Empty>}
    />
  )
}

function grantHref(row: Row): string | null {
  const [first] = row.grants
  return first === undefined ? null : paths.grant(first.id)
}

function columnsOf(since: string, until: string, now: string): TableColumn<Row>[] {
  return [
    { id: 'target', head: 'What', sort: true, opens: true, width: '19%', flow: { order: 1 }, cell: (row) => <TwoLines first={<code><b>{row.target}</b></code>} second={<>{row.server}{row.kind === 'tool' ? '' : `, ${row.kind}`}{row.later ? ', tools that may come' : row.open ? ', whatever fits' : ''}</>} /> },
    { id: 'caller', head: 'Who', sort: true, width: '18%', flow: { order: 3, full: true }, cell: (row) => <Caller row={row} /> },
    { id: 'access', head: 'At most', sort: true, firstSort: 'desc', className: 'nw', flow: { order: 4 }, cell: (row) => <TwoLines first={<AccessText access={row.access} />} second={marksOf(row)} /> },
    { id: 'scope', head: 'Scope', className: 'nw', flow: { order: 5, end: true, label: 'scope' }, cell: (row) => <Scope globs={row.scope} /> },
    { id: 'until', head: 'Until', sort: true, className: 'nw', flow: { order: 6, label: 'until' }, cell: (row) => <Time iso={row.until} format="day" absent="no end" /> },
    { id: 'calls', head: 'Calls, 90 d', sort: true, firstSort: 'desc', align: 'num', flow: { order: 7, label: 'calls' }, cell: (row) => <Calls row={row} since={since} until={until} now={now} /> },
    { id: 'grants', head: 'Purpose, grant', width: '22%', flow: { order: 8, full: true }, cell: (row) => <By row={row} /> },
    { id: 'state', head: 'Now', flow: { order: 2, end: true }, cell: (row) => (row.rest === null ? <Mark glyph="granted">effective</Mark> : <TwoLines first={<Mark glyph="wait" tone="warn">gives nothing</Mark>} second={row.why} />) },
  ]
}

function Caller({ row }: { row: Row }) {
  const human = row.human === 'any' ? 'any human' : row.human === 'none' ? 'no human' : row.human.startsWith('team:') ? `team ${row.human.slice('team:'.length)}` : row.human
  return <TwoLines first={row.agent === null ? 'any agent' : <TextLink href={paths.agent(row.agent.id)} title={row.agent.known}>{row.agent.name}</TextLink>} second={<>for {human} in {row.client?.name ?? 'any client'}{row.via.length === 0 ? '' : `, as ${row.via.join(' and ')}`}</>} />
}

/** Use leads to the calls under the first grant; where several give the line, to the target's calls by this agent. */
function Calls({ row, since, until, now }: { row: Row; since: string; until: string; now: string }) {
  if (row.use === null) return <span className="mute" title="Your roles do not show activity on this server">–</span>
  const [only, ...others] = row.grants
  const href = paths.activity({ server: row.server, ...(row.open ? {} : { target: row.target }), ...(row.agent === null ? {} : { agent: row.agent.known }), ...(only !== undefined && others.length === 0 ? { grant: only.id } : { verdict: 'granted' }), from: since, ...(until === now ? {} : { to: until }) })
  return <TwoLines first={<NumberLink value={row.use.calls} label="calls in 90 days" href={href} />} second={<Ago iso={row.use.lastAt} now={now} absent="not seen" />} />
}

function By({ row }: { row: Row }) {
  const [first, ...others] = row.grants
  if (first === undefined) return null
  const purposes = [...new Set(row.grants.map((grant) => grant.purpose))].join('\n')
  const glass = row.grants.some((grant) => grant.origin === 'break_glass')
  const unconfirmed = row.grants.every((grant) => !grant.confirmed)
  return (
    <TwoLines
      first={<span className="line-clamp-1" title={purposes}>{first.purpose}</span>}
      second={<>{glass ? <Mark glyph="warn" tone="bad">break glass </Mark> : null}<TextLink href={paths.grant(first.id)}>{others.length === 0 ? 'one grant' : 'first grant'}</TextLink>{others.map((grant, index) => <span key={grant.id}>, <TextLink href={paths.grant(grant.id)}>{index === 0 ? 'second' : index + 2}</TextLink></span>)}{unconfirmed ? ', not confirmed' : ''}</>}
    />
  )
}

function marksOf(row: Row): string {
  const basis = row.toolClass === null ? [] : [row.unclassified ? 'unclassified' : `${row.toolClass} tool`]
  return [...basis, ...(row.destructive && row.toolClass !== 'admin' ? ['destructive'] : [])].join(', ')
}

function Scope({ globs }: { globs: readonly string[] }) {
  const [first, ...others] = globs
  if (first === undefined) return <span className="mute">unrestricted</span>
  return <span title={globs.join('\n')}><code>{first.length > 20 ? `${first.slice(0, 19)}…` : first}</code>{others.length === 0 ? '' : ` and ${others.length} more`}</span>
}
