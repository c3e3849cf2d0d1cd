import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { Matrix, MatrixKeys } from '@/components/charts/matrix'
import { TrendBars } from '@/components/charts/trend-bars'
import { SeverityMark } from '@/components/domain/severity'
import { PageHead } from '@/components/shell/page-head'
import { Faceted } from '@/components/table/facet-panel'
import { DownloadLink } from '@/components/table/cells'
import { QueryBar } from '@/components/table/query-bar'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Section } from '@/components/ui/section'
import { SegmentLinks } from '@/components/ui/segmented'
import { Time } from '@/components/ui/time'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import type { SearchParams } from '@/lib/boundary/search'
import { paths } from '@/lib/paths'
import { driftScreen } from '@/lib/views/drift'
import { DriftLedger } from './_components/drift-ledger'
import { findingFacets, FINDING_PARAMS } from './_components/facets'
import { FindingDrawer } from './_components/finding-drawer'
import { FindingTable } from './_components/finding-table'
import { RunButton } from './_components/run-button'

export const metadata: Metadata = { title: 'Drift' }

/** What was declared against what was done, both ways: the answers, the picture, the findings. */
export default async function DriftPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const query = Object.fromEntries(Object.entries(await searchParams).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]))
  // What is open is the question; the address says so, so that the filter can be seen and taken away.
  if (query['status'] === undefined) redirect(paths.drift({ ...query, status: 'open' }))
  const now = new Date()
  const view = await screen(() => driftScreen(actor, query, now))
  if (query['finding'] !== undefined && view.open === null) notFound()
  const { finding: _finding, pair, all, ...kept } = query
  const facets = findingFacets(view.list.facets)
  const rows = all === '1' || view.matrix.rows.length <= 40 ? view.matrix.rows : view.matrix.rows.filter((row) => row.used !== row.held || row.outside === true || Object.values(row.cells).some((cell) => cell.executed + cell.blocked > 0))
  return (
    <>
      <PageHead title="Drift" actions={<>{may(actor, 'drift.run') ? <RunButton /> : null}{may(actor, 'activity.read') ? <ButtonLink href={paths.whatIf()}>What if…</ButtonLink> : null}<DownloadLink href={paths.findingsCsv(kept)}>Export</DownloadLink></>}>
        What was declared against what was done, both ways. 90 days to {view.lastRun === null ? 'now; not compared yet' : <Time iso={view.lastRun.finishedAt} zoned />}.
      </PageHead>
      <DriftLedger view={view} />
      <Section
        title="Declared against observed" note={`${view.matrix.rows.length} servers by ${view.matrix.columns.length} agents; one step of a bar is one tool`}
        end={view.matrix.rows.length > 40 ? <SegmentLinks label="Rows" items={[{ label: 'All', count: view.matrix.rows.length, href: paths.drift({ ...kept, all: '1' }), current: all === '1' }, { label: 'Differences', href: paths.drift(kept), current: all !== '1' }]} /> : undefined}
      >
        {rows.length === 0 ? <Empty title="There is nothing to compare yet.">Register servers, import the grants that are in force elsewhere, and send what your gateway logs.</Empty> : (
          <>
            <MatrixKeys />
            <div className="scroll" tabIndex={0} role="region" aria-label="Declared against observed"><Matrix label="Declared against observed, server by agent" rowHead="Server" columns={view.matrix.columns} rows={rows.map((row) => (row.outside === true ? { ...row, href: undefined } : row))} total={view.matrix.total} open={pair === undefined ? null : { row: query['server'] ?? '', column: query['agent'] ?? 'any' }} /></div>
            <p className="lab pt-2">Small letter: P public, I internal, C confidential, R restricted. Arrow keys move, Enter opens the pair.</p>
          </>
        )}
      </Section>
      <Section title="Open findings by severity" note="per day, 30 days">
        <TrendBars
          label="Open findings per day by severity" gapNote="not compared"
          items={view.trend.map((one) => ({ key: one.severity, label: <SeverityMark severity={one.severity} />, text: one.severity, tone: one.severity as 'low', now: one.now, note: one.since === null ? undefined : change(one.now - one.since.value, one.since.days), points: one.points }))}
        />
      </Section>
      <Section id="findings" title="Findings" note={`${view.list.rows.length.toLocaleString('en-GB')} shown, by severity and last seen`}>
        <QueryBar facets={facets} params={FINDING_PARAMS} placeholder="Find in servers, tools, agents and explanations" />
        <Faceted facets={facets}>
          <FindingTable rows={view.list.rows} query={query} openId={view.open?.finding.id ?? null} now={now.toISOString()} />
        </Faceted>
      </Section>
      {view.open === null ? null : <FindingDrawer open={view.open} rows={view.list.rows.map((row) => row.id)} query={kept} now={now.toISOString()} can={{ acknowledge: may(actor, 'finding.acknowledge'), accept: may(actor, 'finding.accept'), request: may(actor, 'grant.request') }} />}
    </>
  )
}

function change(difference: number, days: number): string {
  return difference === 0 ? `as ${days} d ago` : `${difference > 0 ? '+' : '−'}${Math.abs(difference)} in ${days} d`
}
