'use client'

import { SensitivityBadge } from '@/components/domain/access'
import { LifecycleMark } from '@/components/domain/lifecycle'
import { SeverityMark } from '@/components/domain/severity'
import { Mark } from '@/components/domain/verdict'
import { TwoLines } from '@/components/table/cells'
import type { TableColumn } from '@/components/table/columns'
import { DataTable } from '@/components/table/data-table'
import { VisuallyHidden } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { NumberLink, TextLink } from '@/components/ui/text-link'
import { paths } from '@/lib/paths'
import { LIFECYCLES, SENSITIVITIES } from '@/lib/registry/model'

/** What the table shows of a server. */
export type Row = {
  slug: string; name: string; environment: string; sensitivity: string; lifecycle: string; owner: string; ownerName: string; team: string | null; orphaned: boolean
  tools: number; grants: number; findings: { total: number; worst: string; worstCount: number } | null; pending: boolean
}

const RANK = ['low', 'medium', 'high', 'critical']

const COLUMNS: readonly TableColumn<Row>[] = [
  { id: 'slug', head: 'Server', sort: (row) => row.slug, opens: true, flow: { order: 1 }, cell: (row) => <TwoLines first={<b>{row.slug}</b>} second={row.name} /> },
  { id: 'lifecycle', head: 'Life cycle', sort: (row) => LIFECYCLES.findIndex((state) => state === row.lifecycle), flow: { order: 2, end: true }, cell: (row) => <TwoLines first={<LifecycleMark state={row.lifecycle} />} second={row.pending ? 'waits for a second reviewer' : ''} /> },
  { id: 'sensitivity', head: 'Sensitivity', sort: (row) => SENSITIVITIES.findIndex((one) => one === row.sensitivity), firstSort: 'desc', flow: { order: 3 }, cell: (row) => <TwoLines first={<SensitivityBadge sensitivity={row.sensitivity} />} second={row.environment} /> },
  { id: 'owner', head: 'Owner', sort: (row) => row.ownerName, flow: { order: 4, end: true }, cell: (row) => <TwoLines first={row.orphaned ? <Mark glyph="warn" tone="warn">{row.ownerName} has left</Mark> : <span title={row.owner}>{row.ownerName}</span>} second={row.team ?? ''} /> },
  { id: 'tools', head: 'Tools', sort: (row) => row.tools, firstSort: 'desc', align: 'num', flow: { order: 5, label: 'tools' }, cell: (row) => <NumberLink value={row.tools} label={`tools of ${row.slug}`} href={paths.tools({ server: row.slug })} /> },
  { id: 'grants', head: 'Grants', sort: (row) => row.grants, firstSort: 'desc', align: 'num', flow: { order: 6, end: true, label: 'grants' }, cell: (row) => <NumberLink value={row.grants} label={`grants in force on ${row.slug}`} href={paths.grants({ server: row.slug, state: ['active', 'suspended'] })} /> },
  { id: 'findings', head: 'Open findings', sort: (row) => (row.findings === null ? -1 : RANK.indexOf(row.findings.worst) * 1e6 + row.findings.total), firstSort: 'desc', flow: { order: 7, full: true }, cell: (row) => <Findings row={row} /> },
]

function Findings({ row }: { row: Row }) {
  if (row.findings === null) return <span className="mute">none</span>
  const { total, worst, worstCount } = row.findings
  return <TextLink href={paths.drift({ server: row.slug })}><SeverityMark severity={worst} count={worstCount} />{total > worstCount ? <span className="soft"> of {total}</span> : null}<VisuallyHidden> open findings on {row.slug}</VisuallyHidden></TextLink>
}

export function ServersTable({ rows, filtered, mayRegister }: { rows: readonly Row[]; filtered: boolean; mayRegister: boolean }) {
  return (
    <DataTable
      label="Servers" lines="two" sorting="client" rows={rows} columns={COLUMNS} rowId={(row) => row.slug} rowHref={(row) => paths.server(row.slug)} defaultSort="slug" padded
      empty={filtered ? <Empty title="No server fits this filter." actions={<ButtonLink href={paths.servers()}>Show all servers</ButtonLink>} /> : <None mayRegister={mayRegister} />}
    />
  )
}

function None({ mayRegister }: { mayRegister: boolean }) {
  return (
    <Empty title="No server is registered that you may see." actions={mayRegister ? <ButtonLink href={paths.newServer()}>Register a server</ButtonLink> : undefined}>
      Calls to a server that nobody registered appear under Drift as unregistered.
    </Empty>
  )
}
