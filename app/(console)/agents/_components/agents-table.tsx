'use client'

import { REFUSED } from '@/components/domain/companions'
import { LifecycleMark } from '@/components/domain/lifecycle'
import { SeverityMark } from '@/components/domain/severity'
import { Mark } from '@/components/domain/verdict'
import { TwoLines } from '@/components/table/cells'
import type { TableColumn } from '@/components/table/columns'
import { DataTable } from '@/components/table/data-table'
import { VisuallyHidden } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { CutCode } from '@/components/ui/code'
import { Empty } from '@/components/ui/empty'
import { NumberLink, TextLink } from '@/components/ui/text-link'
import { Ago } from '@/components/ui/time'
import { paths } from '@/lib/paths'

/** What the table shows of an agent. */
export type Row = {
  id: string; name: string; identity: string; sponsor: string; sponsorName: string; sponsorActive: boolean; purpose: string | null; active: boolean; grants: number
  calls: number | null; refused: number | null; lastAt: string | null; findings: { total: number; worst: string; worstCount: number } | null
}

type Props = { rows: readonly Row[]; now: string; from: string; filtered: boolean; mayRegister: boolean }

export function AgentsTable({ rows, now, from, filtered, mayRegister }: Props) {
  return (
    <DataTable
      label="Agents" lines="two" sorting="client" rows={rows} columns={columnsOf(now, from)} rowId={(row) => row.id} rowHref={(row) => paths.agent(row.id)} defaultSort="name" padded
      empty={filtered ? <Empty title="No agent fits this filter." actions={<ButtonLink href={paths.agents()}>Show all agents</ButtonLink>} /> : (
        <Empty title="No agent is registered that you may see." actions={mayRegister ? <ButtonLink href={paths.newAgent()}>Register an agent</ButtonLink> : undefined}>Callers that nobody registered appear under Drift.</Empty>
      )}
    />
  )
}

function columnsOf(now: string, from: string): TableColumn<Row>[] {
  return [
    { id: 'name', head: 'Agent', sort: (row) => row.name, opens: true, flow: { order: 1 }, cell: (row) => <TwoLines first={<b>{row.name}</b>} second={<span className="md:whitespace-nowrap"><CutCode value={row.identity} head={20} tail={17} /></span>} /> },
    { id: 'state', head: 'State', sort: (row) => (row.active ? 0 : 1), flow: { order: 2, end: true }, cell: (row) => <LifecycleMark state={row.active ? 'active' : 'inactive'} /> },
    { id: 'sponsor', head: 'Sponsor', sort: (row) => row.sponsorName, flow: { order: 3, full: true }, cell: (row) => (row.sponsorActive ? <span title={row.sponsor}>{row.sponsorName}</span> : <Mark glyph="warn" tone="warn">{row.sponsorName} has left</Mark>) },
    { id: 'purpose', head: 'Purpose', sort: (row) => row.purpose, flow: { order: 3, full: true }, cell: (row) => (row.purpose === null ? <span className="mute">none written down</span> : <span className="line-clamp-2 soft" title={row.purpose}>{row.purpose}</span>) },
    { id: 'grants', head: 'Grants', sort: (row) => row.grants, firstSort: 'desc', align: 'num', flow: { order: 4, label: 'grants' }, cell: (row) => <NumberLink value={row.grants} label={`grants in force of ${row.name}`} href={paths.grants({ agent: row.identity, state: ['active', 'suspended'] })} /> },
    { id: 'calls', head: 'Calls, 90 d', sort: (row) => row.calls, firstSort: 'desc', align: 'num', flow: { order: 5, end: true, label: 'calls' }, cell: (row) => <NumberLink value={row.calls} label={`calls of ${row.name}`} href={paths.activity({ agent: row.identity, from })} /> },
    { id: 'refused', head: 'Not granted', sort: (row) => row.refused, firstSort: 'desc', align: 'num', flow: { order: 6, label: 'not granted' }, cell: (row) => (row.refused === 0 ? <span className="mute">0</span> : <NumberLink value={row.refused} label={`calls of ${row.name} not granted`} href={paths.activity({ agent: row.identity, verdict: REFUSED, from })} />) },
    { id: 'last', head: 'Last seen', sort: (row) => row.lastAt, firstSort: 'desc', flow: { order: 7, end: true, label: 'last' }, cell: (row) => (row.calls === null ? <span className="mute">–</span> : <span className="nw"><Ago iso={row.lastAt} now={now} absent="not in 90 d" /></span>) },
    { id: 'findings', head: 'Open findings', sort: (row) => row.findings?.total ?? 0, firstSort: 'desc', flow: { order: 8, full: true }, cell: (row) => <Findings row={row} /> },
  ]
}

function Findings({ row }: { row: Row }) {
  if (row.findings === null) return <span className="mute">none</span>
  const { total, worst, worstCount } = row.findings
  return <TextLink href={paths.drift({ agent: row.identity })}><SeverityMark severity={worst} count={worstCount} />{total > worstCount ? <span className="soft"> of {total}</span> : null}<VisuallyHidden> open findings about {row.name}</VisuallyHidden></TextLink>
}
