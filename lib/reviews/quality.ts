import { side } from './outcome'
import type { Answer } from './outcome'

/** An answer as far as the looking behind it is judged; times in milliseconds. Those taken back or replaced are among them. */
export type QualityAnswer = {
  itemId: string; stage: number; iteration: number; personId: string; answer: Answer; at: number
  /** In focus before the answer; null = given over the interface, or in bulk. */
  seconds: number | null
  opened: boolean; bulkId: string | null; overrode: boolean; reason: boolean; superseded: boolean
}
export type QualityItem = { id: string; flagged: boolean; synthetic: boolean }
/** `passedOver`: somebody before this person in line could not be asked. */
export type QualityTask = { itemId: string; stage: number; iteration: number; personId: string; ended: boolean; passedOver: boolean }
export type QualityInput = {
  items: readonly QualityItem[]; answers: readonly QualityAnswer[]; tasks: readonly QualityTask[]
  /** Canaries are told of to nobody before the last stage has closed. */
  lastStageClosed: boolean
}

/** What was seen of one reviewer's looking, or of all. Every count stands with the one it is a part of. */
export type Figures = {
  /** Items asked about, in open tasks, and answers that stand. */
  asked: number
  answers: number
  keeps: number
  /** Kept with an earlier end, or narrowed. */
  restricted: number
  revocations: number
  abstentions: number
  /** One at a time, with the seconds that the browser counted. */
  timed: number
  medianSeconds: number | null
  p10Seconds: number | null
  underTwo: number
  timedKeeps: number
  /** Of the timed keeps: under two seconds, and the evidence not opened. */
  blindKeeps: number
  /** Most answers, one at a time, within any 60 seconds. */
  peakPerMinute: number
  bulkAnswers: number
  /** Answers in each batch, the largest first. */
  batches: number[]
  /** Of the answers given one at a time: with the evidence opened before. */
  single: number
  opened: number
  flagged: number
  flaggedOpened: number
  overrode: number
  reasons: number
  /** Taken back or replaced while the stage was open. */
  changed: number
  /** Items on which another reviewer of the stage said the contrary. */
  conflicts: number
  /** Null until the last stage has closed, and where there are none. */
  canaries: { asked: number; caught: number; missed: number } | null
}

export type Quality = {
  all: Figures
  byPerson: { personId: string; figures: Figures }[]
  /** Items for which somebody before in line could not be asked, so that the next was. */
  passedOver: number
  /** Answers by the seconds they took, of all and of keeps: bounds are [from, to). */
  seconds: { from: number; to: number | null; keeps: number; others: number }[]
}

/** Under this many seconds, nobody has read three lines. */
export const FAST_SECONDS = 2
const MINUTE = 60_000
const BOUNDS = [0, 1, 2, 3, 5, 8, 13, 20, 30, 60, 120, 300]

/** The figures of review quality, from what was recorded. Nothing of it says that somebody reviewed well or badly. */
export function reviewQuality(input: QualityInput): Quality {
  const contradicted = contradictions(input.answers)
  const people = [...new Set([...input.tasks.filter((task) => !task.ended), ...input.answers].map((one) => one.personId))].sort()
  const figures = (personId: string | null) => figuresOf(input, personId, contradicted)
  return {
    all: figures(null),
    byPerson: people.map((personId) => ({ personId, figures: figures(personId) })),
    passedOver: new Set(input.tasks.filter((task) => task.passedOver).map((task) => task.itemId)).size,
    seconds: histogram(input.answers.filter(isTimed)),
  }
}

type Timed = QualityAnswer & { seconds: number }

function isTimed(answer: QualityAnswer): answer is Timed {
  return answer.seconds !== null && answer.bulkId === null && !answer.superseded
}

