import type { Metadata } from 'next'
import { RequestTabs } from '@/app/(console)/requests/_components/request-tabs'
import { RequestsTable } from '@/app/(console)/requests/_components/requests-table'
import { PageHead } from '@/components/shell/page-head'
import { Faceted } from '@/components/table/facet-panel'
import { QueryBar } from '@/components/table/query-bar'
import { ButtonLink } from '@/components/ui/button'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { paths } from '@/lib/paths'
import { filterRequests } from '@/lib/views/request-list'
import { requestsScreen } from '@/lib/views/requests'

export const metadata: Metadata = { title: 'Requests' }

/** Who asks for what, and whose answer it waits for: what is the actor's to decide, what they asked for, and all they may see. */
export default async function RequestsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const now = new Date()
  const query = await searchParams
  const { view, rows, waiting, cut, mayAsk } = await screen(() => requestsScreen(actor, oneOf(query['view']), now))
  const { shown, facets } = filterRequests(rows, query)
  return (
    <>
      <PageHead title="Requests" actions={mayAsk ? <ButtonLink href={paths.newRequest()} kind="primary">Request access</ButtonLink> : undefined}>
        {waiting === 0 ? 'Nothing waits for your answer.' : waiting === 1 ? 'One request waits for your answer.' : `${waiting.toLocaleString('en-US')} requests wait for your answer.`}
        {cut ? ` The newest ${rows.length.toLocaleString('en-US')} are listed.` : ''}
      </PageHead>
      <RequestTabs waiting={waiting} current={view} />
      {rows.length === 0 ? <RequestsTable rows={rows} view={view} now={now.toISOString()} filtered={false} mayAsk={mayAsk} /> : (
        <div className="pt-3">
          <QueryBar facets={facets} placeholder="Find by target, server, agent, person or purpose" />
          <Faceted facets={facets}><RequestsTable rows={shown} view={view} now={now.toISOString()} filtered mayAsk={mayAsk} /></Faceted>
        </div>
      )}
    </>
  )
}
