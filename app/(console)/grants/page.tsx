import { GrantsTable } from '@/app/(console)/grants/_components/grants-table'
import { PageHead } from '@/components/shell/page-head'
import { Faceted } from '@/components/table/facet-panel'
import { QueryBar } from '@/components/table/query-bar'
import { ButtonLink } from '@/components/ui/button'
import { Pagination } from '@/components/ui/pagination'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { paths } from '@/lib/paths'
import { filterGrants, GRANT_PAGE, GRANT_PARAMS, GRANT_SORT, readGrantFilter } from '@/lib/views/grant-list'
import { dayBefore } from '@/lib/views/grant-usage'
import { grantsScreen, USE_DAYS } from '@/lib/views/grants'

type Query = Record<string, string | string[] | undefined>

/** Every grant the actor may see, with its use. */
export default async function GrantsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor()
  const now = new Date()
  const query = await searchParams
  const filter = readGrantFilter(query)
  const { rows, cut } = await grantsScreen(actor, now)
  const { shown, total, facets } = filterGrants(rows, filter)
  const mayImport = may(actor, 'grant.import')
  const inForce = rows.filter((row) => row.state === 'active').length
  return (
    <>
      <PageHead title="Grants" actions={mayImport ? <ButtonLink href={paths.importGrants()}>Import grants</ButtonLink> : undefined}>
        {rows.length === 0 ? 'Who may reach what, with which access, until when.' : `${inForce.toLocaleString('en-US')} of ${rows.length.toLocaleString('en-US')}${cut ? ' newest' : ''} grants are active.`}
      </PageHead>
      <QueryBar facets={facets} params={GRANT_PARAMS.map((param) => ({ param, label: param === 'endsBefore' ? 'ends before' : param }))} placeholder="Find by target, server, identity or scope" />
      <Faceted facets={facets}>
        <GrantsTable rows={shown} now={now.toISOString()} since={dayBefore(now, USE_DAYS)} defaultSort={GRANT_SORT} filtered={rows.length > 0} mayImport={mayImport} />
        <Pagination
          shown={shown.length} total={total}
          newerHref={filter.offset === 0 ? null : paths.grants(pageQuery(query, filter.offset - GRANT_PAGE))}
          olderHref={filter.offset + shown.length >= total ? null : paths.grants(pageQuery(query, filter.offset + GRANT_PAGE))}
        />
      </Faceted>
    </>
  )
}

function pageQuery(query: Query, offset: number): Record<string, string | string[] | undefined> {
  return { ...query, cursor: offset <= 0 ? undefined : String(offset) }
}
