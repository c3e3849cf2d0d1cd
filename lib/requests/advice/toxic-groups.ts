import type { AdviceFacts } from './facts'
import { type Side, type ToxicHit, toxicHits } from './toxic'
import type { About, Warning } from './warnings'
import { count, toolWords } from './words'

/** Sides beyond these are counted in the sentence and not linked. */
const LINKED = 12

/**
 * The toxic combinations as warnings. An agent that holds much would meet the same rule as often: what differs only in the target that
 * is asked for, or in the grant that it holds, is one warning, which names the first and counts and links the others.
 */
export function toxicGroups(facts: AdviceFacts): Warning[] {
  const groups = Map.groupBy(toxicHits(facts), ({ id, severity, first, second }) => JSON.stringify([id, severity, first.by.kind, second?.by.kind, first.server === second?.server]))
  return [...groups.values()].flatMap((hits): Warning[] => {
    const [one] = hits
    return one === undefined ? [] : [{ id: one.id, severity: one.severity, text: `${one.sentence}${sameWith(one, hits)}`, about: aboutAll(hits) }]
  })
}

const sidesOf = (hits: readonly ToxicHit[]): Side[] => hits.flatMap(({ first, second }) => (second === null ? [first] : [first, second]))

const distinctOf = (sides: readonly Side[], kind: Side['by']['kind']): Side[] => [...new Map(sides.filter(({ by }) => by.kind === kind).map((side) => [JSON.stringify(side.by), side])).values()]

/** " The same for read_file, and with 8 other grants that it holds, on jira and slack." */
function sameWith(one: ToxicHit, hits: readonly ToxicHit[]): string {
  const named = new Set(sidesOf([one]).map(({ by }) => JSON.stringify(by)))
  const others = sidesOf(hits).filter(({ by, hidden }) => hidden || !named.has(JSON.stringify(by)))
  const targets = distinctOf(others, 'target')
  const grants = distinctOf(others.filter(({ hidden }) => !hidden), 'grant')
  // Of what may not be seen only the number of pairs is known.
  const unseen = Math.max(0, hits.filter(({ first, second }) => first.hidden || second?.hidden === true).length - sidesOf([one]).filter(({ hidden }) => hidden).length)
  const servers = [...new Set(grants.map(({ server }) => server))]
  const parts = [
    ...(targets.length === 0 ? [] : [`for ${toolWords(targets.map(({ target }) => ({ name: target })))}`]),
    ...(grants.length === 0 ? [] : [`with ${count(grants.length, 'other grant')} that it holds, on ${toolWords(servers.map((name) => ({ name })))}`]),
    ...(unseen === 0 ? [] : ['with others that you may not see']),
  ]
  return parts.length === 0 ? '' : ` The same ${parts.join(', and ')}.`
}

function aboutAll(hits: readonly ToxicHit[]): About[] {
  const seen = sidesOf(hits).filter(({ hidden }) => !hidden)
  return [...distinctOf(seen, 'target'), ...distinctOf(seen, 'grant')].slice(0, LINKED).map(({ by }) => by)
}
