import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PageHead } from '@/components/shell/page-head'
import { Faceted } from '@/components/table/facet-panel'
import { QueryBar } from '@/components/table/query-bar'
import { Pagination } from '@/components/ui/pagination'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import type { SearchParams } from '@/lib/boundary/search'
import { paths } from '@/lib/paths'
import { type ActivityScreen, activityScreen } from '@/lib/views/activity'
import { EventDrawer } from './_components/event-drawer'
import { EventHistogram } from './_components/event-histogram'
import { EventTable } from './_components/event-table'
import { facetsOf, LINK_PARAMS } from './_components/facets'

export const metadata: Metadata = { title: 'Activity' }

/** Who called what, for whom, through which client, and whether anybody allowed it. */
export default async function ActivityPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const query = Object.fromEntries(Object.entries(await searchParams).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]))
  const now = new Date()
  const view = await screen(() => activityScreen(actor, query, now))
  if (query['event'] !== undefined && view.open === null) notFound()
  const facets = facetsOf(view)
  const { event: _event, cursor, ...kept } = query
  return (
    <>
      <PageHead title="Activity">{sentence(view, Object.keys(kept).some((name) => name !== 'from' && name !== 'to'))}</PageHead>
      <QueryBar facets={facets} params={LINK_PARAMS} placeholder="Find in names, targets, tasks and traces" />
      <EventHistogram histogram={view.histogram} query={kept} />
      <Faceted facets={facets}>
        <EventTable events={view.events} query={query} openId={view.open?.event.id ?? null} filtered={Object.keys(kept).length > 0} now={now.toISOString()} />
        <Pagination
          shown={view.events.length} order="newest first" newerHref={cursor === undefined ? null : paths.activity(kept)}
          olderHref={view.nextCursor === null ? null : paths.activity({ ...kept, cursor: view.nextCursor })}
        />
      </Faceted>
      {view.open === null ? null : <EventDrawer detail={view.open} mayAsk={may(actor, 'grant.request')} closeHref={paths.activity({ ...kept, cursor })} now={now.toISOString()} />}
    </>
  )
}

function sentence({ totals, range, histogram }: ActivityScreen, filtered: boolean): string {
  const days = Math.max(1, Math.round((range.to - range.from) / 86_400_000))
  const span = range.to - range.from < 2 * 86_400_000 ? 'in this stretch' : `in ${days} days to ${new Date(range.to).toISOString().slice(0, 10)}`
  if (histogram === null) return 'Counting this stretch takes too long; the newest events are below. Narrow the time for the bars.'
  if (totals.calls === 0) return filtered ? `No call fits the filter ${span}.` : `No call ${span}.`
  return `${totals.calls.toLocaleString('en-GB')} calls ${span}; ${totals.notGranted === 0 ? 'every one of them was granted' : `${totals.notGranted.toLocaleString('en-GB')} not granted`}.`
}
