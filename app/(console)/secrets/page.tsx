import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { Faceted } from '@/components/table/facet-panel'
import { QueryBar } from '@/components/table/query-bar'
import { TextLink } from '@/components/ui/text-link'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import type { SearchParams } from '@/lib/boundary/search'
import { paths } from '@/lib/paths'
import { secretsScreen, type SecretsScreen } from '@/lib/views/secrets'
import { SecretDrawer } from './_components/secret-drawer'
import { SecretTable } from './_components/secret-table'

export const metadata: Metadata = { title: 'Secrets' }

const PARAMS = [{ param: 'location', label: 'Kept at' }]

/** What servers need to be let in elsewhere: where it is kept, how old it is, and who said last that it is another one. */
export default async function SecretsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const query = Object.fromEntries(Object.entries(await searchParams).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]))
  const now = new Date()
  const view = await screen(() => secretsScreen(actor, query, now))
  const { secret: _secret, ...kept } = query
  return (
    <>
      <PageHead title="Secrets"><Sentence view={view} /></PageHead>
      <QueryBar facets={view.facets} params={PARAMS} placeholder="Find in names, places, servers and references" />
      <Faceted facets={view.facets}>
        <SecretTable rows={view.rows} query={kept} openId={view.open?.id ?? null} now={now.toISOString()} filtered={view.counts.all > 0} />
      </Faceted>
      {view.open === null ? null : <SecretDrawer key={view.open.id} secret={view.open} closeHref={paths.secrets(kept)} now={now.toISOString()} />}
    </>
  )
}

function Sentence({ view: { counts, cut } }: { view: SecretsScreen }) {
  if (counts.all === 0) return <>References to what servers need elsewhere. A value is never stored here.</>
  const parts = [
    { count: counts.overdue, words: 'overdue', query: { state: 'overdue' } }, { count: counts.due_soon, words: 'due within 14 days', query: { state: 'due_soon' } },
    { count: counts.never, words: 'never rotated, as far as is known', query: { rotated: 'never' } },
  ].filter(({ count }) => count > 0)
  return (
    <>
      {cut ? 'The first ' : ''}{counts.all.toLocaleString('en-GB')} {counts.all === 1 ? 'secret' : 'secrets'} of {counts.servers.toLocaleString('en-GB')} {counts.servers === 1 ? 'server' : 'servers'}, by reference only
      {parts.length === 0 ? '; every one is in time.' : <>: {parts.map(({ count, words, query }, index) => <span key={words}>{index === 0 ? '' : ', '}<TextLink href={paths.secrets(query)}>{count.toLocaleString('en-GB')} {words}</TextLink></span>)}.</>}
    </>
  )
}
