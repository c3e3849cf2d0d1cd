import type { PersonFact } from './conflict'
import type { CampaignContent, ReviewKind } from './content'
import { stageName } from './content-faults'
import type { Preflight } from './model'
import type { Found } from './reviewer'
import type { ReviewSubject } from './scope'

/** Who is asked about what in one stage. */
export type Fall = readonly Found[]

export type PreflightFacts = {
  kind: ReviewKind
  content: CampaignContent
  subjects: readonly ReviewSubject[]
  /** What contradicts itself or is known to nobody, in sentences. */
  faults: readonly string[]
  stages: readonly Fall[]
  people: ReadonlyMap<string, PersonFact>
  /** Grants that end by themselves before the first deadline. */
  endBefore: number
  warnings: readonly string[]
}

/** So many items without anybody are told one by one. */
const MOST_NOBODY = 50
/** More than a person looks at in an afternoon: at ten seconds each, an hour and a half. */
const MANY = 500

/** What a campaign would hold, who would get how much of it, what stands in its way, and what ought to be known before. */
export function preflightOf(facts: PreflightFacts): Preflight {
  const { subjects, stages, people, content } = facts
  const first = stages[0] ?? []
  const alone = first.filter((one) => one.asked.length === 0)
  const byReviewer = reviewersOf(first, people)
  const byKey = new Map(subjects.map((one) => [one.id, one]))
  return {
    items: subjects.length, servers: distinct(subjects, (one) => one.serverId), agents: distinct(subjects, (one) => one.agentId), people: new Set(stages.flatMap((stage) => stage.flatMap((one) => one.asked.map(({ personId }) => personId)))).size,
    byRisk: null, byReviewer,
    nobody: { count: alone.length, first: alone.slice(0, MOST_NOBODY).map(({ key, nobody }) => ({ title: byKey.get(key)?.target ?? key, server: byKey.get(key)?.server ?? '', why: nobody ?? '' })) },
    obstacles: obstaclesOf(facts, alone.length),
    warnings: [
      ...facts.warnings, ...laterStages(stages, content),
      ...(facts.endBefore === 0 ? [] : [`${count(facts.endBefore, 'grant ends', 'grants end')} before the first deadline, whatever is decided.`]),
      ...byReviewer.filter((one) => one.items > MANY).map((one) => `${one.person.name} would have ${one.items} items in ${count(content.stages[0]?.days ?? 0, 'day', 'days')}.`),
    ],
  }
}

function obstaclesOf({ kind, subjects, faults }: PreflightFacts, alone: number): string[] {
  if (faults.length > 0) return [...faults]
  if (subjects.length === 0) return [`Nothing fits: no ${kind === 'grants' ? 'grant that is not over' : 'server in service and no active agent'} is in this scope.`]
  return alone === subjects.length ? ['Nobody may be asked about any of it. Name other reviewers, or a fallback.'] : []
}

function laterStages(stages: readonly Fall[], content: CampaignContent): string[] {
  return stages.flatMap((stage, index) => {
    const alone = index === 0 ? 0 : stage.filter((one) => one.asked.length === 0).length
    return alone === 0 ? [] : [`${stageName(index, content)} would have nobody left for ${count(alone, 'item', 'items')}: nobody answers the same one in two stages.`]
  })
}

/** Each with the standing in which they are asked most; those with the most items first. */
function reviewersOf(stage: Fall, people: ReadonlyMap<string, PersonFact>): Preflight['byReviewer'] {
  const tally = new Map<string, Map<string, number>>()
  for (const { asked } of stage) {
    for (const { personId, standing } of asked) {
      const own = tally.get(personId) ?? new Map<string, number>()
      own.set(standing, (own.get(standing) ?? 0) + 1)
      tally.set(personId, own)
    }
  }
  return [...tally].map(([id, own]) => {
    const [most] = [...own].toSorted((a, b) => b[1] - a[1])
    const person = people.get(id)
    return { person: { id, name: person?.name ?? id, email: person?.email ?? '' }, items: [...own.values()].reduce((sum, one) => sum + one, 0), standing: most?.[0] ?? '' }
  }).toSorted((a, b) => b.items - a.items || (a.person.name < b.person.name ? -1 : 1))
}

function distinct(subjects: readonly ReviewSubject[], of: (one: ReviewSubject) => string | null): number {
  return new Set(subjects.flatMap((one) => of(one) ?? [])).size
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}
