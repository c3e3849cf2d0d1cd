import type { Metadata } from 'next'
import { ServersTable } from '@/app/(console)/servers/_components/servers-table'
import { PageHead } from '@/components/shell/page-head'
import { Faceted } from '@/components/table/facet-panel'
import { QueryBar } from '@/components/table/query-bar'
import { ButtonLink } from '@/components/ui/button'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import type { SearchParams } from '@/lib/boundary/search'
import { paths } from '@/lib/paths'
import { ENVIRONMENTS, LIFECYCLES, SENSITIVITIES } from '@/lib/registry/model'
import { facetRows, type FacetSpec } from '@/lib/views/faceting'
import { type ServerListRow, serversScreen } from '@/lib/views/servers'

export const metadata: Metadata = { title: 'Servers' }

const FACETS: readonly FacetSpec<ServerListRow>[] = [
  { key: 'lifecycle', label: 'Life cycle', values: (row) => [row.lifecycle], fixed: LIFECYCLES },
  { key: 'sensitivity', label: 'Sensitivity', values: (row) => [row.sensitivity], fixed: SENSITIVITIES },
  { key: 'environment', label: 'Environment', values: (row) => [row.environment], fixed: ENVIRONMENTS },
  { key: 'needs', label: 'Needs a hand', values: needsOf, fixed: ['findings', 'decision', 'owner', 'second reviewer', 'identity'] },
  { key: 'owner', label: 'Owner', values: (row) => [row.owner] },
]

function needsOf(row: ServerListRow): string[] {
  return [
    ...(row.findings === null ? [] : ['findings']), ...(row.decision ? ['decision'] : []), ...(row.orphaned ? ['owner'] : []), ...(row.pending ? ['second reviewer'] : []), ...(row.identity ? [] : ['identity']),
  ]
}

/** Every server the actor may see, with what hangs on it. */
export default async function ServersPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const query = await searchParams
  const { rows, cut } = await screen(() => serversScreen(actor, new Date()))
  const { shown, facets } = facetRows(rows, FACETS, query, (row) => [row.slug, row.name, row.purpose, row.aliases, row.owner, row.ownerName, row.team])
  const mayRegister = may(actor, 'server.register')
  return (
    <>
      <PageHead title="Servers" actions={mayRegister ? <><ButtonLink href={paths.importServer()}>From a server.json</ButtonLink><ButtonLink kind="primary" href={paths.newServer()}>Register a server</ButtonLink></> : undefined}>{sentence(rows, cut)}</PageHead>
      <QueryBar facets={facets} placeholder="Find by name, purpose, alias or owner" />
      <Faceted facets={facets}><ServersTable rows={shown} filtered={rows.length > 0} mayRegister={mayRegister} /></Faceted>
    </>
  )
}

function sentence(rows: readonly ServerListRow[], cut: boolean): string {
  if (rows.length === 0) return 'MCP servers as owned workload identities.'
  const count = (lifecycle: string): number => rows.filter((row) => row.lifecycle === lifecycle).length
  const parts = (['active', 'pilot', 'proposed', 'quarantined', 'offboarding'] as const).flatMap((state) => (count(state) === 0 ? [] : [`${count(state)} ${state === 'pilot' ? 'in pilot' : state}`]))
  const orphans = rows.filter((row) => row.orphaned).length
  return `${cut ? 'The first ' : ''}${rows.length.toLocaleString('en-US')} ${rows.length === 1 ? 'server' : 'servers'}: ${parts.join(', ')}.${orphans === 0 ? '' : ` ${orphans} without an active owner.`}`
}
