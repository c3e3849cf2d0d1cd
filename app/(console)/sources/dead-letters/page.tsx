import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { Empty } from '@/components/ui/empty'
import { Pagination } from '@/components/ui/pagination'
import { SegmentLinks } from '@/components/ui/segmented'
import { TextLink } from '@/components/ui/text-link'
import { countDeadLetters, deadLetterFilter, listDeadLetters } from '@/lib/activity/queries/dead-letters'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { paths } from '@/lib/paths'
import { LetterTable } from './_components/letter-table'

export const metadata: Metadata = { title: 'Dead letters' }

const PAGE = 50

/** Records that could not become events, with their reason; they can be tried again after a fix. */
export default async function DeadLettersPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const query = await searchParams
  const given = { source: oneOf(query['source']) ?? undefined, code: oneOf(query['code']) ?? undefined, status: oneOf(query['status']) ?? undefined }
  const parsed = deadLetterFilter.safeParse(given)
  const filter = parsed.success ? parsed.data : {}
  const cursor = oneOf(query['cursor']) ?? undefined
  const [page, counts] = await screen(() => Promise.all([listDeadLetters(actor, filter, { limit: PAGE, cursor }), countDeadLetters(actor)]))
  const open = counts.reduce((sum, one) => sum + one.count, 0)
  return (
    <>
      <PageHead title="Dead letters">{open === 0 ? 'Every record became an event, or was settled.' : `${open.toLocaleString('en-GB')} ${open === 1 ? 'record' : 'records'} could not become events. Nothing is concluded from silence in their time until they are settled.`}</PageHead>
      <div className="acts pb-3">
        <SegmentLinks label="Status" items={(['open', 'retried', 'discarded'] as const).map((status) => ({ label: status, href: paths.deadLetters({ ...filter, status }), current: filter.status === status, ...(status === 'open' ? { count: open } : {}) }))} />
        {counts.map((one) => <TextLink key={`${one.source} ${one.code}`} href={paths.deadLetters({ source: one.source, code: one.code, status: 'open' })}>{one.count.toLocaleString('en-GB')} {one.code.replaceAll('_', ' ')} of {one.source}</TextLink>)}
        {filter.source !== undefined || filter.code !== undefined ? <TextLink href={paths.deadLetters({ status: filter.status })}>All sources and reasons</TextLink> : null}
      </div>
      {page.items.length === 0 ? <Empty title="There is none here." /> : <LetterTable letters={page.items} filter={filter} />}
      <Pagination shown={page.items.length} order="newest first" newerHref={cursor === undefined ? null : paths.deadLetters(filter)} olderHref={page.nextCursor === null ? null : paths.deadLetters({ ...filter, cursor: page.nextCursor })} />
    </>
  )
}
