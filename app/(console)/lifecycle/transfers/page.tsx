import type { Metadata } from 'next'
import { LifecycleTabs } from '@/app/(console)/lifecycle/_components/lifecycle-tabs'
import { TransferLines } from '@/app/(console)/lifecycle/_components/transfer-lines'
import { PageHead } from '@/components/shell/page-head'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Pagination } from '@/components/ui/pagination'
import { Section } from '@/components/ui/section'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { listTransfers } from '@/lib/lifecycle/queries/transfers'
import { paths } from '@/lib/paths'

export const metadata: Metadata = { title: 'Transfers' }

const PAGE = 50

/** What is to go over to somebody: what waits for the reader, what waits for others, and how the rest came out. */
export default async function TransfersPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const now = new Date()
  const cursor = oneOf((await searchParams)['cursor']) ?? undefined
  const [waiting, all] = await screen(() => Promise.all([listTransfers(actor, { state: 'waiting' }, { limit: 200 }, now), listTransfers(actor, {}, { limit: PAGE, cursor }, now)]))
  const mine = waiting.items.filter((one) => one.mayAccept)
  const others = waiting.items.filter((one) => !one.mayAccept)
  const over = all.items.filter((one) => one.state !== 'waiting')
  const iso = now.toISOString()
  return (
    <>
      <PageHead title="Transfers">{mine.length === 0 ? 'Nothing waits for your answer.' : mine.length === 1 ? 'One transfer waits for your answer.' : `${mine.length} transfers wait for your answer.`} Ownership goes over when both sides agree.</PageHead>
      <LifecycleTabs current="transfers" waiting={mine.length} />
      {mine.length === 0 ? null : <Section title="Waiting for you"><TransferLines label="Waiting for you" transfers={mine} now={iso} /></Section>}
      {others.length === 0 ? null : <Section title="Waiting for others"><TransferLines label="Waiting for others" transfers={others} now={iso} /></Section>}
      {waiting.items.length + over.length === 0 ? <Empty title="Nothing is going over to anybody." actions={<ButtonLink href={paths.lifecycle()}>Back to the board</ButtonLink>}>A server or an agent is handed over on its own page.</Empty> : null}
      {over.length === 0 ? null : (
        <Section title="Over">
          <TransferLines label="Over" transfers={over} now={iso} />
          <Pagination shown={over.length} newerHref={cursor === undefined ? null : paths.transfers()} olderHref={all.nextCursor === null ? null : paths.transfers({ cursor: all.nextCursor })} />
        </Section>
      )}
    </>
  )
}
