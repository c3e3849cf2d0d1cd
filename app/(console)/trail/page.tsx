import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Notice } from '@/components/ui/notice'
import { Pagination } from '@/components/ui/pagination'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { paths } from '@/lib/paths'
import { listTrail, verifyTrail } from '@/lib/trail/queries'
import { TrailTable } from './_components/trail-table'

export const metadata: Metadata = { title: 'Trail' }

const PAGE = 50

/** What people did in this console, newest first; the chain is recomputed on request. */
export default async function TrailPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const query = await searchParams
  const filter = { actor: oneOf(query['actor']) ?? undefined, action: oneOf(query['action']) ?? undefined, object: oneOf(query['object']) ?? undefined }
  const before = Number(oneOf(query['before']) ?? NaN)
  const found = await screen(() => listTrail(actor, { ...filter, limit: PAGE + 1, ...(Number.isInteger(before) ? { before } : {}) }))
  const rows = found.slice(0, PAGE)
  const last = rows.at(-1)
  const verified = oneOf(query['verify']) === null ? null : await verifyTrail(actor)
  const filtered = Object.values(filter).some((value) => value !== undefined)
  return (
    <>
      <PageHead title="Trail" actions={<ButtonLink href={paths.trail({ ...filter, verify: '1' })}>Verify the chain</ButtonLink>}>
        What people, tokens and the console itself did here. Append-only; each entry carries the hash of the one before.
      </PageHead>
      {verified === null ? null : verified.ok
        ? <Notice tone="ok" title={`${verified.entries.toLocaleString('en-GB')} entries recomputed, the chain holds`}><p>Head <code>{verified.head?.slice(0, 16)}…</code></p></Notice>
        : <Notice tone="error" title={`The chain is broken at entry ${verified.brokenAt}`}><p>{verified.reason} Entries before it are sound. Keep the database as it is and compare it with a backup.</p></Notice>}
      {filtered ? <p className="sm soft">Filtered. <a className="l" href={paths.trail()}>Show everything</a></p> : null}
      {rows.length === 0
        ? <Empty title={filtered ? 'No entry fits this filter.' : 'Nothing has been done here yet.'}>Each change will be listed with who made it.</Empty>
        : <TrailTable rows={rows} />}
      <Pagination
        shown={rows.length} order="newest first"
        newerHref={Number.isInteger(before) ? paths.trail(filter) : null} olderHref={found.length > PAGE && last !== undefined ? paths.trail({ ...filter, before: last.seq }) : null}
      />
    </>
  )
}
