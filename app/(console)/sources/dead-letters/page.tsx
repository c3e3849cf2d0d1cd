import type { Metadata } from 'next'
import { CrumbName } from '@/components/shell/crumbs'
import { PageHead } from '@/components/shell/page-head'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Pagination } from '@/components/ui/pagination'
import { countDeadLetters, deadLetterFilter, listDeadLetters } from '@/lib/activity/queries/dead-letters'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { paths } from '@/lib/paths'
import { LetterFilter, openOf } from './_components/letter-filter'
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
      <CrumbName label="Dead letters" />
      <LetterFilter filter={filter} counts={counts} />
      <LetterTable key={JSON.stringify([filter, cursor])} letters={page.items} filter={filter} open={openOf(filter, counts)} empty={<Nothing filtered={Object.values(filter).some((value) => value !== undefined)} />} />
      <Pagination shown={page.items.length} order="newest first" newerHref={cursor === undefined ? null : paths.deadLetters(filter)} olderHref={page.nextCursor === null ? null : paths.deadLetters({ ...filter, cursor: page.nextCursor })} />
    </>
  )
}

function Nothing({ filtered }: { filtered: boolean }) {
  return filtered ? <Empty title="No record fits this filter." actions={<ButtonLink href={paths.deadLetters()}>Show all</ButtonLink>} /> : <Empty title="No record was ever refused.">What cannot become an event is kept here with its reason, and can be tried again.</Empty>
}
