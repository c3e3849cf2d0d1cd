import { ITEM_FLAGS, type ItemFlag, type Risk } from './frozen'
import type { BulkInput, BulkPlan } from './model'

export type BulkAnswer = BulkInput['answer']

/** An item among those that somebody chose, in order of position. `mine`: they may answer it now. */
export type BulkItem = { id: string; risk: Risk; flags: readonly ItemFlag[]; recommendation: string; mine: boolean; answered: boolean }

type LeftBy = BulkPlan['left'][number]['why']

/** What may be revoked in bulk though it is marked: none of these says that revoking could do harm. */
const HARMLESS_TO_REVOKE: readonly ItemFlag[] = ['never_used', 'new', 'imported', 'recommended_otherwise']
const MOST_IDS = 500
const ORDER: readonly LeftBy[] = [...ITEM_FLAGS, 'other_recommendation', 'not_yours', 'answered']

/** Why an item is not answered in bulk; null = it is. Recommendations are never mixed, and what must be looked at is looked at. */
export function leftOut(answer: BulkAnswer, item: BulkItem): LeftBy | null {
  if (!item.mine) return 'not_yours'
  if (item.answered) return 'answered'
  const stops = ITEM_FLAGS.find((flag) => item.flags.includes(flag) && !(answer === 'revoke' && HARMLESS_TO_REVOKE.includes(flag)))
  if (stops !== undefined) return stops
  return answer !== 'abstain' && item.recommendation !== answer ? 'other_recommendation' : null
}

/** What one answer to all of these does. `take`: the ids that one call answers, in order; the others wait for further calls. */
export function planBulk(answer: BulkAnswer, items: readonly BulkItem[], cap: number): { plan: Omit<BulkPlan, 'answered' | 'bulkId'>; take: string[] } {
  const byRisk: Record<Risk, number> = { low: 0, medium: 0, high: 0, critical: 0 }
  const left = new Map<LeftBy, string[]>()
  const answerable: string[] = []
  for (const item of items) {
    const why = leftOut(answer, item)
    if (why === null) {
      answerable.push(item.id)
      byRisk[item.risk] += 1
    } else {
      const ids = left.get(why) ?? []
      ids.push(item.id)
      left.set(why, ids)
    }
  }
  const plan = {
    chosen: items.length, answerable: answerable.length, byRisk, cap, batches: Math.ceil(answerable.length / cap),
    left: ORDER.flatMap((why) => { const ids = left.get(why); return ids === undefined ? [] : [{ why, count: ids.length, ids: ids.slice(0, MOST_IDS) }] }),
    sentence: sentenceOf(answer, answerable.length, left),
  }
  return { plan, take: answerable.slice(0, cap) }
}

const WORD: Record<BulkAnswer, string> = { keep: 'Keep', revoke: 'Revoke', abstain: 'Can’t tell for' }

/** "Keep 212; 9 need a look, 3 are not yours." */
function sentenceOf(answer: BulkAnswer, answerable: number, left: ReadonlyMap<LeftBy, readonly string[]>): string {
  const count = (which: (why: LeftBy) => boolean): number => [...left].reduce((sum, [why, ids]) => sum + (which(why) ? ids.length : 0), 0)
  const look = count((why) => why !== 'not_yours' && why !== 'answered')
  const foreign = count((why) => why === 'not_yours')
  const answered = count((why) => why === 'answered')
  const rest = [
    ...(look > 0 ? [`${look} ${look === 1 ? 'needs' : 'need'} a look`] : []), ...(foreign > 0 ? [`${foreign} ${foreign === 1 ? 'is' : 'are'} not yours`] : []),
    ...(answered > 0 ? [`${answered} ${answered === 1 ? 'is' : 'are'} answered already`] : []),
  ]
  const head = answerable === 0 ? `Nothing to ${answer === 'abstain' ? 'answer' : answer}` : `${WORD[answer]} ${answerable}`
  return rest.length === 0 ? `${head}.` : `${head}; ${rest.join(', ')}.`
}
