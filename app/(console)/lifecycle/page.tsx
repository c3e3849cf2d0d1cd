import type { Metadata } from 'next'
import { BoardTable } from '@/app/(console)/lifecycle/_components/board-table'
import { LifecycleTabs } from '@/app/(console)/lifecycle/_components/lifecycle-tabs'
import { ToAttest } from '@/app/(console)/lifecycle/_components/to-attest'
import { PageHead } from '@/components/shell/page-head'
import { Faceted } from '@/components/table/facet-panel'
import { QueryBar } from '@/components/table/query-bar'
import { Pagination } from '@/components/ui/pagination'
import { NumberLink } from '@/components/ui/text-link'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { listTransfers } from '@/lib/lifecycle/queries/transfers'
import { paths } from '@/lib/paths'
import { lifecycleBoard } from '@/lib/views/lifecycle-board'
import { boardPage, type BoardRow } from '@/lib/views/lifecycle-rows'

export const metadata: Metadata = { title: 'Life cycle' }

const PAGE = 100

/** Every server and agent with its state, who answers for it, and what must be done next; what is overdue comes first. */
export default async function LifecyclePage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const now = new Date()
  const query = await searchParams
  const { rows } = await screen(() => lifecycleBoard(actor, now))
  const { items, total, facets, nextCursor } = await screen(async () => boardPage(rows, query, { limit: PAGE, cursor: oneOf(query['cursor']) ?? undefined }, now.getTime()))
  const waiting = (await screen(() => listTransfers(actor, { state: 'waiting', mine: true }, { limit: 100 }, now))).items.filter((one) => one.mayAccept).length
  const iso = now.toISOString()
  return (
    <>
      <PageHead title="Life cycle"><Standing rows={rows} waiting={waiting} /></PageHead>
      <LifecycleTabs current="board" waiting={waiting} />
      <ToAttest rows={rows.filter((row) => row.toAttest)} allHref={paths.lifecycle({ duty: 'attestation', due: 'overdue' })} now={iso} />
      <div className="pt-3">
        <QueryBar facets={facets} placeholder="Find by server, agent, person or team" />
        <Faceted facets={facets}>
          <BoardTable rows={items} now={iso} filtered={rows.length > 0} />
          <Pagination shown={items.length} total={total} words={['First page', 'Next page']} order="overdue first" newerHref={oneOf(query['cursor']) === null ? null : paths.lifecycle({ ...query, cursor: null })} olderHref={nextCursor === null ? null : paths.lifecycle({ ...query, cursor: nextCursor })} />
        </Faceted>
      </div>
    </>
  )
}

/** What of it asks for somebody, each number with its list. */
function Standing({ rows, waiting }: { rows: readonly BoardRow[]; waiting: number }) {
  if (rows.length === 0) return <>What must not last, who must act, and what follows when nobody does.</>
  const overdue = rows.filter((row) => row.overdue > 0).length
  const orphaned = rows.filter((row) => row.orphaned).length
  return (
    <>
      {overdue === 0 ? 'Nothing is overdue' : <><NumberLink value={overdue} label="with something overdue" href={paths.lifecycle({ due: 'overdue' })} /> of {rows.length.toLocaleString('en-US')} {overdue === 1 ? 'has' : 'have'} something overdue</>}
      {orphaned === 0 ? '; everything has somebody who answers for it.' : <>; <NumberLink value={orphaned} label="that nobody answers for" href={paths.lifecycle({ duty: 'orphaned' })} /> {orphaned === 1 ? 'has' : 'have'} nobody who answers for {orphaned === 1 ? 'it' : 'them'}.</>}
      {waiting === 0 ? null : <> <NumberLink value={waiting} label="transfers that wait for you" href={paths.transfers()} /> {waiting === 1 ? 'transfer waits' : 'transfers wait'} for you.</>}
    </>
  )
}
