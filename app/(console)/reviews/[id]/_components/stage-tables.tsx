import { PlainTable } from '@/components/table/plain-table'
import { Mark } from '@/components/domain/verdict'
import { NumberLink, TextLink } from '@/components/ui/text-link'
import { Ago, Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { CampaignProgress } from '@/lib/reviews/campaign-progress'

/** Who is asked, by name and never by rank: the figures say how it was done, not how well. */
export function ReviewersTable({ id, reviewers, now }: { id: string; reviewers: CampaignProgress['reviewers']; now: string }) {
  return (
    <PlainTable
      label="By reviewer" flow
      columns={[{ head: 'Reviewer', flow: { order: 1 } }, { head: 'Asked', align: 'num', flow: { label: 'asked', order: 4 } }, { head: 'Answered', align: 'num', flow: { label: 'answered', order: 5 } }, { head: 'Signed off', className: 'nw', flow: { order: 2, end: true } }, { head: 'Median per answer', align: 'num', flow: { label: 'median', order: 6 } }, { head: 'Last answer', className: 'nw', flow: { label: 'last answer', order: 7 } }]}
      rows={reviewers.map(({ person, standIns, asked, answered, signedOffAt, medianSeconds, lastAt }) => ({
        id: person.id,
        cells: [
          <span key="p"><TextLink href={paths.person(person.id)}>{person.name}</TextLink>{standIns.length === 0 ? null : <span className="d2">{standIns.join(', ')} may answer in this place</span>}</span>,
          <NumberLink key="a" value={asked} href={paths.reviewItems(id, { reviewer: person.id, view: 'all' })} label={`items asked of ${person.name}`} />,
          <NumberLink key="d" value={answered} {...(answered === 0 ? {} : { href: paths.reviewItems(id, { reviewer: person.id, view: 'decided' }), label: `items answered of ${person.name}’s` })} />,
          signedOffAt === null ? <span key="s" className="mute">not yet</span> : <Mark key="s" glyph="ok" tone="ok"><Time iso={signedOffAt} format="short" now={now} /></Mark>,
          medianSeconds === null ? <span key="m" className="mute" title="No answer was given one by one, or the browser did not count">–</span> : `${medianSeconds < 10 ? medianSeconds : Math.round(medianSeconds)} s`,
          <Ago key="l" iso={lastAt} now={now} absent="none yet" />,
        ],
      }))}
    />
  )
}

/** How far each server is, by name. */
export function ServersTable({ id, servers, linked }: { id: string; servers: CampaignProgress['servers']; /** The figures are of all items of the review, so that they lead to them. */ linked: boolean }) {
  return (
    <PlainTable
      label="By server" flow columns={[{ head: 'Server', flow: { order: 1 } }, { head: 'Answered', align: 'num', flow: { order: 3, label: 'answered' } }, { head: 'Items', align: 'num', flow: { order: 2, end: true } }]}
      rows={servers.map(({ server, total, decided }) => ({
        id: server ?? '', cells: [server === null ? <span key="s" className="mute">no server</span> : <TextLink key="s" href={paths.server(server)}>{server}</TextLink>, decided.toLocaleString('en-US'), <NumberLink key="t" value={total} {...(server === null || !linked ? {} : { href: paths.reviewItems(id, { reviewer: 'all', view: 'all', server }), label: `items of ${server}` })} />],
      }))}
    />
  )
}
