import type { Metadata } from 'next'
import { AccessTable } from '@/app/(console)/effective-access/_components/access-table'
import { AskForm } from '@/app/(console)/effective-access/_components/ask-form'
import { PageHead } from '@/components/shell/page-head'
import { DownloadLink } from '@/components/table/cells'
import { Faceted } from '@/components/table/facet-panel'
import { QueryBar } from '@/components/table/query-bar'
import { Notice } from '@/components/ui/notice'
import { Pagination } from '@/components/ui/pagination'
import { SegmentLinks } from '@/components/ui/segmented'
import { Time } from '@/components/ui/time'
import { require } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { EXPANSIONS, type Expansion } from '@/lib/grants/access-callers'
import { paths } from '@/lib/paths'
import { type AccessAsked, ACCESS_PAGE, ACCESS_SORT, asksAnything, filterAccess, readAccessQuery } from '@/lib/views/access-filter'
import { accessSentence } from '@/lib/views/access-sentence'
import { accessOptions } from '@/lib/views/access-options'
import { type AccessAnswer, accessAnswer, mayExpand } from '@/lib/views/effective-access'

export const metadata: Metadata = { title: 'Effective access' }

type Query = Record<string, string | string[] | undefined>

/** Two questions, one screen: what can one do, and who can do this? Answered by the grants that stand, in a sentence and line by line. */
export default async function EffectiveAccessPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  await screen(async () => require(actor, 'registry.read'))
  const query = await searchParams
  const now = new Date()
  const asked = readAccessQuery(query, now)
  const options = await accessOptions(actor)
  return (
    <>
      <PageHead title="Effective access">Who can do this, and what can one do? By the grants that stand at one time, whether they were ever used or not.</PageHead>
      <AskForm key={JSON.stringify(asked.names)} names={asked.names} at={oneOf(query['at'])} options={options} />
      {asksAnything(asked) ? <Answer query={query} asked={asked} answer={await screen(() => accessAnswer(actor, asked))} expansions={EXPANSIONS.filter((which) => mayExpand(actor, which))} now={now.toISOString()} /> : null}
    </>
  )
}

type Answered = { query: Query; asked: AccessAsked; answer: AccessAnswer; expansions: readonly Expansion[]; now: string }

function Answer({ query, asked, answer, expansions, now }: Answered) {
  const unknown = answer.unknown.map((key) => (key === 'personId' ? 'human' : key.replace('Id', '')))
  return (
    <section aria-label="The answer" className="mt-5 border-t border-line-strong pt-4">
      {unknown.length === 0 ? <p className="say text-14 font-semibold" aria-live="polite">{accessSentence({ ...answer, names: asked.names })}</p> : (
        <Notice tone="warn" title="Nobody is known by that name"><p>The {unknown.join(' and the ')} that you named {unknown.length === 1 ? 'is' : 'are'} not registered{asked.at.toISOString() === now ? '' : ' then'}, so nothing was answered. Choose one of the suggestions, or give an identity or an alias as logs name it.</p></Notice>
      )}
      {unknown.length > 0 ? null : <Lines query={query} asked={asked} answer={answer} expansions={expansions} now={now} />}
    </section>
  )
}

/** The lines behind the sentence, with what narrows them. */
function Lines({ query, asked, answer, expansions, now }: Answered) {
  const { found, facets } = filterAccess(answer.lines, query)
  const offset = Math.max(0, Number.parseInt(oneOf(query['cursor']) ?? '0', 10) || 0)
  const shown = found.slice(offset, offset + ACCESS_PAGE)
  const link = (more: Query): string => paths.access({ ...query, cursor: undefined, ...more })
  return (
    <>
      <p className="lab pt-1">As of <Time iso={answer.at} zoned />; use from <Time iso={`${answer.since}T00:00:00.000Z`} format="day" />. “Not seen” means that no source reported it.</p>
      <div className="acts pt-3 pb-3">
        {expansions.length === 0 ? null : <SegmentLinks label="Callers" items={[{ label: 'As granted', href: link({ expand: undefined }), current: asked.expand.length === 0 }, ...expansions.map((which) => ({ label: which === 'agents' ? 'Agents by name' : 'People by name', href: link({ expand: which }), current: asked.expand.join() === which }))]} />}
        {found.length === 0 ? null : <DownloadLink href={paths.accessCsv({ ...query, cursor: undefined })}>Export CSV</DownloadLink>}
      </div>
      <QueryBar facets={facets} params={[]} placeholder="Find by target, server, identity, scope or purpose" />
      <Faceted facets={facets}>
        <AccessTable rows={shown} since={answer.since} until={answer.at} now={now} defaultSort={ACCESS_SORT} filtered={answer.lines.length > 0} clearHref={paths.access({ ...asked.names, at: oneOf(query['at']) })} />
        <Pagination
          shown={shown.length} total={found.length}
          newerHref={offset === 0 ? null : link({ cursor: offset <= ACCESS_PAGE ? undefined : String(offset - ACCESS_PAGE) })}
          olderHref={offset + shown.length >= found.length ? null : link({ cursor: String(offset + ACCESS_PAGE) })}
        />
      </Faceted>
    </>
  )
}
