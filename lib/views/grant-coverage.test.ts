import { describe, expect, it } from 'vitest'
import { coverageOf, type CoverageInput, type CoverageTool } from './grant-coverage'

function tool(name: string, more: Partial<CoverageTool> = {}): CoverageTool {
  return { name, accessClass: 'write', unclassified: false, destructive: false, removed: false, version: 1, ...more }
}

function ask(more: Partial<CoverageInput> = {}): ReturnType<typeof coverageOf> {
  return coverageOf({
    grant: { kind: 'tool', target: '*_issue', access: 'write', state: 'active' }, days: 90, bound: new Map([['close_issue', 1]]), held: new Set(),
    tools: [tool('create_issue', { version: 2 }), tool('close_issue', { version: 3 }), tool('delete_issue', { accessClass: 'admin', destructive: true }), tool('list_pages'), tool('old_issue', { removed: true })],
    use: [{ target: 'create_issue', calls: 7, lastAt: '2026-11-20T00:00:00.000Z' }], ...more,
  })
}

describe('what a glob admits today', () => {
  it('is counted against what of it was used', () => {
    const coverage = ask()
    expect(coverage.sentence).toBe('This glob admits 3 tools today; one of them was used in 90 days.')
    expect(coverage.used.map((row) => [row.target, row.calls])).toEqual([['create_issue', 7]])
    expect(coverage.unused.map((row) => row.target)).toEqual(['delete_issue', 'close_issue'])
  })

  it('marks what needs a look: destructive, above the ceiling, held, and bound to an older definition', () => {
    const coverage = ask({ held: new Set(['close_issue']) })
    expect(coverage.flagged).toBe(2)
    expect(coverage.unused.find((row) => row.target === 'delete_issue')).toMatchObject({ destructive: true, above: true, held: false })
    expect(coverage.unused.find((row) => row.target === 'close_issue')).toMatchObject({ held: true, bound: 1, version: 3 })
  })

  it('keeps what was used and is in no catalogue, apart from what is', () => {
    const coverage = ask({ use: [{ target: 'old_issue', calls: 2, lastAt: '2026-11-20T00:00:00.000Z' }] })
    expect(coverage.sentence).toBe('This glob admits 3 tools today; none of them were used in 90 days. One target beside them was used too.')
    expect(coverage.used).toMatchObject([{ target: 'old_issue', unknown: true }])
  })

  it('says that it is not known where the server has no catalogue, and nothing of use to those who may not see it', () => {
    expect(ask({ tools: [] }).sentence).toBe('What it admits is not known: the server’s tools are in no catalogue. One target was used in 90 days.')
    expect(ask({ use: null })).toMatchObject({ sentence: 'This glob admits 3 tools today.', used: [] })
    expect(ask({ grant: { kind: 'context', target: 'file:*', access: 'read', state: 'active' }, use: [] }).sentence).toContain('targets are in no catalogue')
  })
})

describe('what an exact grant admits', () => {
  it('is its one target, also where the server no longer offers it', () => {
    const coverage = ask({ grant: { kind: 'tool', target: 'old_issue', access: 'write', state: 'active' }, use: [] })
    expect(coverage).toMatchObject({ exact: true, sentence: 'It names this one target and admits nothing else.', unused: [{ target: 'old_issue', unknown: true }] })
  })
})
