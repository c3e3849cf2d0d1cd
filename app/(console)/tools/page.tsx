import type { Metadata } from 'next'
import { CatalogueTable } from '@/app/(console)/tools/_components/catalogue-table'
import { PageHead } from '@/components/shell/page-head'
import { Faceted } from '@/components/table/facet-panel'
import { QueryBar } from '@/components/table/query-bar'
import { Pagination } from '@/components/ui/pagination'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { paths } from '@/lib/paths'
import { ACCESS } from '@/lib/registry/model'
import { facetRows, type FacetSpec } from '@/lib/views/faceting'
import { toolCatalogue } from '@/lib/views/tool-catalogue'
import { type CatalogueTool, CLAIMS, sortCatalogue, STANDINGS } from '@/lib/views/tool-standing'

export const metadata: Metadata = { title: 'Tools' }

const ON_A_PAGE = 200

const FACETS: readonly FacetSpec<CatalogueTool>[] = [
  { key: 'class', label: 'Access class', values: (tool) => [tool.accessClass], fixed: ACCESS },
  { key: 'decided', label: 'Who decided', values: (tool) => [tool.decided], fixed: ['person', 'suggestion', 'unclassified'], show: (value) => DECIDED[value] ?? value },
  { key: 'standing', label: 'Definition', values: (tool) => [tool.standing], fixed: STANDINGS, show: (value) => (value === 'declared' ? 'declared by a person' : value) },
  { key: 'claims', label: 'The server claims', values: (tool) => tool.claims, fixed: CLAIMS },
  { key: 'use', label: 'Use and grants', values: useValues, fixed: ['called in 30 days', 'not called in 90 days', 'granted, not called', 'called, not granted'], show: (value) => (value === 'not called in 90 days' ? 'no call in 90 days' : value) },
  { key: 'server', label: 'Server', values: (tool) => [tool.server] },
]

const DECIDED: Record<string, string> = { person: 'a person', suggestion: 'the server’s claim', unclassified: 'nobody yet' }

function useValues({ use, grants, standing }: CatalogueTool): string[] {
  if (use === null || standing === 'removed') return []
  return [
    ...(use.recent > 0 ? ['called in 30 days'] : []), ...(use.calls === 0 ? ['not called in 90 days'] : []),
    ...(use.calls === 0 && grants > 0 ? ['granted, not called'] : []), ...(use.calls > 0 && grants === 0 ? ['called, not granted'] : []),
  ]
}

/** Every tool of every server that the actor may see: what it may do, who said so, who holds it and who calls it. */
export default async function ToolsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const query = await searchParams
  const now = new Date()
  const { rows, cut, since, mayClassify } = await screen(() => toolCatalogue(actor, now))
  const { shown, facets } = facetRows(rows, FACETS, query, (tool) => [tool.id, tool.title, tool.description])
  const sorted = sortCatalogue(shown, oneOf(query['sort']) ?? '-calls')
  const page = Math.max(1, Math.min(Number.parseInt(oneOf(query['page']) ?? '1', 10) || 1, Math.ceil(sorted.length / ON_A_PAGE) || 1))
  const visible = sorted.slice((page - 1) * ON_A_PAGE, page * ON_A_PAGE)
  const at = (wanted: number) => paths.tools({ ...Object.fromEntries(Object.entries(query).map(([key, value]) => [key, oneOf(value)])), page: wanted === 1 ? null : wanted })
  return (
    <>
      <PageHead title="Tools">{sentence(rows, cut)}</PageHead>
      <QueryBar facets={facets} placeholder="Find by what it does: name, title, description" />
      <Faceted facets={facets}>
        <CatalogueTable rows={visible} matching={sorted.map(({ id }) => id)} since={since} now={now.toISOString()} filtered={rows.length > 0} mayClassify={mayClassify} />
        {sorted.length <= ON_A_PAGE ? null : <Pagination shown={visible.length} total={sorted.length} order={`page ${page}`} newerHref={page > 1 ? at(page - 1) : null} olderHref={page * ON_A_PAGE < sorted.length ? at(page + 1) : null} />}
      </Faceted>
    </>
  )
}

function sentence(rows: readonly CatalogueTool[], cut: boolean): string {
  if (rows.length === 0) return 'What the servers offer, across all of them.'
  const live = rows.filter(({ standing }) => standing !== 'removed')
  const servers = new Set(live.map(({ server }) => server)).size
  const open = live.filter(({ decided }) => decided === 'unclassified').length
  const changed = live.filter(({ standing }) => standing === 'widened' || standing === 'altered').length
  const said = [`${cut ? 'The first ' : ''}${live.length.toLocaleString('en-GB')} tools of ${servers.toLocaleString('en-GB')} ${servers === 1 ? 'server' : 'servers'}`]
  if (open > 0) said.push(`${open.toLocaleString('en-GB')} unclassified, which count as write`)
  if (changed > 0) said.push(`${changed.toLocaleString('en-GB')} changed since somebody approved them`)
  return `${said.join('; ')}.`
}
