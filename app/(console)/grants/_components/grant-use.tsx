import { Mark, NotEvaluable } from '@/components/domain/verdict'
import { PlainTable } from '@/components/table/plain-table'
import { Empty } from '@/components/ui/empty'
import { Section } from '@/components/ui/section'
import { NumberLink, TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import { UseByDay } from './use-by-day'

type Caller = { agent: string; client: string; human: string; calls: number; blocked: number; lastAt: string }
type Use = { total: number; days: { day: string; calls: number }[]; since: string; callers: Caller[]; nearMisses: { verdict: string; calls: number }[] }

/** An identity as a filter of the activity list; an absent one filters nothing. */
const filter = (name: string): string | undefined => (name === 'none' ? undefined : name)

/** What happened under the grant in the window: by day, by caller, and what it nearly covered. */
export function GrantUse({ id, server, use, today }: { id: string; server: string; use: Use | null; today: string }) {
  if (use === null) {
    return <Section title="Use in 90 days"><p><NotEvaluable reason="your roles do not show activity on this server" /></p></Section>
  }
  const all = paths.activity({ grant: id, from: use.since })
  return (
    <Section title="Use in 90 days" id="use" note={<>since <Time iso={`${use.since}T00:00:00.000Z`} format="day" /></>} end={use.total === 0 ? undefined : <TextLink href={all}>All {use.total.toLocaleString('en-US')} calls</TextLink>}>
      {use.total === 0 ? <Empty title="No call under it in these 90 days.">Whether that means it is unused depends on the sources that were alive; drift says so.</Empty> : (
        <>
          <UseByDay days={use.days} since={use.since} until={today} />
          <Callers id={id} use={use} />
        </>
      )}
      {use.nearMisses.length === 0 ? null : (
        <p className="pt-3">
          Near misses, calls that it was the nearest grant to and did not cover: {use.nearMisses.map(({ verdict, calls }, index) => <span key={verdict}>{index === 0 ? '' : ', '}<NumberLink value={calls} label={`calls ${verdict.replaceAll('_', ' ')}`} href={paths.activity({ server, verdict, from: use.since })} /> {verdict.replaceAll('_', ' ')}</span>)}. The numbers lead to all such calls on the server.
        </p>
      )}
    </Section>
  )
}

function Callers({ id, use }: { id: string; use: Use }) {
  return (
    <div className="pt-3" id="callers">
      <PlainTable
        label="Who called under this grant" flow columns={[{ head: 'Agent' }, { head: 'Client', flow: { end: true } }, { head: 'Human' }, { head: 'Calls', align: 'num', flow: { end: true, label: 'calls' } }, { head: 'Blocked', align: 'num', flow: { label: 'blocked' } }, { head: 'Last', className: 'nw', flow: { end: true, label: 'last' } }]}
        rows={use.callers.map((caller) => ({
          id: `${caller.agent} ${caller.client} ${caller.human}`,
          cells: [
            caller.agent,
            caller.client,
            caller.human === 'none' ? <i key="human" className="absent">absent</i> : caller.human,
            <NumberLink key="calls" value={caller.calls} label="calls" href={paths.activity({ grant: id, agent: filter(caller.agent), client: filter(caller.client), human: filter(caller.human), from: use.since })} />,
            caller.blocked === 0 ? <span key="blocked" className="mute">–</span> : <Mark key="blocked" glyph="blocked">{caller.blocked.toLocaleString('en-US')}</Mark>,
            <Time key="last" iso={caller.lastAt} />,
          ],
        }))}
      />
    </div>
  )
}
