import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { CrumbName } from '@/components/shell/crumbs'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import type { SearchParams } from '@/lib/boundary/search'
import { hasCode } from '@/lib/errors'
import { paths } from '@/lib/paths'
import { decidingScreen } from '@/lib/views/review-deciding'
import { DECIDING_PARAMS, readDecidingQuery } from '@/lib/views/review-deciding-filter'
import { itemScreen } from '@/lib/views/review-item'
import { DecidingHead } from './_components/deciding-head'
import { emptyText, headingOf } from './_components/page-words'
import { ReviewDesk } from './_components/review-desk'

export const metadata: Metadata = { title: 'Review' }

type Props = { params: Promise<{ id: string }>; searchParams: SearchParams }

/** Where reviewers answer: their items by risk, what must be looked at first. */
export default async function ReviewItemsPage({ params, searchParams }: Props) {
  const actor = await requireActor()
  const now = new Date()
  const [{ id }, given] = await Promise.all([params, searchParams])
  const query = readDecidingQuery(given)
  const found = await screen(() => decidingScreen(actor, id, query, now))
  const { campaign, view, groups, shown, counts } = found
  // Nothing is frozen yet; the draft says what it would hold.
  if (campaign.stage === 0) redirect(paths.review(id))
  const opened = query.item === null ? null : await itemScreen(actor, query.item, now).catch((error: unknown) => {
    if (hasCode(error, 'not_found') || hasCode(error, 'forbidden')) return null
    throw error
  })
  const address = Object.fromEntries([...DECIDING_PARAMS, 'q', 'view', 'reviewer', 'group'].flatMap((name) => (typeof given[name] === 'string' && given[name] !== '' ? [[name, given[name]]] : [])))
  const narrowed = Object.keys(query.narrow).length > 0
  const words = { view, shown, counts, narrowed, mine: found.reviewer === 'me' }
  return (
    <>
      <CrumbName of={paths.review(id)} label={campaign.name} />
      <ReviewDesk
        // Another campaign or another person's items are another sitting; another view of the same is not.
        key={`${id} ${found.reviewer ?? ''}`}
        campaignId={id} kind={campaign.kind} running={campaign.state === 'running'} now={now.toISOString()} groups={groups} headed={query.group !== 'flat'} rows={found.rows}
        opened={opened?.item.campaignId === id ? opened : null} query={address} {...headingOf(words)}
        bulk={campaign.mine === null || found.reviewer !== 'me' ? null : { filter: { reviewer: 'me', ...query.narrow }, what: narrowed ? 'of yours that fit the filter' : 'of all of yours' }}
        head={<DecidingHead found={found} query={address} group={query.group} now={now} me={actor.personId} />}
        empty={<Empty title={emptyText(words)} actions={<>{view === 'all' && !narrowed ? null : <ButtonLink href={paths.reviewItems(id, { view: 'all' })}>Show all</ButtonLink>}<ButtonLink href={paths.review(id)}>To the review</ButtonLink></>} />}
      />
    </>
  )
}
