import { SYSTEM } from '@/lib/auth/actor'
import { oneLine } from '@/lib/one-line'
import { paths } from '@/lib/paths'
import type { RequestView } from '@/lib/requests/model'
import { listRequests } from '@/lib/requests/queries/list-requests'

const DAY = 86_400_000
/** Unanswered for so long, a request is brought to mind. */
const OLD_DAYS = 2
const PAGE = 500
const MOST_LINES = 50

export type WaitingDigest = { personId: string; subject: string; text: string; path: string }

/** One digest for each person who holds steps of requests that have waited for two days. */
export async function waitingDigests(now: Date): Promise<WaitingDigest[]> {
  const waiting: RequestView[] = []
  for (let cursor: string | undefined; ;) {
    const page = await listRequests(SYSTEM, { state: 'pending' }, { limit: PAGE, cursor }, now)
    waiting.push(...page.items)
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  return composeWaiting(waiting, now)
}

/** The digests, from all requests that are pending. */
export function composeWaiting(pending: readonly RequestView[], now: Date): WaitingDigest[] {
  const old = pending.filter((request) => request.submittedAt !== null && now.getTime() - Date.parse(request.submittedAt) > OLD_DAYS * DAY)
    .toSorted((a, b) => (a.submittedAt ?? '').localeCompare(b.submittedAt ?? ''))
  const held = (personId: string): RequestView[] => old.filter((request) => request.steps.some((step) => step.holders.some((holder) => holder.id === personId)))
  const people = [...new Set(old.flatMap((request) => request.steps.flatMap((step) => step.holders.map((holder) => holder.id))))]
  return people.map((personId) => {
    const own = held(personId)
    const [only] = own
    return {
      personId, path: own.length === 1 && only !== undefined ? paths.request(only.id) : paths.requests({ view: 'waiting' }),
      subject: own.length === 1 ? 'A request waits for you' : `${own.length} requests wait for you`,
      text: ['Unanswered, each lapses on its day.', ...own.slice(0, MOST_LINES).flatMap((request) => ['', ...entry(request, now)]), ...(own.length > MOST_LINES ? ['', `And ${own.length - MOST_LINES} more.`] : [])].join('\n'),
    }
  })
}

function entry(request: RequestView, now: Date): string[] {
  const days = Math.floor((now.getTime() - Date.parse(request.submittedAt ?? now.toISOString())) / DAY)
  const targets = request.targets.map((target) => `${target.name} (${target.access})`)
  const what = targets.length > 3 ? `${targets.slice(0, 3).join(', ')} and ${targets.length - 3} more` : targets.join(', ')
  const lapses = request.kind === 'break_glass' || request.lapsesAt === null ? 'It was put in force without approval and waits for your word.' : `Lapses ${request.lapsesAt.slice(0, 16).replace('T', ' ')} UTC.`
  return [
    `  ${oneLine(what)} on ${oneLine(request.server)}, for ${oneLine(request.caller.agent)}`,
    `  Asked by ${oneLine(request.requester.name)} ${days} days ago, for “${oneLine(request.purpose, 200)}”. ${lapses}`,
    `  The request: ${paths.request(request.id)}`,
  ]
}
