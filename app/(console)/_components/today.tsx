import Link from 'next/link'
import type { ReactNode } from 'react'
import { SeverityMark } from '@/components/domain/severity'
import type { LedgerEntry } from '@/components/ui/ledger'
import { TextLink } from '@/components/ui/text-link'
import { Ago, Time } from '@/components/ui/time'
import { LOUD, ORPHAN_KINDS, STRANGER_KINDS, subjectOf } from '@/lib/drift/attention'
import { paths } from '@/lib/paths'
import { ROLE_LABEL } from '@/lib/people/model'
import type { Overview, Some, WaitingServer } from '@/lib/views/overview'
import type { FindingsToday } from '@/lib/views/overview-findings'
import type { AnswersToday } from '@/lib/views/overview-requests'
import { endingLines, offered, troubled } from './today-offboarding'
import { reviews, stuck } from './today-reviews'
import { counted, list } from './today-words'

/** One thing that may wait: an answer of the ledger when it does, a sentence when it does not. */
export type TodayLine = { waits: LedgerEntry | null; quiet: ReactNode }

type Viewer = { now: string; mayOpenLetters: boolean }

/** The answers of the overview, always in this order; what an actor may not see is left out. */
export function todayLines(view: Overview, viewer: Viewer): TodayLine[] {
  const { findings, answers, waiting, sources, roleChanges, ending, own } = view
  return [
    ...(findings === null ? [] : [loud(findings)]),
    requests(answers.requests, viewer.now), reviews(view.reviews.waiting), definitions(answers.definitions), endingLines(view.endings.lines), offered(view.endings.offered),
    ...(view.reviews.stuck === null ? [] : [stuck(view.reviews.stuck)]),
    ...(view.endings.troubled === null ? [] : [troubled(view.endings.troubled)]),
    ...(waiting === null ? [] : [servers(waiting, own, viewer.now)]),
    ...(findings === null ? [] : [orphaned(findings.orphaned)]),
    ...(sources === null ? [] : [silent(sources, viewer.now), letters(sources, viewer.mayOpenLetters)]),
    ...(roleChanges === null ? [] : [roles(roleChanges)]),
    ...(ending === null ? [] : [grants(ending, own)]),
    // A name nobody registered is about no server, so only those who see everything are told of it.
    ...(findings === null || own ? [] : [strangers(findings.strangers)]),
  ]
}

function loud({ open, critical, high, worst, quietSince }: FindingsToday): TodayLine {
  const [first, ...others] = worst
  const rest = open - critical - high
  const all = open === 0 ? null : <TextLink href={`${paths.drift({ status: 'open' })}#findings`}>All {open.toLocaleString('en-GB')} open</TextLink>
  if (first === undefined) return { waits: null, quiet: <>No critical or high finding{quietSince === null ? '; nothing was compared yet' : <> since <Time iso={quietSince} zoned /></>}.{rest === 0 ? null : <> {all}</>}</> }
  const severity = (one: (typeof LOUD)[number], count: number) => (count === 0 ? null : <TextLink href={`${paths.drift({ status: 'open', severity: one })}#findings`}><SeverityMark severity={one} count={count} /></TextLink>)
  return {
    quiet: null,
    waits: {
      number: counted(critical + high, `${paths.drift({ status: 'open', severity: LOUD })}#findings`, 'critical or high findings'), tone: critical > 0 ? 'hot' : 'plain', question: 'Which findings cannot wait?',
      answer: <Link href={paths.finding(first.id)}><b>{first.explanation.split('. ')[0]?.replace(/\.$/, '')}.</b></Link>,
      more: <>{severity('critical', critical)}{severity('high', high)}{all}</>,
      aside: others.length === 0 ? undefined : <><div>Next</div><ul className="grid">{others.map((one) => <li key={one.id} className="cut py-1"><TextLink href={paths.finding(one.id)}>{subjectOf(one)}</TextLink></li>)}</ul></>,
    },
  }
}

function requests({ count, first }: AnswersToday['requests'], now: string): TodayLine {
  if (count === 0) return { waits: null, quiet: <>No request waits for your answer. <TextLink href={paths.requests()}>Requests</TextLink></> }
  return {
    quiet: null,
    waits: {
      number: counted(count, paths.requests({ view: 'waiting' }), 'requests that wait for your answer'), question: 'Who waits for your answer?',
      answer: <>{list(first.map((one) => <>{one.requester} for <TextLink href={paths.request(one.id)}>{one.server} {one.targets.join(', ')}</TextLink>, <Ago iso={one.submittedAt} now={now} /></>), count, '; ')}.</>,
    },
  }
}

function definitions({ count, first }: AnswersToday['definitions']): TodayLine {
  if (count === 0) return { waits: null, quiet: 'No changed definition waits for you to accept it.' }
  return {
    quiet: null,
    waits: {
      number: counted(count, paths.definitionsToApprove(), 'definitions that wait for you'), question: 'Which tools are no longer what somebody approved?',
      answer: <>{list(first.map((one) => <><TextLink href={paths.server(one.server, { tool: one.tool })}>{one.server} {one.tool}</TextLink> {SAID[one.kind] ?? 'is changed'}</>), count, '; ')}.</>,
    },
  }
}

const SAID: Record<string, string> = { widening: 'accepts or claims more', added: 'is new', altering: 'is altered', wording: 'is worded anew' }

