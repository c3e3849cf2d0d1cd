import { describe, expect, it } from 'vitest'
import { filterGrants, readGrantFilter } from './grant-list'
import type { GrantListRow } from './grants'

function row(id: string, more: Partial<GrantListRow> = {}): GrantListRow {
  return {
    id, server: 'github', agent: 'triage', agentKnown: 'spiffe://acme.test/triage', agentId: 'agt_1', client: 'Code', clientId: 'cli_1', human: 'dana@acme.test', humanId: 'per_1', kind: 'tool',
    target: 'create_issue', access: 'write', scope: [], validFrom: '2026-01-01', validUntil: null, state: 'active', origin: 'import', calls: 1, lastUsed: '2026-11-01', ...more,
  }
}

const rows = [row('a'), row('b', { access: 'read', state: 'expired', lastUsed: null, calls: 0 }), row('c', { server: 'vault', agent: 'any', agentKnown: 'any', agentId: null, lastUsed: '2026-11-02', scope: ['repo:x/*'] })]
const ids = (query: Record<string, string>): string[] => filterGrants(rows, readGrantFilter(query)).shown.map((found) => found.id)

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
    expect(filterGrants(ending, readGrantFilter({ endsBefore: '2026-12-05' })).shown.map((found) => found.id)).toEqual(['a'])
  })

  it('is narrowed by what a link brings along and by text', () => {
    expect(ids({ human: 'per_1' })).toEqual(['c', 'a', 'b'])
    expect(ids({ human: 'erin@acme.test' })).toEqual([])
    expect(ids({ q: 'REPO:X' })).toEqual(['c'])
  })

  it('counts each facet as if it were not chosen itself, and keeps zeros', () => {
    const { facets } = filterGrants(rows, readGrantFilter({ access: 'read' }))
    const counts = (key: string): [string, number][] => (facets.find((facet) => facet.key === key)?.options ?? []).map((option) => [option.value, option.count])
    expect(counts('access')).toEqual([['read', 1], ['write', 2], ['admin', 0]])
    expect(counts('state')).toEqual([['active', 0], ['suspended', 0], ['scheduled', 0], ['expired', 1], ['revoked', 0]])
    expect(counts('server')).toEqual([['github', 1], ['vault', 0]])
  })

  it('passes over what it does not know', () => {
    expect(ids({ sort: 'odd', cursor: '-5', surprise: 'x' })).toEqual(['a', 'b', 'c'])
  })
})
