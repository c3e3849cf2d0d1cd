import { describe, expect, it } from 'vitest'
import { facetRows, type FacetSpec } from './faceting'

type Row = { name: string; state: string; owner: string }
const rows: Row[] = [{ name: 'github', state: 'active', owner: 'a' }, { name: 'jira', state: 'active', owner: 'b' }, { name: 'vault', state: 'pilot', owner: 'a' }]
const specs: FacetSpec<Row>[] = [{ key: 'state', label: 'State', values: (row) => [row.state], fixed: ['pilot', 'active', 'retired'] }, { key: 'owner', label: 'Owner', values: (row) => [row.owner] }]
const ask = (query: Record<string, string>) => facetRows(rows, specs, query, (row) => [row.name])

describe('facets', () => {
  it('values of one facet are alternatives, facets narrow each other', () => {
    expect(ask({ state: 'active,pilot', owner: 'a' }).shown.map((row) => row.name)).toEqual(['github', 'vault'])
  })

  it('a facet counts with the other facets as they are, and keeps its zeros', () => {
    const { facets } = ask({ state: 'pilot' })
    expect(facets[0]?.options).toEqual([{ value: 'pilot', label: 'pilot', count: 1 }, { value: 'active', label: 'active', count: 2 }, { value: 'retired', label: 'retired', count: 0 }])
    expect(facets[1]?.options).toEqual([{ value: 'a', label: 'a', count: 1 }, { value: 'b', label: 'b', count: 0 }])
  })

  it('free text is looked for without regard to case, and a value that nothing has stays removable', () => {
    expect(ask({ q: ' VAU ' }).shown.map((row) => row.name)).toEqual(['vault'])
    expect(ask({ owner: 'nobody' }).facets[1]?.options).toContainEqual({ value: 'nobody', label: 'nobody', count: 0 })
  })
})
