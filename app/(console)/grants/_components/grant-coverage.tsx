import { AccessText } from '@/components/domain/access'
import { Mark, NotEvaluable } from '@/components/domain/verdict'
import { PlainTable } from '@/components/table/plain-table'
import { Disclosure } from '@/components/ui/disclosure'
import { Section } from '@/components/ui/section'
import { NumberLink, TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'

type Row = {
  target: string; accessClass: string | null; unclassified: boolean; destructive: boolean; held: boolean; above: boolean; unknown: boolean
  bound: number | null; version: number | null; calls: number | null; lastAt: string | null
}
type Shown = { exact: boolean; catalogued: boolean; sentence: string; used: Row[]; unused: Row[]; flagged: number }
type Props = { id: string; server: string; kind: string; coverage: Shown; since: string }

const SHOWN = 12

/** What the grant admits today, against what of it was used: the used, the never used, and what of both needs a look. */
export function GrantCoverage({ id, server, kind, coverage, since }: Props) {
  const { used, unused, flagged, exact } = coverage
  const note = flagged === 0 || exact ? undefined : `${flagged.toLocaleString('en-US')} of them ${flagged === 1 ? 'needs' : 'need'} a look: destructive, unclassified, held, or above the ceiling`
  const tables = { id, server, since, linked: kind === 'tool' }
  return (
    <Section title="What it admits today" note={note} id="coverage">
      <p className="say pb-2">{coverage.sentence}</p>
      {used.length === 0 ? null : <Targets {...tables} label="Used in 90 days" rows={used} />}
      {unused.length === 0 ? null : exact || unused.length <= 4 ? <Targets {...tables} label={exact ? 'Its target' : 'Admitted, and no call seen'} rows={unused} /> : (
        <Disclosure open={used.length === 0} summary={`${unused.length.toLocaleString('en-US')} admitted, and no call seen in 90 days`}><Targets {...tables} label="Admitted, and no call seen" rows={unused} /></Disclosure>
      )}
    </Section>
  )
}

function Targets({ id, server, since, linked, label, rows }: { id: string; server: string; since: string; linked: boolean; label: string; rows: readonly Row[] }) {
  const line = (row: Row) => ({
    id: row.target,
    cells: [
      linked && !row.unknown ? <TextLink key="t" href={paths.server(server, { tool: row.target })}><code>{row.target}</code></TextLink> : <code key="t" className="wrap-anywhere">{row.target}</code>,
      <AccessText key="a" access={row.accessClass} basis={row.unclassified ? 'unclassified' : undefined} />,
      <Marks key="m" row={row} />,
      <NumberLink key="c" value={row.calls} label={`calls of ${row.target} under this grant`} href={row.calls === 0 ? undefined : paths.activity({ grant: id, target: row.target, from: since })} />,
      row.calls === null ? <NotEvaluable key="l" reason="your roles do not show activity here" /> : <Time key="l" iso={row.lastAt} absent="not seen" />,
    ],
  })
  const table = (some: readonly Row[], caption: string) => <PlainTable label={caption} flow columns={[{ head: caption, flow: { order: 1 } }, { head: 'Class', flow: { order: 3 } }, { head: 'Look at', flow: { order: 5, full: true } }, { head: 'Calls', align: 'num', flow: { order: 2, end: true, label: 'calls' } }, { head: 'Last', className: 'nw', flow: { order: 4, end: true } }]} rows={some.map(line)} />
  return (
    <div className="pb-3">
      {table(rows.slice(0, SHOWN), label)}
      {rows.length <= SHOWN ? null : <Disclosure open={false} summary={`${(rows.length - SHOWN).toLocaleString('en-US')} more`}>{table(rows.slice(SHOWN), `${label}, the rest`)}</Disclosure>}
    </div>
  )
}

function Marks({ row }: { row: Row }) {
  const behind = row.bound !== null && row.version !== null && row.bound !== row.version
  const words = [
    row.held ? <Mark key="h" glyph="wait" tone="warn">held: its definition widened</Mark> : null,
    row.destructive ? <Mark key="d" glyph="warn" tone="warn">{row.accessClass === 'admin' ? 'highest class' : 'says that it destroys'}</Mark> : null,
    row.above ? <Mark key="a" glyph="blocked">above the ceiling, so not covered</Mark> : null,
    row.unknown ? <Mark key="u" glyph="unknown" tone="unknown">in no catalogue now</Mark> : null,
    behind ? <span key="b" className="mute">approved v{row.bound}, now v{row.version}</span> : row.version === null ? null : <span key="v" className="mute">v{row.version}</span>,
  ].filter((word) => word !== null)
  return <span className="flex flex-wrap gap-x-3">{words}</span>
}
