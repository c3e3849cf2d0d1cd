import type { Stage } from './machine'
import { type LineState, type ResidualAction, type SilenceVerdict, type SubjectKind, VERDICTS, type Verdict } from './model'

const DAY = 86_400_000
const HOUR = 3_600_000
const MINUTE = 60_000

/** What of a case says what it waits for. Times in milliseconds. */
export type CaseFact = {
  kind: SubjectKind; stage: Stage; emergency: boolean; explained: boolean
  plannedFreezeAt: number | null; plannedRevokeAt: number | null; watchFrom: number | null; watchDays: number
  verdict: string | null; silence: SilenceVerdict | null; closedAt: number | null; closedAs: string | null; reopened: number
  lines: readonly { kind: string; state: LineState; action: ResidualAction; ownerless: boolean }[]
}

export function isVerdict(text: string | null): text is Verdict {
  return VERDICTS.some((verdict) => verdict === text)
}

/** Of which nothing is to be done any more: proven, said by somebody who answers for it, or signed for. */
export function isSettled(state: LineState): boolean {
  return state === 'proven' || state === 'attested' || state === 'exempt'
}

/** Lines that hold up `rotated`: secrets that it still knows. */
export function secretsLeft(lines: readonly { kind: string; state: LineState; action: ResidualAction }[]): number {
  return lines.filter((line) => (line.kind === 'secret' || line.action === 'rotate') && !isSettled(line.state)).length
}

/** Lines that hold up closing; the silence itself is proven by closing. */
export function linesLeft(lines: readonly { state: LineState; action: ResidualAction }[]): number {
  return lines.filter((line) => line.action !== 'watch' && !isSettled(line.state)).length
}

/** "6 d 4 h", "4 h 7 min", "3 min": two units at most, never nothing. */
export function durationInWords(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / MINUTE))
  const [days, hours, rest] = [Math.floor((minutes * MINUTE) / DAY), Math.floor(((minutes * MINUTE) % DAY) / HOUR), minutes % 60]
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`
  if (hours > 0) return rest > 0 ? `${hours} h ${rest} min` : `${hours} h`
  return `${rest} min`
}

export function counted(count: number, word: string): string {
  return `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`
}

/** What a case waits for, or what came of it, in one sentence: the same everywhere. */
export function caseSentence(fact: CaseFact, now: number): string {
  const unexplained = fact.emergency && !fact.explained ? ' The emergency is still to be explained.' : ''
  return `${stageSentence(fact, now)}${fact.stage === 'closed' || fact.stage === 'cancelled' ? '' : unexplained}`
}

function stageSentence(fact: CaseFact, now: number): string {
  switch (fact.stage) {
    case 'open': return openSentence(fact, now)
    case 'frozen': return frozenSentence(fact, now)
    case 'revoked': case 'rotated': {
      const left = secretsLeft(fact.lines)
      return left === 0 ? 'No secret is left that opens anything; the watch begins.' : `${counted(left, 'secret')} that ${fact.kind === 'person' ? 'they' : 'it'} knew ${left === 1 ? 'is' : 'are'} still to be rotated or removed.`
    }
    case 'watch': return watchSentence(fact, now)
    case 'closed': return closedSentence(fact)
    case 'cancelled': return 'Cancelled before anything was revoked; what was is in force again.'
  }
}

function openSentence({ kind, plannedFreezeAt }: CaseFact, now: number): string {
  const person = kind === 'person'
  if (plannedFreezeAt === null) return `Nothing has changed yet; freezing ${person ? 'them' : 'it'} is the next step.`
  return `Nothing has changed yet; the freeze comes by itself ${when(plannedFreezeAt, now)}.`
}

/** That somebody listened is said only where there was something to listen on. */
function closedSentence({ kind, closedAs, silence, watchDays }: CaseFact): string {
  if (closedAs !== 'silent') return 'Over by a signed exception, without its proof.'
  const person = kind === 'person'
  const heard = `nothing was heard of ${person ? 'them' : 'it'} for ${counted(watchDays, 'day')}`
  return silence !== null && silence.servers.length === 0 ? `Over: ${heard}, and ${person ? 'they' : 'it'} could reach no server by name.` : `Over: ${heard}, and somebody listened.`
}

function frozenSentence(fact: CaseFact, now: number): string {
  const person = fact.kind === 'person'
  const frozen = `${person ? 'They' : 'It'} may not act`
  const ownerless = fact.lines.filter((line) => line.ownerless).length
  if (ownerless > 0) return `${frozen}. ${counted(ownerless, 'thing')} that ${person ? 'they own' : 'it owns'} ${ownerless === 1 ? 'has' : 'have'} nobody to go to: say to whom, and revoke.`
  const grants = `${person ? 'their' : 'its'} grants`
  return fact.plannedRevokeAt === null ? `${frozen}; revoking ${grants} is the next step.` : `${frozen}; ${grants} are revoked by themselves ${when(fact.plannedRevokeAt, now)}.`
}

function watchSentence(fact: CaseFact, now: number): string {
  const left = linesLeft(fact.lines)
  const lines = left === 0 ? '' : ` ${counted(left, 'line')} ${left === 1 ? 'is' : 'are'} still to be proven.`
  if (fact.verdict === 'silent') return left === 0 ? 'Silent; the case closes.' : `Silent.${lines}`
  if (fact.verdict === 'still_calling' || fact.verdict === 'not_evaluable') return `${fact.silence?.text ?? (fact.verdict === 'still_calling' ? 'Still calling.' : 'Nobody can tell whether there are still calls.')}${lines}`
  const dueAt = fact.silence?.dueAt ?? (fact.watchFrom === null ? null : new Date(fact.watchFrom + fact.watchDays * DAY).toISOString())
  const due = dueAt === null ? null : Date.parse(dueAt)
  if (due === null || due <= now) return `The watch is over; its verdict is due within a minute.${lines}`
  return `${fact.verdict === 'watching' ? 'Nothing was heard since the watch began; it' : 'The watch'} has ${durationInWords(due - now)} left.${lines}`
}

function when(at: number, now: number): string {
  return at <= now ? 'now' : `in ${durationInWords(at - now)}`
}

/** When the next thing is due to happen by itself; null = it waits for somebody. */
export function nextAt(fact: CaseFact): number | null {
  if (fact.stage === 'open') return fact.plannedFreezeAt
  if (fact.stage === 'frozen') return fact.plannedRevokeAt
  if (fact.stage !== 'watch') return null
  const due = fact.silence?.dueAt
  return due !== undefined && due !== null ? Date.parse(due) : fact.watchFrom === null ? null : fact.watchFrom + fact.watchDays * DAY
}

/** So long a case may stand in one stage before somebody is asked why. */
const IDLE_MS = 14 * DAY

/** A planned time that has passed, or two weeks in a stage that waits for people. `since`: when the present stage was reached. */
export function isOverdue(fact: CaseFact, since: number, now: number): boolean {
  if (fact.stage === 'closed' || fact.stage === 'cancelled') return false
  if (fact.stage === 'watch') return fact.verdict === 'still_calling' || fact.verdict === 'not_evaluable' ? now - since > IDLE_MS + fact.watchDays * DAY : false
  const next = nextAt(fact)
  return next === null ? now - since > IDLE_MS : next + HOUR < now
}
