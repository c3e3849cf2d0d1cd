import { oneLine } from '@/lib/one-line'
import { paths } from '@/lib/paths'
import { type CaseMessage, type CaseNews, subjectInWords } from './messages'
import type { SilenceVerdict } from './model'

const LINK = 'The link shows the case; it decides nothing by itself.'

function each(people: readonly string[], make: (recipientId: string) => CaseMessage): CaseMessage[] {
  return [...new Set(people)].map(make)
}

/** That something is heard although everything is revoked: once for as long as it goes on. To whoever answers for it, and for what calls or is called. */
export function stillCallingMessages(news: CaseNews, found: SilenceVerdict, people: readonly string[]): CaseMessage[] {
  const subject = `Still heard of although it is revoked: ${subjectInWords(news)}`
  return each(people, (recipientId) => ({
    key: `offboarding.still_calling:${news.id}:${found.lastAt ?? found.from}:${recipientId}`, kind: 'offboarding.still_calling', recipientId, subject, path: paths.offboardingCase(news.id),
    text: `${subject}.\n\n${oneLine(found.text, 1000)}\n\nIt is not over before nothing has been heard for the whole watch. Switch off what calls, or find out who does.\n\n${LINK}`,
  }))
}

/** What of a verdict is told once: the newest gap by its beginning, what blocks, or that nobody can vouch at all. */
export function gapKey(found: SilenceVerdict): string {
  if (found.blocking.length > 0) return `blocked:${found.blocking.join(';')}`
  if (found.dueAt === null) return 'nobody'
  const newest = found.servers.flatMap((server) => server.gaps.map((gap) => gap.from)).toSorted().at(-1)
  return newest ?? found.from
}

/** That silence cannot be proven at present, and why: once a gap. */
export function notEvaluableMessages(news: CaseNews, found: SilenceVerdict, people: readonly string[]): CaseMessage[] {
  const subject = `The silence of ${oneLine(news.name, 200)} cannot be proven at present`
  return each(people, (recipientId) => ({
    key: `offboarding.not_evaluable:${news.id}:${gapKey(found)}:${recipientId}`, kind: 'offboarding.not_evaluable', recipientId, subject, path: paths.offboardingCase(news.id), text: `${subject}.\n\n${oneLine(found.text, 1000)}\n\n${LINK}`,
  }))
}

/** That a closed case is open again, because something of it came to light. `closedBy`: who had signed for it, in words; null = it had been proven. */
export function reopenedMessages(news: CaseNews, found: SilenceVerdict, closedBy: string | null, people: readonly string[], round: number): CaseMessage[] {
  const subject = `Open again: ${subjectInWords(news)} was heard after its end`
  const before = closedBy === null ? 'It had been closed as silent.' : `It had been closed without proof, signed by ${oneLine(closedBy)}.`
  return each(people, (recipientId) => ({
    key: `offboarding.reopened:${news.id}:${round}:${recipientId}`, kind: 'offboarding.reopened', recipientId, subject, path: paths.offboardingCase(news.id),
    text: `${subject}.\n\n${oneLine(found.text, 1000)}\n\n${before} What it was denied is still denied; the watch has begun anew.\n\n${LINK}`,
  }))
}
