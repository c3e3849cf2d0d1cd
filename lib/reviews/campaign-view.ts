import type { Risk } from './frozen'
import type { CampaignView, Count } from './model'
import type { ItemState } from './machine'
import { groupOf, type RemediationGroup } from './remediation-groups'

export const RISKS = ['critical', 'high', 'medium', 'low'] as const satisfies readonly Risk[]

/** Items of one campaign that are alike in all that is counted. */
export type CountedItems = {
  count: number
  risk: Risk
  state: ItemState
  /** Asked in the campaign's stage and iteration, or was when it ended. */
  inStage: boolean
  conflict: boolean
  synthetic: boolean
  outcome: string | null
  outcomeBy: string | null
  remediation: string
  confirmation: string | null
  /** Something has changed since it was frozen, and nobody has said what it means. */
  question: boolean
  suspended: boolean
  /** The last instant until which one of them is watched, in milliseconds. */
  watchUntil: number | null
}

/** Items of a running stage that somebody is asked about, and those that everybody asked has answered. */
export type AnsweredItems = { risk: Risk; asked: number; answered: number }

export type CampaignCounts = CampaignView['counts']

/** No items yet. */
export function noRisks(): Record<Risk, Count> {
  return { low: { total: 0, decided: 0 }, medium: { total: 0, decided: 0 }, high: { total: 0, decided: 0 }, critical: { total: 0, decided: 0 } }
}

/**
 * What is counted of a campaign. While it runs (`answered` is given), rows that do not exist are counted with the others, since a number
 * that differed would tell them apart; afterwards they are left out, as of everything.
 */
export function countsOf(groups: readonly CountedItems[], answered: readonly AnsweredItems[] | null): CampaignCounts {
  const counted = groups.filter((group) => answered !== null || !group.synthetic)
  const inStage = counted.filter((group) => group.inStage)
  const byRisk = noRisks()
  for (const risk of RISKS) byRisk[risk] = countOf(inStage.filter((group) => group.risk === risk), answered?.find((one) => one.risk === risk)?.answered ?? null, answered !== null)
  const outcomes = counted.filter((group) => group.outcome !== null && !group.synthetic)
  const asked = answered?.reduce((all, one) => all + one.asked, 0)
  return {
    items: sum(counted), stage: { total: sum(inStage), decided: RISKS.reduce((all, risk) => all + byRisk[risk].decided, 0) }, byRisk,
    outcomes: tally(outcomes, (group) => group.outcome), remediation: tally(outcomes, (group) => group.remediation), confirmation: tally(outcomes, (group) => group.confirmation),
    conflicts: sum(counted.filter((group) => group.conflict)),
    nobody: asked === undefined ? sum(outcomes.filter((group) => group.outcomeBy === 'nobody')) : Math.max(0, sum(inStage.filter((group) => group.state === 'pending')) - asked),
  }
}

/** How many items stand in which part of the remediation: of what was decided, and not kept. */
export function remediationOf(groups: readonly CountedItems[]): Partial<Record<RemediationGroup, number>> {
  const ended = groups.filter((group) => !group.synthetic && group.outcome !== null && group.outcome !== 'keep')
  return tally(ended, ({ state, remediation, confirmation, question, suspended }) => groupOf({ state, remediation, confirmation, question: question ? true : null, suspendedAt: suspended ? new Date(0) : null }))
}

/** Until when the last of them is watched; null = nothing is. */
export function watchedUntil(groups: readonly CountedItems[]): number | null {
  const ends = groups.flatMap((group) => (group.state === 'remediated' && group.watchUntil !== null ? [group.watchUntil] : []))
  return ends.length === 0 ? null : Math.max(...ends)
}

function countOf(groups: readonly CountedItems[], answered: number | null, running: boolean): Count {
  return { total: sum(groups), decided: running ? answered ?? 0 : sum(groups.filter((group) => group.outcomeBy === 'answers')) }
}

function sum(groups: readonly CountedItems[]): number {
  return groups.reduce((all, group) => all + group.count, 0)
}

function tally(groups: readonly CountedItems[], key: (group: CountedItems) => string | null): Record<string, number> {
  const found: Record<string, number> = {}
  for (const group of groups) {
    const name = key(group)
    if (name !== null) found[name] = (found[name] ?? 0) + group.count
  }
  return found
}
