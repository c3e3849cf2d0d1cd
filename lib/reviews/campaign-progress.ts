import { z } from 'zod'
import { RISKS } from './campaign-view'
import { counted } from './sentence'

const time = z.iso.datetime()
const person = z.object({ id: z.string(), name: z.string(), email: z.string() })
const count = { total: z.number().int(), decided: z.number().int() }

/** How a stage goes: what each day left, who is asked and has answered, where reviewers contradict each other, and what nobody can be asked about. */
export const progressAnswer = z.object({
  id: z.string(), stage: z.number().int(), iteration: z.number().int(), startedAt: time.nullable(), endsAt: time.nullable(),
  /** At the end of each UTC day of the stage, and now: items without all their answers; null where that day is still to come. `ideal`: of a steady pace. */
  days: z.array(z.object({ day: z.iso.date(), answered: z.number().int(), left: z.number().int().nullable(), ideal: z.number() })),
  /** By name. `medianSeconds`: of answers given one by one, where the browser counted; null = none. */
  reviewers: z.array(z.object({
    person, standIns: z.array(z.string()), asked: z.number().int(), answered: z.number().int(), signedOffAt: time.nullable(), medianSeconds: z.number().nullable(), lastAt: time.nullable(),
  })),
  risks: z.array(z.object({ risk: z.enum(RISKS), ...count })),
  /** By name; null: the items are not about a server. */
  servers: z.array(z.object({ server: z.string().nullable(), ...count })),
  conflicts: z.array(z.object({ id: z.string(), title: z.string(), server: z.string().nullable(), agent: z.string().nullable(), answers: z.array(z.object({ person: z.string(), answer: z.string() })) })),
  nobody: z.array(z.object({ id: z.string(), title: z.string(), server: z.string().nullable(), agent: z.string().nullable(), why: z.string() })),
})
export type CampaignProgress = z.output<typeof progressAnswer>

const DAY = 86_400_000

/** The UTC day of an instant. */
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/**
 * What is left at the end of each day from the stage's start to its deadline, or to now where that is later. `decided`: how many items
 * had all their answers on which day. The ideal falls in a straight line from all to none, over the time of the stage.
 */
export function burnDown(stage: { startsAt: number; endsAt: number; total: number }, decided: ReadonlyMap<string, number>, now: number): CampaignProgress['days'] {
  const { startsAt, endsAt, total } = stage
  const last = Math.max(endsAt, Math.min(now, endsAt + 14 * DAY))
  const days: CampaignProgress['days'] = []
  let left = total
  for (let at = Date.parse(dayOf(startsAt)); at <= last; at += DAY) {
    const day = dayOf(at)
    const answered = decided.get(day) ?? 0
    left -= answered
    const end = Math.min(Math.max(at + DAY, startsAt), endsAt)
    days.push({ day, answered, left: at > now ? null : left, ideal: endsAt <= startsAt ? 0 : Math.round((total * (endsAt - end)) / (endsAt - startsAt) * 10) / 10 })
  }
  return days
}

/** What the days come to, in a sentence: what is left, and whether that is more than a steady pace would leave; null before the first day. */
export function paceInWords(days: CampaignProgress['days'], total: number, running: boolean): string | null {
  const last = days.findLast((day) => day.left !== null)
  if (last === undefined || last.left === null) return null
  const { left, ideal } = last
  if (left === 0) return running ? 'Everything is answered.' : 'Everything was answered when it closed.'
  if (!running) return `When it closed, ${left.toLocaleString('en-US')} of ${counted(total, 'item')} still waited for an answer.`
  return `${counted(left, 'item')} left: ${left <= ideal ? 'ahead of' : 'behind'} a steady pace, which would leave ${Math.round(ideal).toLocaleString('en-US')} tonight.`
}
