import type { Risk } from './frozen'
import type { CampaignView, Count } from './model'
import type { ItemState } from './machine'

export const RISKS = ['critical', 'high', 'medium', 'low'] as const satisfies readonly Risk[]

/** Items of one campaign that are alike in all that is counted. */
export type CountedItems = {
  count: number
  risk: Risk
  state: ItemState
  /** Asked in the campaign's stage and iteration, or was when it ended. */
  inStage: boolean
  /** Somebody is asked about it in this stage. */
  asked: boolean
  /** Everybody who is asked has answered; false where nobody is. */
  answered: boolean
  conflict: boolean
  synthetic: boolean
  outcome: string | null
  outcomeBy: string | null
  remediation: string
  confirmation: string | null
  /** The last instant until which one of them is watched, in milliseconds. */
  watchUntil: number | null
}

export type CampaignCounts = CampaignView['counts']

/** No items yet. */
export function noRisks(): Record<Risk, Count> {
  return { low: { total: 0, decided: 0 }, medium: { total: 0, decided: 0 }, high: { total: 0, decided: 0 }, critical: { total: 0, decided: 0 } }
}

/**
 * What is counted of a campaign. While it runs, rows that do not exist are counted with the others, since a number that differed would
 * tell them apart; afterwards they are left out, as of everything.
 */
export function countsOf(groups: readonly CountedItems[], running: boolean): CampaignCounts {
  const counted = groups.filter((group) => running || !group.synthetic)
  const inStage = counted.filter((group) => group.inStage)
  const byRisk = noRisks()
  for (const risk of RISKS) byRisk[risk] = countOf(inStage.filter((group) => group.risk === risk))
  const decided = counted.filter((group) => group.outcome !== null && !group.synthetic)
  return {
    items: sum(counted), stage: countOf(inStage), byRisk,
    outcomes: tally(decided, (group) => group.outcome), remediation: tally(decided, (group) => group.remediation), confirmation: tally(decided, (group) => group.confirmation),
    conflicts: sum(counted.filter((group) => group.conflict)),
    nobody: sum(running ? inStage.filter((group) => group.state === 'pending' && !group.asked) : decided.filter((group) => group.outcomeBy === 'nobody')),
  }
}

/** Until when the last of them is watched; null = nothing is. */
export function watchedUntil(groups: readonly CountedItems[]): number | null {
  const ends = groups.flatMap((group) => (group.state === 'remediated' && group.watchUntil !== null ? [group.watchUntil] : []))
  return ends.length === 0 ? null : Math.max(...ends)
}

function countOf(groups: readonly CountedItems[]): Count {
  return { total: sum(groups), decided: sum(groups.filter((group) => group.answered)) }
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
