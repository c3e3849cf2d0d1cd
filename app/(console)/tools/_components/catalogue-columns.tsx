import { AccessText } from '@/components/domain/access'
import { Mark } from '@/components/domain/verdict'
import { LogBar, TwoLines } from '@/components/table/cells'
import type { TableColumn } from '@/components/table/columns'
import { NumberLink } from '@/components/ui/text-link'
import { Ago } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { Row } from './catalogue-table'

/** The columns of the catalogue; `since` is the first day of the longer window, `max` the most calls on the page. */
export function catalogueColumns({ since, now, max }: { since: string; now: string; max: number }): TableColumn<Row>[] {
  const from = `${since}T00:00:00.000Z`
  const month = `${new Date(Date.parse(now) - 30 * 86_400_000).toISOString().slice(0, 10)}T00:00:00.000Z`
  const calls = (row: Row, since: string) => paths.activity({ server: row.server, kind: 'tool_call', target: row.name, from: since })
  return [
    { id: 'tool', head: 'Tool', sort: true, opens: true, flow: { order: 1 }, cell: (row) => <TwoLines first={<code><b>{row.name}</b></code>} second={row.title === null || row.title === row.name ? row.server : `${row.server}, ${row.title}`} /> },
    { id: 'class', head: 'Access, and who says so', sort: true, flow: { order: 2, end: true }, cell: (row) => <AccessText access={row.accessClass} basis={row.decided === 'person' ? 'set by a person' : (row.because ?? undefined)} /> },
    { id: 'claims', head: 'The server claims', flow: { order: 3 }, cell: (row) => <span className={row.claims[0] === 'nothing' ? 'mute' : 'soft'}>{row.claims.join(', ')}</span> },
    { id: 'definition', head: 'Definition', flow: { order: 4, end: true }, cell: (row) => <Definition row={row} /> },
    { id: 'grants', head: 'Grants', sort: true, firstSort: 'desc', align: 'num', flow: { order: 5, label: 'grants' }, cell: (row) => <NumberLink value={row.grants} label={`grants in force that reach ${row.id}`} href={paths.grants({ server: row.server, state: 'active', reaches: row.name })} /> },
    { id: 'recent', head: '30 days', sort: true, firstSort: 'desc', align: 'num', flow: { hide: true }, cell: (row) => (row.use === null ? <span className="mute">–</span> : <NumberLink value={row.use.recent} label={`calls of ${row.id} in 30 days`} href={calls(row, month)} />) },
    { id: 'calls', head: '90 days', sort: true, firstSort: 'desc', align: 'num', flow: { order: 6, end: true, label: 'calls' }, cell: (row) => (row.use === null ? <span className="mute">not for your role</span> : <NumberLink value={row.use.calls} label={`calls of ${row.id} in 90 days`} href={calls(row, from)} />) },
    { id: 'bar', head: 'log scale', flow: { hide: true }, cell: (row) => <LogBar value={row.use?.calls ?? 0} max={max} bad={row.grants === 0} /> },
    { id: 'callers', head: 'Agents', sort: true, firstSort: 'desc', align: 'num', flow: { hide: true }, cell: (row) => (row.use?.callers ?? 0).toLocaleString('en-US') },
    { id: 'last', head: 'Last call', sort: true, firstSort: 'desc', className: 'nw', flow: { order: 7, full: true, label: 'last call' }, cell: (row) => (typeof row.use?.lastAt === 'string' ? <Ago iso={row.use.lastAt} now={now} /> : <span className="mute">never seen</span>) },
  ]
}

function Definition({ row }: { row: Row }) {
  switch (row.standing) {
    case 'declared': return <span className="mute">declared by a person</span>
    case 'approved':
    case 'listed': return <span className="soft">v{row.version}</span>
    case 'added': return <Mark glyph="changed" tone="warn">v{row.version}, not approved</Mark>
    case 'widened': return <Mark glyph="warn" tone="bad">v{row.version}, widened</Mark>
    case 'altered': return <Mark glyph="changed" tone="warn">v{row.version}, altered</Mark>
    case 'removed': return <span className="mute">no longer listed</span>
  }
}
