import { describe, expect, it } from 'vitest'
import { filterGrants, readGrantFilter } from './grant-list'
import type { GrantListRow } from './grants'

function row(id: string, more: Partial<GrantListRow> = {}): GrantListRow {
  return {
    id, server: 'github', agent: 'triage', agentKnown: 'spiffe://acme.test/triage', agentId: 'agt_1', client: 'Code', clientId: 'cli_1', human: 'dana@acme.test', humanId: 'per_1', kind: 'tool',
    target: 'create_issue', access: 'write', scope: [], validFrom: '2026-01-01', validUntil: null, state: 'active', origin: 'import', confirmed: true, purpose: 'For a test', calls: 1, lastUsed: '2026-11-01', agents: 1, humans: 1, weeks: [], ...more,
  }
}

const rows = [row('a'), row('b', { access: 'read', state: 'expired', lastUsed: null, calls: 0 }), row('c', { server: 'vault', agent: 'any', agentKnown: 'any', agentId: null, lastUsed: '2026-11-02', scope: ['repo:x/*'] })]
const NOW = new Date('2026-11-21T12:00:00.000Z')
const ids = (query: Record<string, string>): string[] => filterGrants(rows, readGrantFilter(query, NOW)).shown.map((found) => found.id)

describe('the list of grants by its address', () => {
  it('shows all, the last used first and the never used last', () => {
    expect(ids({})).toEqual(['c', 'a', 'b'])
    expect(ids({ sort: 'lastUsed' })).toEqual(['a', 'c', 'b'])
    expect(ids({ sort: 'access' })).toEqual(['b', 'a', 'c'])
  })

  it('takes several values of one facet as alternatives and several facets together', () => {
    expect(ids({ state: 'active,expired' })).toEqual(['c', 'a', 'b'])
    expect(ids({ state: 'active', server: 'github' })).toEqual(['a'])
    expect(ids({ agent: 'spiffe://acme.test/triage' })).toEqual(['a', 'b'])
  })

  it('is narrowed to what ends before a day, that day excluded and open-ended grants left out', () => {
    const ending = [row('a', { validUntil: '2026-12-04T23:59:59.999Z' }), row('b', { validUntil: '2026-12-05T00:00:00.000Z' }), row('c')]
    expect(filterGrants(ending, readGrantFilter({ endsBefore: '2026-12-05' }, NOW)).shown.map((found) => found.id)).toEqual(['a'])
  })

  it('is narrowed to what ends soon, counted apart from what ends later, never, or is over', () => {
    const ending = [row('a', { validUntil: '2026-12-05T11:59:59.999Z' }), row('b', { validUntil: '2026-12-05T12:00:00.000Z' }), row('c'), row('d', { validUntil: '2026-11-20T00:00:00.000Z', state: 'expired' })]
    const { shown, facets } = filterGrants(ending, readGrantFilter({ ends: 'soon' }, NOW))
    expect(shown.map((found) => found.id)).toEqual(['a'])
    expect(facets.find((facet) => facet.key === 'ends')?.options.map((option) => [option.label, option.count])).toEqual([['within 14 days', 1], ['later', 1], ['without an end', 1], ['over', 1]])
  })

  it('is narrowed to what was imported and stands unconfirmed, to what nobody used, and by purpose', () => {
    const mixed = [row('a', { confirmed: false }), row('b', { confirmed: false, state: 'revoked' }), row('c', { calls: 0 }), row('d', { purpose: 'Tidying of labels', calls: null })]
    const found = (query: Record<string, string>): string[] => filterGrants(mixed, readGrantFilter(query, NOW)).shown.map((one) => one.id)
    expect(found({ unconfirmed: '1' })).toEqual(['a'])
    expect(found({ use: 'unused' })).toEqual(['c'])
    expect(found({ q: 'labels' })).toEqual(['d'])
  })

  it('is narrowed by what a link brings along and by text', () => {
    expect(ids({ human: 'per_1' })).toEqual(['c', 'a', 'b'])
    expect(ids({ human: 'erin@acme.test' })).toEqual([])
    expect(ids({ q: 'REPO:X' })).toEqual(['c'])
  })

  it('counts each facet as if it were not chosen itself, and keeps zeros', () => {
    const { facets } = filterGrants(rows, readGrantFilter({ access: 'read' }, NOW))
    const counts = (key: string): [string, number][] => (facets.find((facet) => facet.key === key)?.options ?? []).map((option) => [option.value, option.count])
    expect(counts('access')).toEqual([['read', 1], ['write', 2], ['admin', 0]])
    expect(counts('state')).toEqual([['active', 0], ['suspended', 0], ['scheduled', 0], ['expired', 1], ['revoked', 0]])
    expect(counts('server')).toEqual([['github', 1], ['vault', 0]])
  })

  it('passes over what it does not know', () => {
    expect(ids({ sort: 'odd', cursor: '-5', surprise: 'x' })).toEqual(['a', 'b', 'c'])
  })
})
