import { some } from '@/lib/drift/sentences'
import { deadlineInWords } from '@/lib/reviews/time-words'
import type { SilenceVerdict } from './model'

type Subject = { kind: 'server' | 'agent' | 'client' | 'person'; name: string }

/** A length of time in its two largest units: "6 d 19 h", "6 h 12 min", "40 s". */
export function lengthInWords(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  const parts = ([[Math.floor(minutes / 1440), 'd'], [Math.floor(minutes / 60) % 24, 'h'], [minutes % 60, 'min']] as const).filter(([count]) => count > 0)
  const first = parts[0]?.[1]
  // After days nobody counts minutes.
  return parts.slice(0, 2).filter(([, unit]) => first !== 'd' || unit !== 'min').map(([count, unit]) => `${count} ${unit}`).join(' ')
}

/** What was found in a sentence or two that somebody could repeat; it does not change from minute to minute. */
export function silenceInWords(subject: Subject, found: Omit<SilenceVerdict, 'text'>): string {
  const call = `call ${{ server: 'to', agent: 'by', client: 'through', person: 'on behalf of' }[subject.kind]} ${subject.name}`
  const due = found.dueAt === null ? '' : ` The verdict is due on ${moment(found.dueAt)}.`
  const none = `No ${call} since ${moment(found.from)}`
  switch (found.verdict) {
    case 'still_calling': return `${callingInWords(subject, found)} ${restartInWords(found)}${due}`
    case 'silent': return `${none}, for ${lengthInWords(found.neededMs)}${vouchersInWords(found)}.`
    case 'watching': return `${none}${vouchersInWords(found)}.${due}`
    case 'not_evaluable': return `${none}, but that ${found.vouchedMs > 0 ? 'is not proven for all the time' : 'proves nothing'}: ${gapsInWords(subject, found)}`
  }
}

function callingInWords({ kind, name }: Subject, { calls, refused, callers, lastAt }: Omit<SilenceVerdict, 'text'>): string {
  const by = callers.length === 0 ? '' : kind === 'server' ? ` by ${some(callers.map((one) => one.name), 3)}` : ` to ${some(callers.map((one) => one.name), 3)}`
  const fate = refused === 0 ? '' : refused === calls ? ', all refused' : `, ${refused.toLocaleString('en-US')} refused`
  const what = { server: `${name} was still called`, agent: `${name} still called`, client: `${name} was still used`, person: `Calls on behalf of ${name} went on` }[kind]
  return `${what}: ${calls.toLocaleString('en-US')} ${calls === 1 ? 'call' : 'calls'} since the revocation${by}${fate}${lastAt === null ? '' : `, the last on ${moment(lastAt)}`}.`
}

/** Of a case that was opened again the watch counts from then, not from the call that came to light. */
function restartInWords({ from, lastAt }: Omit<SilenceVerdict, 'text'>): string {
  return lastAt === null || Date.parse(from) > Date.parse(lastAt) + 1 ? `The watch counts from ${moment(from)}.` : 'The watch started again at the last one.'
}

function vouchersInWords({ servers }: Omit<SilenceVerdict, 'text'>): string {
  if (servers.length === 0) return '; it could reach no server by name, so there was nobody who had to listen'
  const names = [...new Set(servers.flatMap((server) => server.sources.map((source) => source.name)))]
  return names.length === 0 ? '' : `; ${some(names, 4)} listened${servers.length === 1 ? '' : ` on ${servers.length} servers`}`
}

function gapsInWords(subject: Subject, { servers, blocking, dueAt }: Omit<SilenceVerdict, 'text'>): string {
  if (blocking.length > 0) return `${blocking.join('; ')}.`
  const gaps = servers.flatMap((server) => server.gaps.map((gap) => ({ ...gap, why: server.name === subject.name || gap.why.includes(server.name) ? gap.why : `on ${server.name} ${gap.why}` })))
  const first = gaps[0]
  if (dueAt === null) return `nobody can vouch for it (${some([...new Set(gaps.map((gap) => gap.why))], 2)}). Connect a source that can, or have a security reviewer sign.`
  const more = gaps.length > 1 ? `, and there are ${gaps.length - 1} more gaps` : ''
  return `${first === undefined ? 'nobody listened' : `${first.why} from ${moment(first.from)}${more}`}. Time that nobody vouches for does not count, so the watch lasts as much longer; the verdict is due on ${moment(dueAt)}.`
}

function moment(at: string): string {
  return deadlineInWords(new Date(at))
}
