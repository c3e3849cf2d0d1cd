import { expect, test } from 'vitest'
import { filterOptions, firstView, groupsOf, inView, type ItemFact, readDecidingQuery, viewCounts } from './review-deciding-filter'

const fact = (id: string, change: Partial<ItemFact> = {}): ItemFact => ({ id, risk: 'low', flags: [], recommendation: 'keep', change: 'unchanged', server: 'github', agent: 'triage', ...change })

test('what makes no sense in an address is left out, and the rest still narrows', () => {
  expect(readDecidingQuery({ view: 'everything', group: 'colour', risk: 'awful', server: 'github', q: ' pay ', item: 'itm_1', reviewer: 'all' }))
    .toEqual({ view: null, reviewer: 'all', group: 'flat', narrow: { server: 'github', q: 'pay' }, item: 'itm_1' })
})

test('what needs a look and what is recommended to keep are apart, and together all there is', () => {
  const facts = [fact('a', { flags: ['high_risk'] }), fact('b'), fact('c', { flags: ['recommended_otherwise'], recommendation: 'revoke', change: 'new' })]
  const sets = { decided: new Set(['b', 'gone']), undecided: new Set(['a', 'c']), conflict: new Set(['a']) }
  const counts = viewCounts(facts, sets)
  expect(counts).toEqual({ need_look: 2, recommended_keep: 1, changed: 1, undecided: 2, decided: 1, conflict: 1, all: 3 })
  expect(firstView(counts)).toBe('need_look')
  expect(filterOptions(facts, inView('recommended_keep', sets)).recommendation).toEqual([{ value: 'keep', count: 1 }, { value: 'revoke', count: 0 }])
  expect(filterOptions(facts, inView('undecided', sets)).risk).toEqual([{ value: 'low', count: 2 }])
  expect(firstView({ ...counts, need_look: 0 })).toBe('all')
})

test('groups keep the order by risk, the one with the gravest item first', () => {
  const facts = [fact('a', { server: 'wiki' }), fact('b'), fact('c', { server: 'wiki', agent: null })]
  const byId = new Map(facts.map((one) => [one.id, one]))
  expect(groupsOf(['a', 'b', 'c'], byId, 'server')).toEqual([{ label: 'wiki', ids: ['a', 'c'] }, { label: 'github', ids: ['b'] }])
  expect(groupsOf(['a', 'b', 'c'], byId, 'agent').map((group) => group.label)).toEqual(['triage', 'Any agent'])
  expect(filterOptions(facts).server).toEqual([{ value: 'github', count: 1 }, { value: 'wiki', count: 2 }])
})
