'use client'

import { useMemo } from 'react'
import { TargetName } from '@/components/domain/identity'
import { SeverityMark } from '@/components/domain/severity'
import { TwoLines } from '@/components/table/cells'
import type { TableColumn } from '@/components/table/columns'
import { DataTable } from '@/components/table/data-table'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Time, ZoneName } from '@/components/ui/time'
import type { FindingView } from '@/lib/drift/model'
import { shortName, some } from '@/lib/drift/sentences'
import { paths } from '@/lib/paths'

/** A dash where a finding rests on no call, which is not zero. */
const calls = (finding: FindingView, count: number) => (finding.executed + finding.blocked === 0 ? <span className="mute">–</span> : count.toLocaleString('en-GB'))

const columnsAt = (now: string): TableColumn<FindingView>[] => [
  { id: 'severity', head: 'Severity', cell: (row) => <SeverityMark severity={row.severity} />, sort: true, width: '96px', flow: { order: 1 } },
  { id: 'what', head: 'What, who', cell: (row) => <TwoLines first={<What finding={row} />} second={who(row)} />, opens: true, flow: { order: 3, full: true } },
  { id: 'kind', head: 'Kind', cell: (row) => row.kind.replaceAll('_', ' '), className: 'soft sm nw', flow: { order: 4 } },
  { id: 'executed', head: 'Executed', cell: (row) => calls(row, row.executed), sort: true, firstSort: 'desc', align: 'num', flow: { order: 5, end: true, label: 'executed' } },
  { id: 'blocked', head: 'Blocked', cell: (row) => calls(row, row.blocked), sort: true, firstSort: 'desc', align: 'num', flow: { hide: true } },
  { id: 'lastSeen', head: <>Last seen, <ZoneName /></>, cell: (row) => (row.executed + row.blocked === 0 ? <span className="mute">holds now</span> : <Time iso={row.lastSeen} format="short" now={now} />), sort: true, firstSort: 'desc', align: 'num', className: 'nw soft', flow: { order: 2, end: true } },
]

const GRANT_KINDS = new Set(['unused_grant', 'over_broad_grant', 'excess_access'])

function What({ finding }: { finding: FindingView }) {
  const { server, target, agent, client, kind } = finding
  if (server !== null) return <TargetName server={server} target={target} strong={target === null} />
  if (agent !== null || client !== null) return <code>{agent ?? client}</code>
  const source = evidenceText(finding, 'source')
  return source === null ? <>{kind.replaceAll('_', ' ')}</> : <code>{source}</code>
}

function who(finding: FindingView): string {
  const evidence = finding.evidence as Record<string, unknown>
  const list = (key: string): string[] => (Array.isArray(evidence[key]) ? (evidence[key] as unknown[]).map(String) : [])
  const humans = list('humans')
  const agents = finding.agent === null ? list('agents') : [finding.agent]
  if (finding.kind.startsWith('tool_')) return `version ${String(evidence['version'] ?? evidence['approvedVersion'] ?? 1)}`
  if (finding.kind === 'no_workload_identity') return 'anybody could answer in its place'
  if (finding.kind === 'stale_secret') return 'is to be rotated'
  if (finding.kind === 'embedded_secret') return finding.target === null ? 'in its own record' : 'in what was sent to it'
  if (finding.kind === 'shared_identity') return some(list('clients'), 2)
  if (GRANT_KINDS.has(finding.kind)) return finding.agent === null ? 'any agent' : shortName(finding.agent)
  if (finding.kind === 'orphaned_server') return 'nobody answers for it'
  if (finding.kind === 'orphaned_agent') return 'its sponsor has left'
  if (finding.kind === 'review_overdue') return 'its grants are to be reviewed again'
  if (finding.kind === 'break_glass') return `put in force by ${String(evidence['by'])}`
  if (finding.kind === 'silent_source') return 'no sign of life'
  const caller = agents.length === 0 ? 'no agent' : some(agents.map(shortName))
  return humans.length === 0 ? `${caller}, human absent` : `${caller} for ${some(humans, 1)}`
}

function evidenceText(finding: FindingView, key: string): string | null {
  const value = (finding.evidence as Record<string, unknown>)[key]
  return typeof value === 'string' ? value : null
}

/** Findings, worst first; a row opens its drawer and keeps the filter. */
export function FindingTable({ rows, query, openId, now }: { rows: readonly FindingView[]; now: string; query: Record<string, string | undefined>; openId: string | null }) {
  const columns = useMemo(() => columnsAt(now), [now])
  const filtered = Object.keys(query).some((name) => name !== 'finding' && name !== 'sort' && !(name === 'status' && query[name] === 'open'))
  return (
    <DataTable
      label="Findings" lines="two" padded rows={rows} columns={columns} rowId={(row) => row.id} openId={openId} defaultSort="-severity"
      rowHref={(row) => paths.drift({ ...query, finding: row.id })}
      empty={filtered ? <Empty title="No finding fits this filter." actions={<ButtonLink href={paths.drift()}>Show what is open</ButtonLink>} /> : <Empty title="No finding is open.">Everything observed was declared, and everything declared that can be judged is used.</Empty>}
    />
  )
}
