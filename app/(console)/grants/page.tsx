import { GrantsTable } from '@/app/(console)/grants/_components/grants-table'
import { PageHead } from '@/components/shell/page-head'
import { Faceted } from '@/components/table/facet-panel'
import { QueryBar } from '@/components/table/query-bar'
import { ButtonLink } from '@/components/ui/button'
import { Pagination } from '@/components/ui/pagination'
import { NumberLink } from '@/components/ui/text-link'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { paths } from '@/lib/paths'
import { endsOf, filterGrants, GRANT_PAGE, GRANT_PARAMS, GRANT_SORT, isUnconfirmed, readGrantFilter, SOON_DAYS } from '@/lib/views/grant-list'
import { dayBefore } from '@/lib/views/grant-usage'
import { type GrantListRow, grantsScreen, USE_DAYS } from '@/lib/views/grants'

const PARAM_LABELS: Partial<Record<(typeof GRANT_PARAMS)[number], string>> = { endsBefore: 'ends before', unconfirmed: 'imported' }

type Query = Record<string, string | string[] | undefined>

/** Every grant the actor may see, with its use. */
export default async function GrantsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor()
  const now = new Date()
  const query = await searchParams
  const filter = readGrantFilter(query, now)
  const { rows, cut } = await grantsScreen(actor, now)
  const { shown, total, facets } = filterGrants(rows, filter)
  const mayImport = may(actor, 'grant.import')
  return (
    <>
      <PageHead title="Grants" actions={<><ButtonLink href={paths.access()}>Who can do what?</ButtonLink><ButtonLink href={paths.grantDocument()}>As code</ButtonLink><ButtonLink href={paths.enforcement()}>For gateways</ButtonLink>{mayImport ? <ButtonLink href={paths.importGrants()}>Import grants</ButtonLink> : null}</>}>
        {rows.length === 0 ? 'Who may reach what, with which access, until when.' : <Standing rows={rows} cut={cut} now={now} />}
      </PageHead>
      <QueryBar facets={facets} params={GRANT_PARAMS.map((param) => ({ param, label: PARAM_LABELS[param] ?? param, show: param === 'unconfirmed' ? 'not confirmed' : undefined }))} placeholder="Find by target, server, identity, scope or purpose" />
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

/** How many stand, and what of them asks for somebody, each number with its list. */
function Standing({ rows, cut, now }: { rows: readonly GrantListRow[]; cut: boolean; now: Date }) {
  const count = (test: (row: GrantListRow) => boolean): number => rows.filter(test).length
  const active = count((row) => row.state === 'active')
  const parts = [
    { number: count((row) => endsOf(row, now.getTime()) === 'soon'), words: ['ends', 'end'], rest: `within ${SOON_DAYS} days`, href: paths.grants({ ends: 'soon' }) },
    { number: count(isUnconfirmed), words: ['was', 'were'], rest: 'imported and not confirmed', href: paths.grants({ unconfirmed: 1 }) },
    { number: count((row) => row.origin === 'break_glass' && row.state === 'active'), words: ['broke', 'broke'], rest: 'the glass', href: paths.grants({ origin: 'break_glass', state: 'active' }) },
  ].filter((part) => part.number > 0)
  return (
    <>
      <NumberLink value={active} label="active grants" href={paths.grants({ state: 'active' })} /> of {rows.length.toLocaleString('en-US')}{cut ? ' newest' : ''} grants are active
      {parts.map(({ number, words, rest, href }, index) => <span key={rest}>{index === 0 ? '; ' : ', '}<NumberLink value={number} label={`grants: ${rest}`} href={href} /> {words[number === 1 ? 0 : 1]} {rest}</span>)}.
    </>
  )
}

function pageQuery(query: Query, offset: number): Record<string, string | string[] | undefined> {
  return { ...query, cursor: offset <= 0 ? undefined : String(offset) }
}