function servers({ count, first }: Some<WaitingServer>, own: boolean, now: string): TodayLine {
  const said = (one: WaitingServer): string => {
    if (one.what === 'second reviewer') return 'waits for a second reviewer; the first consented'
    if (one.what === 'proposed') return 'was proposed'
    return one.at < now ? 'is past the end of its pilot, which was' : 'ends its pilot'
  }
  if (count === 0) return { waits: null, quiet: own ? 'None of your servers waits for a decision.' : 'No server waits for a decision.' }
  return {
    quiet: null,
    waits: {
      number: counted(count, paths.servers({ needs: 'decision' }), 'servers that wait for a decision'), question: own ? 'Which of your servers wait for a decision?' : 'Which servers wait for a decision?',
      answer: <>{list(first.map((one) => <><TextLink href={paths.server(one.slug)}>{one.slug}</TextLink> {said(one)} <Ago iso={one.at} now={now} /></>), count, '; ')}.</>,
    },
  }
}

function orphaned({ count, first }: FindingsToday['orphaned']): TodayLine {
  if (count === 0) return { waits: null, quiet: 'Somebody answers for every server.' }
  return {
    quiet: null,
    waits: {
      number: counted(count, `${paths.drift({ status: 'open', kind: ORPHAN_KINDS })}#findings`, 'servers without an owner'), question: 'For which servers does nobody answer?',
      answer: <>{list(first.map((one) => (one.server === null ? 'one' : <TextLink key={one.server} href={paths.server(one.server)}>{one.server}</TextLink>)), count)}: nobody who is still here owns {count === 1 ? 'it' : 'them'}, or backs the owner up.</>,
    },
  }
}

function silent({ all, silent: found }: NonNullable<Overview['sources']>, now: string): TodayLine {
  if (found.length === 0) return { waits: null, quiet: all === 0 ? <>No source is connected, so nothing is observed. <TextLink href={paths.sources()}>Sources</TextLink></> : <>None of the {all.toLocaleString('en-GB')} <TextLink href={paths.sources()}>sources</TextLink> is silent.</> }
  return {
    quiet: null,
    waits: {
      number: counted(found.length, paths.sources({ health: 'silent' }), `of ${all} sources are silent`), of: all, tone: 'unknown', question: 'Which sources are silent?',
      answer: <>{list(found.slice(0, 3).map((one) => <><TextLink href={paths.source(one.name)}>{one.name}</TextLink>, last event <Ago iso={one.lastEventAt} now={now} /></>), found.length, '; ')}. Nothing is concluded from silence there.</>,
    },
  }
}

function letters({ deadLetters }: NonNullable<Overview['sources']>, mayOpen: boolean): TodayLine {
  if (deadLetters === 0) return { waits: null, quiet: 'Every record that arrived became an event, or was settled.' }
  return {
    quiet: null,
    waits: {
      number: mayOpen ? counted(deadLetters, paths.deadLetters({ status: 'open' }), 'open dead letters') : counted(deadLetters, paths.sources(), 'open dead letters, by source'), tone: 'unknown', question: 'Which records could not be read?',
      answer: `${deadLetters.toLocaleString('en-GB')} ${deadLetters === 1 ? 'record waits' : 'records wait'} in dead letter; nothing is concluded from silence in their time. ${mayOpen ? '' : 'A security reviewer can look into them.'}`,
    },
  }
}

function roles({ count, first }: NonNullable<Overview['roleChanges']>): TodayLine {
  if (count === 0) return { waits: null, quiet: 'No role waits for a second holder’s consent.' }
  return {
    quiet: null,
    waits: {
      number: counted(count, paths.people(), 'roles that wait for consent'), question: 'Which roles wait for a second holder’s consent?',
      answer: <>{list(first.map((one) => <><TextLink href={paths.person(one.person.id)}>{one.person.name}</TextLink> as {ROLE_LABEL[one.role].toLowerCase()}</>), count)}.</>,
    },
  }
}

function grants({ count, first, before }: NonNullable<Overview['ending']>, own: boolean): TodayLine {
  if (count === 0) return { waits: null, quiet: `No grant${own ? ' of yours' : ''} ends in the next 14 days.` }
  return {
    quiet: null,
    waits: {
      number: counted(count, paths.grants({ state: ['active', 'suspended', 'scheduled'], endsBefore: before }), 'grants that end in the next 14 days'), question: own ? 'Which of your grants end in the next 14 days?' : 'Which grants end in the next 14 days?',
      answer: <>{list(first.map((one) => <><TextLink href={paths.grant(one.id)}>{one.server} {one.target}</TextLink> on <Time iso={one.until} format="day" /></>), count, '; ')}.</>,
    },
  }
}

function strangers({ count, first }: FindingsToday['strangers']): TodayLine {
  if (count === 0) return { waits: null, quiet: 'Every name in the logs is registered.' }
  return {
    quiet: null,
    waits: {
      number: counted(count, `${paths.drift({ status: 'open', kind: STRANGER_KINDS })}#findings`, 'names that nobody registered'), question: 'Which names in the logs did nobody register?',
      answer: <>{list(first.map((one) => <><TextLink href={paths.finding(one.id)}>{subjectOf(one)}</TextLink> ({one.kind.replace('unregistered_', '')})</>), count)}.</>,
    },
  }
}
