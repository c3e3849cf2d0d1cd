import { counted } from '@/app/(console)/offboarding/_components/words'
import { Histogram } from '@/components/charts/histogram'
import { shortTime } from '@/components/charts/offboarding-calls-model'
import { SeverityMark } from '@/components/domain/severity'
import { PlainTable } from '@/components/table/plain-table'
import { Section } from '@/components/ui/section'
import { NumberLink, TextLink } from '@/components/ui/text-link'
import { Ago } from '@/components/ui/time'
import type { BlastRadius, SubjectKind } from '@/lib/offboarding/model'
import { paths } from '@/lib/paths'

type Props = { subject: { kind: SubjectKind; name: string }; blast: BlastRadius; /** When the figures were taken. */ asOf: string; now: string; ruled?: boolean }

const WEEK = 7 * 86_400_000
const SHOWN = 12

/** Who calls it or what it calls, how often, and what would break: a sentence, what breaks, and beside it the weeks and who. */
export function BlastView({ subject, blast, asOf, now, ruled = false }: Props) {
  const hidden = blast.breaks.length - SHOWN
  return (
    <Section title="What breaks" note={sentenceOf(subject, blast)} ruled={ruled} id="blast">
      {blast.calls === 0 && blast.breaks.length === 0 ? null : (
        <div className="blast">
          <ul className="breaks">
            {blast.breaks.slice(0, SHOWN).map((one) => <li key={one.text}><SeverityMark severity={one.severity} /><span>{one.path === null ? one.text : <TextLink href={one.path}>{one.text}</TextLink>}</span></li>)}
            {hidden > 0 ? <li className="more mute">and {hidden} more, none of them graver</li> : null}
            {blast.breaks.length === 0 ? <li className="more mute">Nothing that is granted would end in use.</li> : null}
          </ul>
          <div className="min-w-0">
            {blast.calls === 0 ? null : <Weeks blast={blast} asOf={asOf} />}
            {blast.callers.length === 0 ? null : <Callers subject={subject} blast={blast} asOf={asOf} now={now} />}
          </div>
        </div>
      )}
    </Section>
  )
}

function sentenceOf({ kind, name }: Props['subject'], { calls, executed, callers, days }: BlastRadius): string {
  if (calls === 0) return `No call ${kind === 'server' ? 'to' : 'by'} ${name} in ${days} days: nothing that is seen depends on it.`
  const refused = calls - executed
  return `${calls.toLocaleString('en-US')} calls in ${days} days, ${kind === 'server' ? `by ${counted(callers.length, 'caller')}` : `on ${counted(callers.filter((one) => one.kind === 'server').length, 'server')}`}${refused === 0 ? '' : `; ${refused.toLocaleString('en-US')} of them refused`}.`
}

function Weeks({ blast, asOf }: { blast: BlastRadius; asOf: string }) {
  const end = Date.parse(asOf)
  const buckets = blast.weeks.map((calls, place) => {
    const at = new Date(end - (blast.weeks.length - place) * WEEK).toISOString()
    return { at, label: shortTime(at), values: { calls } }
  })
  if (buckets.length === 0) return null
  return <div><Histogram label={`Calls per week, ${blast.weeks.length} weeks to ${asOf.slice(0, 10)}: ${blast.calls.toLocaleString('en-US')} in all`} height={72} series={[{ key: 'calls', label: 'calls per week', tone: 'used' }]} buckets={buckets} /></div>
}

const HEAD: Record<SubjectKind, string> = { server: 'Who calls it', agent: 'What it calls', client: 'What is called through it', person: 'What is called for them' }
const PARAM = { agent: 'agent', client: 'client', person: 'human', server: 'server' } as const

function Callers({ subject, blast, asOf, now }: Omit<Props, 'ruled'>) {
  const from = new Date(Date.parse(asOf) - blast.days * 86_400_000).toISOString()
  const own = subject.kind === 'server' ? 'server' : PARAM[subject.kind]
  return (
    <div className="pt-3">
      <PlainTable
        label="Who and what is affected" flow columns={[{ head: HEAD[subject.kind], flow: { order: 1 } }, { head: 'Calls', align: 'num', flow: { order: 2, end: true } }, { head: 'Last', className: 'nw', flow: { order: 3, label: 'last' } }]}
        rows={blast.callers.slice(0, SHOWN).map((caller) => ({
          id: `${caller.kind} ${caller.id ?? caller.name}`,
          cells: [
            <span key="n">{caller.name} <span className="mute">{caller.id === null ? `${caller.kind}, not registered` : caller.kind}</span></span>,
            <NumberLink key="c" value={caller.calls} href={paths.activity({ [own]: subject.name, ...(PARAM[caller.kind] === own ? {} : { [PARAM[caller.kind]]: caller.name }), from, to: asOf })} label={`calls of ${caller.name}`} />,
            <Ago key="l" iso={caller.lastAt} now={now} />,
          ],
        }))}
      />
      {blast.callers.length > SHOWN ? <p className="lab pt-2">and {blast.callers.length - SHOWN} more, each with fewer calls</p> : null}
    </div>
  )
}
