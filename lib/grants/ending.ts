import { paths } from '@/lib/paths'

/** How many days ahead of a grant's end people are told. */
export const ENDING_DAYS = [1, 7, 14] as const
export type EndingDays = (typeof ENDING_DAYS)[number]

/** Why somebody is told of a grant's end. */
export const TELL_AS = ['requester', 'sponsor', 'owner'] as const
export type TellAs = (typeof TELL_AS)[number]

/** A grant that ends soon, in the words and numbers that a digest needs. */
export type EndingLine = {
  id: string
  server: string
  target: string
  access: 'read' | 'write' | 'admin'
  agent: string
  client: string
  human: string
  purpose: string
  /** Milliseconds. */
  until: number
  /** It has begun; only then it can be renewed. */
  begun: boolean
  /** Calls seen under it. */
  calls: { in30: number; in90: number }
  tell: readonly { personId: string; as: TellAs }[]
}

/** One person's digest; `told` says what it tells of, so that nothing is told twice. */
export type EndingDigest = { personId: string; subject: string; text: string; path: string; told: string[] }

const DAY = 86_400_000
/** A mail that nobody reads to its end helps nobody. */
const MOST_LINES = 50

/** The nearest mark that the end is within, of those to be told at; null = it is further off, or past. */
export function markOf(until: number, now: number): EndingDays | null {
  return until <= now ? null : ENDING_DAYS.find((days) => until - now <= days * DAY) ?? null
}

/** What is remembered of having told one person of one grant at one mark. */
export function toldKey(grantId: string, days: EndingDays, personId: string): string {
  return `ending:${grantId}:${days}:${personId}`
}

/** Everything that could be told now: a key for each grant, its mark and each of its people. */
export function toldKeys(lines: readonly EndingLine[], now: number): string[] {
  return lines.flatMap((line) => {
    const mark = markOf(line.until, now)
    return mark === null ? [] : peopleOf(line).map((personId) => toldKey(line.id, mark, personId))
  })
}

function peopleOf(line: EndingLine): string[] {
  return [...new Set(line.tell.map((one) => one.personId))]
}

/** One digest for each person, of what they have not been told; people with nothing new get none. */
export function endingDigests(lines: readonly EndingLine[], told: ReadonlySet<string>, now: number): EndingDigest[] {
  const people = [...new Set(lines.flatMap(peopleOf))]
  return people.flatMap((personId) => {
    const news = lines.flatMap((line) => {
      const mark = markOf(line.until, now)
      return mark !== null && line.tell.some((one) => one.personId === personId) && !told.has(toldKey(line.id, mark, personId)) ? [{ line, mark }] : []
    })
    return news.length === 0 ? [] : [digest(personId, news)]
  })
}

function digest(personId: string, news: readonly { line: EndingLine; mark: EndingDays }[]): EndingDigest {
  const groups = ENDING_DAYS.map((mark) => ({ mark, lines: news.filter((one) => one.mark === mark).map((one) => one.line).toSorted((a, b) => a.until - b.until || a.id.localeCompare(b.id)) })).filter((group) => group.lines.length > 0)
  const [first] = groups
  const soonest = first?.mark ?? 14
  const only = news.length === 1 ? news[0]?.line : undefined
  const text = [
    'Nothing needs to be done about a grant that is not needed any more: it ends by itself. One that is needed is renewed by a request of its own.',
    ...groups.flatMap(({ mark, lines }) => ['', `Within ${days(mark)}`, ...lines.slice(0, MOST_LINES).flatMap((line) => ['', ...entry(line, personId)]), ...(lines.length > MOST_LINES ? ['', `  And ${lines.length - MOST_LINES} more that end within ${days(mark)}.`] : [])]),
  ].join('\n')
  return {
    personId, text, path: only === undefined ? paths.grants() : paths.grant(only.id), told: news.map(({ line, mark }) => toldKey(line.id, mark, personId)),
    subject: `${news.length === 1 ? 'A grant ends' : `${news.length} grants end`} soon, ${news.length === 1 ? '' : 'the first '}within ${days(soonest)}`,
  }
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`
}

const WHY: Record<TellAs, string> = { requester: 'you asked for it', sponsor: 'you sponsor the agent', owner: 'you own the server' }

function entry(line: EndingLine, personId: string): string[] {
  const why = TELL_AS.filter((as) => line.tell.some((one) => one.personId === personId && one.as === as)).map((as) => WHY[as])
  const { in30, in90 } = line.calls
  const use = in90 === 0 ? 'No call was seen under it in the last 90 days.' : `Calls seen under it: ${in30.toLocaleString('en-US')} in the last 30 days, ${in90.toLocaleString('en-US')} in 90.`
  return [
    `  ${line.target} on ${line.server} (${line.access}), for ${who(line)}`,
    `  Ends ${new Date(line.until).toISOString().slice(0, 16).replace('T', ' ')} UTC. ${use}`,
    `  For “${line.purpose}”; ${why.join(', and ')}.`,
    ...(line.begun ? [`  Renew: ${paths.newRequest({ renew: line.id })}`] : []),
    `  The grant: ${paths.grant(line.id)}`,
  ]
}

function who({ agent, client, human }: EndingLine): string {
  const caller = `${agent === 'any' ? 'any agent' : agent} in ${client === 'any' ? 'any client' : client}`
  return human === 'any' ? `${caller}, for anybody` : human === 'none' ? `${caller}, for nobody` : `${caller}, for ${human}`
}
