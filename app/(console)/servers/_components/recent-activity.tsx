import { Who } from '@/components/domain/identity'
import { OutcomeText, VerdictMark } from '@/components/domain/verdict'
import { PlainTable } from '@/components/table/plain-table'
import { Empty } from '@/components/ui/empty'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { Time, ZoneName } from '@/components/ui/time'
import { paths } from '@/lib/paths'

type Event = { id: string; occurredAt: string; target: string; agent: string | null; human: string | null; verdict: string | null; outcome: string }

/** The last calls, with the way to all of them. */
export function RecentActivity({ slug, events, calls, since, now }: { slug: string; events: readonly Event[]; calls: number; since: string; now: string }) {
  return (
    <Section title="Recent activity" end={<TextLink href={paths.activity({ server: slug, from: `${since}T00:00:00.000Z` })}>All {calls.toLocaleString('en-US')} in 90 d</TextLink>}>
      {events.length === 0 ? <Empty title="No call to this server has been seen.">It may be quiet, or no source that sees it is connected.</Empty> : (
        <PlainTable
          label="Recent activity" flow columns={[{ head: <>Time, <ZoneName /></>, className: 'nw', flow: { order: 4, end: true } }, { head: 'Target', flow: { order: 1 } }, { head: 'Agent for human', flow: { order: 3 } }, { head: 'Verdict', flow: { order: 2, end: true } }, { head: 'Outcome', className: 'nw', flow: { hide: true } }]}
          rows={events.map((event) => ({
            id: event.id,
            cells: [
              <Time key="t" iso={event.occurredAt} format="short" now={now} />, <TextLink key="e" href={paths.event(event.id)}><code>{event.target}</code></TextLink>,
              <Who key="w" agent={shortly(event.agent)} human={event.human} />, <VerdictMark key="v" verdict={event.verdict} outcome={event.outcome} />, <OutcomeText key="o" outcome={event.outcome} />,
            ],
          }))}
        />
      )}
    </Section>
  )
}

/** The last part of a SPIFFE ID; the whole stands behind the link. */
function shortly(agent: string | null): string | null {
  return agent?.startsWith('spiffe://') === true ? agent.slice(agent.lastIndexOf('/') + 1) : agent
}
