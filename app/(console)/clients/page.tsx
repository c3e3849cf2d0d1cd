import type { Metadata } from 'next'
import { ClientsTable } from '@/app/(console)/clients/_components/clients-table'
import { PageHead } from '@/components/shell/page-head'
import { Faceted } from '@/components/table/facet-panel'
import { QueryBar } from '@/components/table/query-bar'
import { ButtonLink } from '@/components/ui/button'
import { reach } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import type { SearchParams } from '@/lib/boundary/search'
import { paths } from '@/lib/paths'
import { type ClientListRow, clientsScreen } from '@/lib/views/clients'
import { facetRows, type FacetSpec } from '@/lib/views/faceting'
import { dayBefore } from '@/lib/views/grant-usage'
import { USE_DAYS } from '@/lib/views/workload-usage'

export const metadata: Metadata = { title: 'Clients' }

const FACETS: readonly FacetSpec<ClientListRow>[] = [
  { key: 'state', label: 'State', values: (row) => [row.active ? 'active' : 'inactive'], fixed: ['active', 'inactive'] },
]

/** The applications in which agents run. */
export default async function ClientsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const query = await searchParams
  const now = new Date()
  const { rows, cut } = await screen(() => clientsScreen(actor, now))
  const { shown, facets } = facetRows(rows, FACETS, query, (row) => [row.name, row.clientId, row.aliases])
  const mayRegister = reach(actor, 'workload.register') === 'all'
  return (
    <>
      <PageHead title="Clients" actions={mayRegister ? <ButtonLink kind="primary" href={paths.newClient()}>Register a client</ButtonLink> : undefined}>
        {rows.length === 0 ? 'The applications in which agents run.' : `${cut ? 'The first ' : ''}${rows.length.toLocaleString('en-US')} applications in which agents run.`}
      </PageHead>
      <QueryBar facets={facets} placeholder="Find by name, client id or alias" />
      <Faceted facets={facets}><ClientsTable rows={shown} now={now.toISOString()} from={`${dayBefore(now, USE_DAYS)}T00:00:00.000Z`} filtered={rows.length > 0} mayRegister={mayRegister} /></Faceted>
    </>
  )
}
