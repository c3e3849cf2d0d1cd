import { type Colleague, peopleOf } from './company'
import type { Duty } from './duty'
import type { Rng } from './prng'
import { OFFICES } from './teams'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** Weight of each hour: of the office's own clock for people, of UTC for what runs without them. */
const HOURS: Record<Duty['hours'], readonly number[]> = {
  office: [0, 0, 0, 0, 0, 0, 1, 8, 30, 40, 38, 30, 16, 32, 40, 38, 32, 22, 10, 5, 3, 2, 1, 0],
  round: [9, 8, 8, 8, 9, 10, 12, 14, 16, 16, 15, 14, 14, 16, 16, 16, 14, 13, 12, 12, 11, 10, 10, 9],
  night: [4, 30, 40, 36, 10, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2],
}
const WEEKEND: Record<Duty['hours'], number> = { office: 0.06, round: 0.7, night: 1 }
const SUMS = { office: sum(HOURS.office), round: sum(HOURS.round), night: sum(HOURS.night) }

function sum(weights: readonly number[]): number {
  return weights.reduce((total, weight) => total + weight, 0)
}

/** How much of a working day's calls a day has: weekends are quiet, and the company grows over the 90 days. */
export function weightOf(duty: Duty, day: number, loadedAt: number): number {
  const ago = (loadedAt - day) / DAY
  if (ago > duty.since) return 0
  const weekday = new Date(day).getUTCDay()
  const grown = 1.12 - 0.45 * Math.min(1, ago / 90)
  const settled = duty.since > 100 ? 1 : Math.min(1, 0.25 + (duty.since - ago) / 12)
  return (weekday === 0 || weekday === 6 ? WEEKEND[duty.hours] : 1) * grown * settled
}

/** Who is at work on a day for a duty; null when it needs nobody, undefined when nobody is there. */
export function someoneAtWork(random: Rng, duty: Duty, day: number): Colleague | null | undefined {
  if (duty.human === 'none') return null
  const date = new Date(day).toISOString().slice(5, 10)
  const people = peopleOf(duty.human)
  for (let tries = 0; tries < 3; tries += 1) {
    const person = random.pick(people)
    const closed: readonly string[] = OFFICES[person.office].closed
    if (duty.hours === 'round' || !closed.includes(date)) return person
  }
  return undefined
}

/** A moment of the day that suits the person, whose clock is another than UTC's. */
export function momentOf(random: Rng, duty: Duty, person: Colleague | null, day: number): number {
  let rest = random.next() * SUMS[duty.hours]
  let hour = HOURS[duty.hours].findIndex((weight) => (rest -= weight) < 0)
  if (hour < 0) hour = 12
  const shift = duty.hours === 'office' && person !== null ? OFFICES[person.office].hours : 0
  return day + (((hour - shift) % 24) + 24) % 24 * HOUR + random.below(HOUR)
}

/** When something broke that day and everybody on call looked: a few hours from then. Most days nothing does. */
export function outageOf(random: Rng, day: number): number | null {
  return random.chance(0.11) ? day + random.below(21 * HOUR) : null
}
