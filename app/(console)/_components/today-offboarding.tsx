import { TextLink } from '@/components/ui/text-link'
import { paths } from '@/lib/paths'
import type { EndingsToday, TroubledCase } from '@/lib/views/overview-offboarding'
import type { TodayLine } from './today'
import { counted, list } from './today-words'

/** What of offboardings only the actor can do. */
export function endingLines({ count, first }: EndingsToday['lines']): TodayLine {
  if (count === 0) return { waits: null, quiet: <>Nothing of an offboarding waits for you alone. <TextLink href={paths.offboarding()}>Offboarding</TextLink></> }
  return {
    quiet: null,
    waits: {
      number: counted(count, paths.offboarding({ mine: 'true', open: 'true' }), 'things of offboardings that wait for you'), question: 'What must you end?',
      answer: <>{list(first.map((one) => <>{one.title} of <TextLink href={paths.offboardingCase(one.caseId)}>{one.subject}</TextLink></>), count, '; ')}.</>,
    },
  }
}

/** Servers and agents that somebody wants the actor to answer for. */
export function offered({ count, first }: EndingsToday['offered']): TodayLine {
  if (count === 0) return { waits: null, quiet: 'Nobody offers you a server or an agent.' }
  return {
    quiet: null,
    waits: {
      number: counted(count, paths.transfers({ mine: 'true', state: 'waiting' }), 'things that are offered to you'), question: 'What would you answer for from now on?',
      answer: <>{list(first.map((one) => <><TextLink href={paths.transfers({ mine: 'true', state: 'waiting' })}>{one.name}</TextLink>{one.from === null ? null : ` from ${one.from}`}</>), count, '; ')}.</>,
    },
  }
}

/** Offboardings that do not come to their end. */
export function troubled({ count, first }: NonNullable<EndingsToday['troubled']>): TodayLine {
  if (count === 0) return { waits: null, quiet: 'Every offboarding goes on as it should.' }
  return {
    quiet: null,
    waits: {
      number: counted(count, paths.offboarding({ open: 'true' }), 'offboardings that do not come to an end'), tone: first.some((one) => one.verdict === 'still_calling') ? 'hot' : 'plain', question: 'What should be over and is not?',
      answer: <>{list(first.map((one) => <><TextLink href={paths.offboardingCase(one.id)}>{one.subject}</TextLink> {whyIn(one)}</>), count, '; ')}.</>,
    },
  }
}

function whyIn({ verdict, ownerless }: TroubledCase): string {
  if (verdict === 'still_calling') return 'is still heard'
  if (verdict === 'not_evaluable') return 'may or may not be silent: not all was heard'
  return ownerless > 0 ? `has ${ownerless === 1 ? 'one thing' : `${ownerless.toLocaleString('en-GB')} things`} that nobody takes over` : 'is overdue'
}
