import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SeverityMark } from '@/components/domain/severity'
import { CrumbName } from '@/components/shell/crumbs'
import { PageHead } from '@/components/shell/page-head'
import { Time } from '@/components/ui/time'
import { TextLink } from '@/components/ui/text-link'
import { type Kind, RECOMMENDED, saidOf } from '@/app/(console)/reviews/[id]/items/_components/words'
import { headingOf } from '@/app/(console)/reviews/[id]/items/_components/page-words'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import type { SearchParams } from '@/lib/boundary/search'
import { paths } from '@/lib/paths'
import type { ItemRow } from '@/lib/reviews/model'
import { decidingScreen, printedRows } from '@/lib/views/review-deciding'
import { DECIDING_PARAMS, readDecidingQuery } from '@/lib/views/review-deciding-filter'

export const metadata: Metadata = { title: 'Review, to print' }

type Props = { params: Promise<{ id: string }>; searchParams: SearchParams }

/** Every row of the view as plain text: for paper, and for the browser's own search, which finds only what is drawn. */
export default async function PrintReviewPage({ params, searchParams }: Props) {
  const actor = await requireActor()
  const now = new Date()
  const [{ id }, given] = await Promise.all([params, searchParams])
  const asked = readDecidingQuery(given)
  const query = { ...asked, view: asked.view ?? 'all' as const }
  const found = await screen(() => decidingScreen(actor, id, query, now))
  const { campaign, view, groups, shown, counts } = found
  if (campaign.stage === 0) redirect(paths.review(id))
  const rows = new Map((await printedRows(actor, id, groups.flatMap((group) => group.ids), now)).map((row) => [row.id, row]))
  const address = Object.fromEntries([...DECIDING_PARAMS, 'q', 'view', 'reviewer', 'group'].flatMap((name) => (typeof given[name] === 'string' ? [[name, given[name]]] : [])))
  const { heading } = headingOf({ view, shown, counts, narrowed: Object.keys(query.narrow).length > 0, mine: found.reviewer === 'me' })
  return (
    <>
      <CrumbName of={paths.review(id)} label={campaign.name} />
      <PageHead title={campaign.name} actions={<TextLink className="no-print" href={paths.reviewItems(id, address)}>Back to the items</TextLink>}>
        {heading}, as they stood on <Time iso={campaign.asOf} zoned />; printed <Time iso={now.toISOString()} zoned /> for {actor.name}. {campaign.sentence}
      </PageHead>
      {groups.map((group) => (
        <section key={group.label} className="print-group">
          {group.label === '' ? null : <h2>{group.label}</h2>}
          <table className="t two print-rows" aria-label={group.label === '' ? 'Items' : group.label}>
            <thead><tr><th scope="col">Risk</th><th scope="col">What</th><th scope="col">Who</th><th scope="col">Use</th><th scope="col">Recommended</th><th scope="col">Answer</th></tr></thead>
            <tbody>{group.ids.flatMap((one) => rows.get(one) ?? []).map((row) => <Printed key={row.id} row={row} kind={campaign.kind} />)}</tbody>
          </table>
        </section>
      ))}
    </>
  )
}

function Printed({ row, kind }: { row: ItemRow; kind: Kind }) {
  const reason = row.answer?.reason ?? null
  return (
    <tr>
      <td><SeverityMark severity={row.risk} /></td>
      <td><code>{row.server === null ? '' : `${row.server} `}<b>{row.title}</b></code><span className="d2">{row.badges.map((badge) => badge.text).join(', ')}</span></td>
      <td>{row.caller === null ? row.subject : <>{row.access} by {row.caller.agent === 'any' ? 'any agent' : row.caller.agent} for {row.caller.human} in {row.caller.client === 'any' ? 'any client' : row.caller.client}</>}<span className="d2">{row.granted}{row.previous === null ? '' : `; ${row.previous}`}</span></td>
      <td>{row.calls.toLocaleString('en-US')} calls, {row.calls30.toLocaleString('en-US')} in 30 d{row.lastAt === null ? null : <>, last <Time iso={row.lastAt} format="day" /></>}<span className="d2">{row.peers}</span></td>
      <td data-l="recommended">{RECOMMENDED[row.recommendation.answer]}<span className="d2">{row.recommendation.text}</span></td>
      <td data-l={row.answer === null && row.outcome === null ? undefined : 'answer'}>{row.answer === null ? (row.outcome ?? '') : saidOf(kind, row.answer)}{reason === null ? null : <span className="d2">“{reason}”</span>}</td>
    </tr>
  )
}
