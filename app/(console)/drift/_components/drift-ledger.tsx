import Link from 'next/link'
import { Histogram } from '@/components/charts/histogram'
import { ShareBar } from '@/components/charts/share-bar'
import { SeverityMark } from '@/components/domain/severity'
import { Ledger, type LedgerEntry } from '@/components/ui/ledger'
import { TextLink } from '@/components/ui/text-link'
import { dayInWords } from '@/lib/grants/day-in-words'
import { QUESTIONS } from '@/lib/drift/model'
import { compareSeverity } from '@/lib/drift/severity'
import { paths } from '@/lib/paths'
import type { DriftScreen } from '@/lib/views/drift'

/**
 * The answers, always in this order: what nobody allowed, what nobody uses, what changed since it was approved, who is not who they
 * should be, whether the data can be trusted. The third and fourth only where there is something to say.
 */
export function DriftLedger({ view }: { view: DriftScreen }) {
  const entries = [
    allowed(view), used(view), ...told(view, 'What is no longer what somebody approved?', CHANGED),
    ...told(view, 'Is everybody who they say they are, and answered for?', IDENTITY), ...(view.sources === null ? [] : [trusted(view.sources)]),
  ]
  return <Ledger label="What drift says today" entries={entries} />
}

const CHANGED: readonly string[] = QUESTIONS.changed
const IDENTITY: readonly string[] = [...QUESTIONS.identity, ...QUESTIONS.ownership]

/** Open findings of these kinds in one sentence: the gravest first, and how many of each kind. */
function told({ list }: DriftScreen, question: string, kinds: readonly string[]): LedgerEntry[] {
  const open = list.all.filter((row) => row.status === 'open' && kinds.includes(row.kind)).sort((a, b) => compareSeverity(a.severity, b.severity) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind))
  const worst = open.find((row) => row.kind === 'tool_widened' && row.severity === open[0]?.severity) ?? open[0]
  if (worst === undefined) return []
  const [first = '', ...rest] = worst.explanation.split(/(?<=\.) (?=[A-Z])/)
  return [{
    number: open.length, tone: worst.severity === 'critical' ? 'hot' : 'plain', question,
    answer: <Link href={paths.finding(worst.id)}><b>{first}</b> {rest.slice(0, 1).join(' ')}</Link>,
    more: kinds.flatMap((kind) => {
      const count = open.filter((row) => row.kind === kind).length
      return count === 0 ? [] : [<TextLink key={kind} href={`${paths.drift({ status: 'open', kind })}#findings`}>{count.toLocaleString('en-GB')} {kind.replaceAll('_', ' ')}</TextLink>]
    }),
  }]
}

function allowed({ notAllowed }: DriftScreen): LedgerEntry {
  const { open, critical, high, worst, lastDay } = notAllowed
  const sum = (key: 'executed' | 'blocked') => (lastDay?.buckets ?? []).reduce((total, one) => total + one[key], 0)
  const buckets = (lastDay?.buckets ?? []).map((one) => ({ at: one.at, label: one.at.slice(11, 16), values: { executed: one.executed, blocked: one.blocked } }))
  return {
    number: open, tone: open > 0 ? 'hot' : 'plain', question: 'Is anything happening now that nobody allowed?',
    answer: worst === null ? 'No. Every call in the window was allowed, or is settled.' : <Link href={paths.finding(worst.id)}><b>{worst.explanation.split('. ')[0]}.</b> {worst.explanation.split('. ').slice(1).join('. ')}</Link>,
    more: (
      <>
        {critical > 0 ? <TextLink href={paths.drift({ severity: 'critical', question: 'Not allowed' })}><SeverityMark severity="critical" count={critical} /></TextLink> : null}
        {high > 0 ? <TextLink href={paths.drift({ severity: 'high', question: 'Not allowed' })}><SeverityMark severity="high" count={high} /></TextLink> : null}
        {lastDay === null ? null : <span>{sum('executed')} executed, {sum('blocked')} blocked in 24 h</span>}
        {open > 0 ? <TextLink href={`${paths.drift({ question: 'Not allowed' })}#findings`}>All {open}</TextLink> : null}
      </>
    ),
    aside: lastDay === null ? undefined : (
      <>
        <div>Calls nobody allowed, 24 h</div>
        <Histogram compact label={`${sum('executed')} executed and ${sum('blocked')} blocked calls in 24 hours that nobody allowed`} series={[{ key: 'executed', label: 'executed', tone: 'critical' }, { key: 'blocked', label: 'blocked', tone: 'critical', shape: 'outline' }]} buckets={buckets} />
        <div>filled executed, outline blocked</div>
      </>
    ),
  }
}

function used({ matrix, list }: DriftScreen): LedgerEntry {
  const { held, unused, unknown, used: inUse, unusedWrite } = matrix.total
  const ready = list.all.filter((row) => row.kind === 'unused_grant' && row.status === 'open').length
  const broad = list.all.filter((row) => (row.kind === 'over_broad_grant' || row.kind === 'excess_access') && row.status === 'open').length
  return {
    number: unused, question: 'What is allowed that nobody uses?',
    answer: held === 0 ? 'Nothing has been declared yet.' : `${unused.toLocaleString('en-GB')} of ${held.toLocaleString('en-GB')} tool permissions had no call in 90 days${unused === 0 ? '' : `; ${unusedWrite.toLocaleString('en-GB')} of them may write`}.`,
    more: (
      <>
        <span>{ready === 0 ? 'No grant is old enough and unused' : `${ready} ${ready === 1 ? 'grant' : 'grants'} ready to revoke`}</span>
        {ready === 0 ? null : <TextLink href={`${paths.drift({ kind: 'unused_grant' })}#findings`}>Revoke or keep</TextLink>}
        {broad === 0 ? null : <TextLink href={`${paths.drift({ status: 'open', kind: ['over_broad_grant', 'excess_access'] })}#findings`}>{broad} that allow more than was used</TextLink>}
      </>
    ),
    aside: <><div>{held.toLocaleString('en-GB')} tool permissions</div><ShareBar label="Tool permissions" parts={[{ kind: 'used', count: inUse, label: 'used' }, { kind: 'unused', count: unused, label: 'unused' }, { kind: 'unknown', count: unknown, label: 'not evaluable' }]} /></>,
  }
}

function trusted({ alive, total, silent, deadLetters }: NonNullable<DriftScreen['sources']>): LedgerEntry {
  const first = silent[0]
  const answer = total === 0 ? 'There is none: no source is connected.'
    : first === undefined ? `Yes. ${total === 1 ? 'The source is' : `All ${total} sources are`} alive.`
      : <>{silent.length === total ? 'No.' : 'Mostly.'} Source <code>{first.name}</code> is silent{first.lastEventAt === null ? '' : ` since ${first.lastEventAt.slice(11, 16)} UTC on ${dayInWords(first.lastEventAt)}`}{silent.length > 1 ? `, and ${silent.length - 1} more` : ''}; what is said of silence there is withheld.</>
  return {
    number: alive, of: total, tone: first === undefined && total > 0 ? 'plain' : 'unknown', question: 'Can I trust the data?', answer,
    more: <><span><TextLink href={paths.deadLetters({ status: 'open' })}>{deadLetters.toLocaleString('en-GB')} {deadLetters === 1 ? 'record' : 'records'} in dead letter</TextLink></span><TextLink href={paths.sources()}>Sources</TextLink></>,
  }
}
