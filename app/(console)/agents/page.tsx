import type { Metadata } from 'next'
import { AgentsTable } from '@/app/(console)/agents/_components/agents-table'
import { PageHead } from '@/components/shell/page-head'
import { Faceted } from '@/components/table/facet-panel'
import { QueryBar } from '@/components/table/query-bar'
import { ButtonLink } from '@/components/ui/button'
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

const FACETS: readonly FacetSpec<AgentListRow>[] = [
  { key: 'state', label: 'State', values: (row) => [row.active ? 'active' : 'inactive'], fixed: ['active', 'inactive'] },
  { key: 'needs', label: 'Needs a hand', values: (row) => [...(row.findings === null ? [] : ['findings']), ...(row.sponsorActive ? [] : ['sponsor'])], fixed: ['findings', 'sponsor'] },
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
  const active = rows.filter((row) => row.active).length
  return (
    <>
      <PageHead title="Agents" actions={mayRegister ? <ButtonLink kind="primary" href={paths.newAgent()}>Register an agent</ButtonLink> : undefined}>
        {rows.length === 0 ? 'Calling workloads, each with an identity, a sponsor and a purpose.' : `${active.toLocaleString('en-US')} of ${cut ? 'the first ' : ''}${rows.length.toLocaleString('en-US')} agents are active.`}
      </PageHead>
      <QueryBar facets={facets} placeholder="Find by name, identity, alias or sponsor" />
      <Faceted facets={facets}><AgentsTable rows={shown} now={now.toISOString()} from={`${dayBefore(now, USE_DAYS)}T00:00:00.000Z`} filtered={rows.length > 0} mayRegister={mayRegister} /></Faceted>
    </>
  )
}