function figuresOf({ items, answers, tasks, lastStageClosed }: QualityInput, personId: string | null, contradicted: ReadonlySet<string>): Figures {
  const mine = <T extends { personId: string }>(list: readonly T[]) => (personId === null ? list : list.filter((one) => one.personId === personId))
  const given = mine(answers)
  const standing = given.filter((one) => !one.superseded)
  const itemOf = new Map(items.map((item) => [item.id, item]))
  const timed = standing.filter(isTimed)
  const timedKeeps = timed.filter((one) => one.answer === 'keep')
  const single = standing.filter((one) => one.bulkId === null)
  const flagged = single.filter((one) => itemOf.get(one.itemId)?.flagged === true)
  const seconds = timed.map((one) => one.seconds).sort((a, b) => a - b)
  const count = (test: (one: QualityAnswer) => boolean) => standing.filter(test).length
  return {
    asked: new Set(mine(tasks).filter((task) => !task.ended).map((task) => `${task.itemId} ${task.stage}`)).size,
    answers: standing.length,
    keeps: count((one) => one.answer === 'keep'), restricted: count((one) => one.answer === 'shorten' || one.answer === 'narrow'),
    revocations: count((one) => one.answer === 'revoke'), abstentions: count((one) => one.answer === 'abstain'),
    timed: timed.length, medianSeconds: quantile(seconds, 0.5), p10Seconds: quantile(seconds, 0.1), underTwo: timed.filter((one) => one.seconds < FAST_SECONDS).length,
    timedKeeps: timedKeeps.length, blindKeeps: timedKeeps.filter((one) => one.seconds < FAST_SECONDS && !one.opened).length,
    peakPerMinute: personId === null ? Math.max(0, ...[...new Set(given.map((one) => one.personId))].map((id) => peak(given.filter((one) => one.personId === id)))) : peak(given),
    bulkAnswers: standing.length - single.length, batches: batchesOf(standing),
    single: single.length, opened: single.filter((one) => one.opened).length, flagged: flagged.length, flaggedOpened: flagged.filter((one) => one.opened).length,
    overrode: count((one) => one.overrode), reasons: count((one) => one.reason), changed: given.length - standing.length,
    conflicts: new Set(standing.map(placeOf).filter((place) => contradicted.has(place))).size,
    canaries: lastStageClosed ? canariesOf(standing, mine(tasks), itemOf) : null,
  }
}

function placeOf(answer: { itemId: string; stage: number; iteration: number }): string {
  return `${answer.itemId} ${answer.stage} ${answer.iteration}`
}

/** Item, stage and iteration where one standing answer accepts and another denies. */
function contradictions(answers: readonly QualityAnswer[]): Set<string> {
  const sides = new Map<string, Set<string>>()
  for (const answer of answers) {
    const said = side(answer.answer)
    if (answer.superseded || said === null) continue
    sides.set(placeOf(answer), (sides.get(placeOf(answer)) ?? new Set()).add(said))
  }
  return new Set([...sides].filter(([, said]) => said.size > 1).map(([place]) => place))
}

/** The smallest value that at least this share of the values does not exceed; null of none. Values are in order. */
export function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
}

/** Most answers of one person within any 60 seconds, bulk apart; an answer changed afterwards was given too. */
function peak(given: readonly QualityAnswer[]): number {
  const times = given.filter((one) => one.bulkId === null).map((one) => one.at).sort((a, b) => a - b)
  let most = 0
  let first = 0
  times.forEach((at, place) => {
    while (at - (times[first] ?? at) >= MINUTE) first += 1
    most = Math.max(most, place - first + 1)
  })
  return most
}

function batchesOf(standing: readonly QualityAnswer[]): number[] {
  const sizes = new Map<string, number>()
  for (const one of standing) if (one.bulkId !== null) sizes.set(one.bulkId, (sizes.get(one.bulkId) ?? 0) + 1)
  return [...sizes.values()].sort((a, b) => b - a)
}

/** Caught = revoked; missed = kept in whatever form. Abstaining and silence are neither. */
function canariesOf(standing: readonly QualityAnswer[], tasks: readonly QualityTask[], items: ReadonlyMap<string, QualityItem>): Figures['canaries'] {
  const isCanary = (id: string) => items.get(id)?.synthetic === true
  const answered = standing.filter((one) => isCanary(one.itemId))
  const asked = new Set([...tasks.filter((task) => !task.ended && isCanary(task.itemId)), ...answered].map((one) => `${one.itemId} ${one.personId}`)).size
  if (asked === 0) return null
  return { asked, caught: answered.filter((one) => side(one.answer) === 'deny').length, missed: answered.filter((one) => side(one.answer) === 'accept').length }
}

function histogram(timed: readonly Timed[]): Quality['seconds'] {
  return BOUNDS.map((from, place) => {
    const to = BOUNDS[place + 1] ?? null
    const inside = timed.filter((one) => one.seconds >= from && (to === null || one.seconds < to))
    const keeps = inside.filter((one) => one.answer === 'keep').length
    return { from, to, keeps, others: inside.length - keeps }
  })
}
