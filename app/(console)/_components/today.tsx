import Link from 'next/link'
import { SeverityMark } from '@/components/domain/severity'
import type { LedgerEntry } from '@/components/ui/ledger'
import { TextLink } from '@/components/ui/text-link'
import { Ago, Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import { ROLE_LABEL } from '@/lib/people/model'
import type { Overview } from '@/lib/views/overview'

/** The answers of the overview, the loudest first; what an actor may not see is left out. */
export function todayEntries(view: Overview, now: string): LedgerEntry[] {
  return [findings(view), servers(view, now), ...(view.roleChanges.length === 0 ? [] : [roles(view)]), grants(view), ...(view.sources === null ? [] : [sources(view.sources)])]
}

function findings({ findings: { open, critical, high, worst } }: Overview): LedgerEntry {
  const first = worst[0]
  return {
    number: open, tone: critical > 0 ? 'hot' : 'plain', question: 'Which findings are open?',
    answer: first === undefined ? 'None.' : <Link href={paths.finding(first.id)}><b>{first.explanation.split('. ')[0]}.</b></Link>,
    more: (
      <>
        {critical > 0 ? <TextLink href={paths.drift({ status: 'open', severity: 'critical' })}><SeverityMark severity="critical" count={critical} /></TextLink> : null}
        {high > 0 ? <TextLink href={paths.drift({ status: 'open', severity: 'high' })}><SeverityMark severity="high" count={high} /></TextLink> : null}
        {open > 0 ? <TextLink href={`${paths.drift({ status: 'open' })}#findings`}>All {open}</TextLink> : null}
      </>
    ),
    aside: worst.length < 2 ? undefined : <ul className="grid">{worst.slice(1).map((one) => <li key={one.id} className="cut py-1"><TextLink href={paths.finding(one.id)}>{[one.server ?? one.agent ?? one.client, one.target].filter((part) => part !== null).join(' ') || one.kind.replaceAll('_', ' ')}</TextLink></li>)}</ul>,
  }
}

const WHAT = { proposed: 'was proposed', 'second reviewer': 'waits for a second reviewer; it was proposed', 'pilot ends': 'ends its pilot' } as const

function servers({ waiting }: Overview, now: string): LedgerEntry {
  return {
    number: waiting.length, question: 'Which servers wait for a decision?',
    answer: waiting.length === 0 ? 'None.' : <>{waiting.slice(0, 3).map((one, i) => <span key={one.slug}>{i === 0 ? '' : '; '}<TextLink href={paths.server(one.slug)}>{one.slug}</TextLink> {WHAT[one.what]} <Ago iso={one.at} now={now} /></span>)}.</>,
    more: waiting.length > 3 ? <TextLink href={paths.servers({ lifecycle: 'proposed' })}>All {waiting.length}</TextLink> : undefined,
  }
}

function roles({ roleChanges }: Overview): LedgerEntry {
  return {
    number: roleChanges.length, question: 'Which roles wait for a second holder?',
    answer: <>{roleChanges.slice(0, 3).map((one, i) => <span key={one.id}>{i === 0 ? '' : '; '}{one.person.name} as {ROLE_LABEL[one.role].toLowerCase()}</span>)}. <TextLink href={paths.people()}>Decide</TextLink></>,
  }
}

function grants({ ending, endingCount }: Overview): LedgerEntry {
  return {
    number: endingCount, question: 'Which grants end within 14 days?',
    answer: ending.length === 0 ? 'None.' : <>{ending.slice(0, 3).map((one, i) => <span key={one.id}>{i === 0 ? '' : '; '}<TextLink href={paths.grant(one.id)}>{one.server} {one.target}</TextLink> on <Time iso={one.until} format="day" /></span>)}.</>,
  }
}

function sources({ all, silent, deadLetters }: NonNullable<Overview['sources']>): LedgerEntry {
  return {
    number: silent.length, of: all.length, tone: silent.length > 0 ? 'unknown' : 'plain', question: 'Which sources are silent?',
    answer: all.length === 0 ? 'None is connected.' : silent.length === 0 ? 'None; all that said how often they report do so.' : <>{silent.map((one, i) => <span key={one.id}>{i === 0 ? '' : ', '}<TextLink href={paths.source(one.name)}>{one.name}</TextLink></span>)}: what is said of silence there is withheld.</>,
    more: <>{deadLetters > 0 ? <TextLink href={paths.deadLetters({ status: 'open' })}>{deadLetters.toLocaleString('en-GB')} records in dead letter</TextLink> : null}<TextLink href={paths.sources()}>Sources</TextLink></>,
  }
}
