import type { Metadata } from 'next'
import { AgentsTable } from '@/app/(console)/agents/_components/agents-table'
import { PageHead } from '@/components/shell/page-head'
import { Faceted } from '@/components/table/facet-panel'
import { QueryBar } from '@/components/table/query-bar'
import { ButtonLink } from '@/components/ui/button'
import { TextLink } from '@/components/ui/text-link'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import type { SearchParams } from '@/lib/boundary/search'
import { paths } from '@/lib/paths'
import { type AgentListRow, agentsScreen } from '@/lib/views/agents'
import { facetRows, type FacetSpec } from '@/lib/views/faceting'
import { dayBefore } from '@/lib/views/grant-usage'
import { USE_DAYS } from '@/lib/views/workload-usage'

export const metadata: Metadata = { title: 'Agents' }

/** Nobody answers for it any more; one that is not active needs nobody. */
const isOrphan = (row: AgentListRow): boolean => row.active && !row.sponsorActive

const FACETS: readonly FacetSpec<AgentListRow>[] = [
  { key: 'state', label: 'State', values: (row) => [row.active ? 'active' : 'inactive'], fixed: ['active', 'inactive'] },
  {
    key: 'needs', label: 'Needs a hand', values: (row) => [...(row.findings === null ? [] : ['findings']), ...(isOrphan(row) ? ['sponsor'] : []), ...(row.purpose === null ? ['purpose'] : [])],
    fixed: ['sponsor', 'purpose', 'findings'], show: (value) => ({ sponsor: 'sponsor has left', purpose: 'no purpose', findings: 'open findings' })[value] ?? value,
  },
  { key: 'sponsor', label: 'Sponsor', values: (row) => [row.sponsor] },
]

/** The calling workloads that the actor may see: what each holds and does. */
export default async function AgentsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const query = await searchParams
  const now = new Date()
  const { rows, cut } = await screen(() => agentsScreen(actor, now))
  const { shown, facets } = facetRows(rows, FACETS, query, (row) => [row.name, row.identity, row.purpose, row.aliases, row.sponsor, row.sponsorName])
  const mayRegister = may(actor, 'workload.register')
  const orphans = rows.filter(isOrphan).length
  return (
    <>
      <PageHead title="Agents" actions={mayRegister ? <ButtonLink kind="primary" href={paths.newAgent()}>Register an agent</ButtonLink> : undefined}>
        {rows.length === 0 ? 'Calling workloads, each with an identity, a sponsor and a purpose.' : <>{sentence(rows, cut)}{orphans === 0 ? null : <> <TextLink href={paths.agents({ needs: 'sponsor' })}>{orphans === 1 ? 'One has' : `${orphans.toLocaleString('en-US')} have`} a sponsor who left</TextLink>; new requests for {orphans === 1 ? 'it' : 'them'} are blocked.</>}</>}
      </PageHead>
      <QueryBar facets={facets} placeholder="Find by name, identity, alias or sponsor" />
      <Faceted facets={facets}><AgentsTable rows={shown} now={now.toISOString()} from={`${dayBefore(now, USE_DAYS)}T00:00:00.000Z`} filtered={rows.length > 0} mayRegister={mayRegister} /></Faceted>
    </>
  )
}

function sentence(rows: readonly AgentListRow[], cut: boolean): string {
  return `${rows.filter((row) => row.active).length.toLocaleString('en-US')} of ${cut ? 'the first ' : ''}${rows.length.toLocaleString('en-US')} agents are active.`
}
