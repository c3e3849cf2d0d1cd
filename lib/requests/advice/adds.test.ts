import { describe, expect, it } from 'vitest'
import { adviceFacts, aHeldGrant, aKnownServer, aTarget, aTool } from '@/lib/testing/advice-builders'
import { addsOf, coverageOf } from './adds'

const tools = [aTool('issue_list'), aTool('issue_make', { access: 'write', unclassified: true }), aTool('issue_drop', { access: 'admin', destructive: true }), aTool('web', { openWorld: true })]
const github = aKnownServer('github', { tools })

describe('what a target would add', () => {
  it('is every tool that the glob admits today, with class and claims, and what is above the ceiling', () => {
    const [added] = addsOf(adviceFacts({ server: github, content: { targets: [aTarget({ name: 'issue_*', access: 'write' })] } }), new Map([['issue_list', 4]])).targets
    expect(added?.tools?.map(({ name, access, calls, aboveCeiling }) => [name, access, calls, aboveCeiling])).toEqual([['issue_list', 'read', 4, false], ['issue_make', 'write', 0, false], ['issue_drop', 'admin', 0, true]])
    expect(added?.counts).toEqual({ admitted: 3, used: 1, new: 2, destructive: 1, openWorld: 0, unclassified: 1, changed: 0, aboveCeiling: 1 })
    expect(added?.sentence).toBe('The glob issue_* admits 3 tools today, 1 used. 1 of them is above the access asked for, so its calls are not covered.')
  })

  it('says what the agent can call already, and only by grants that reach as far', () => {
    const already = (grant: Parameters<typeof aHeldGrant>[2], times = {}) => addsOf(adviceFacts({ server: github, held: [aHeldGrant('g', 'github', grant, times)], content: { targets: [aTarget({ name: 'issue_*' })] } }), null).targets[0]?.tools?.filter((tool) => tool.already).map((tool) => tool.name)
    expect(already({ target: 'issue_list' })).toEqual(['issue_list'])
    expect(already({ target: '*' })).toEqual(['issue_list', 'issue_make', 'issue_drop'])
    expect(already({ target: '*', scope: ['repo:a'] })).toEqual([])
    expect(already({ target: '*', clientId: 'cli_code' })).toEqual([])
    expect(already({ target: '*' }, { suspended: true })).toEqual([])
    expect(already({ target: '*' }, { heldTools: ['issue_make'] })).toEqual(['issue_list', 'issue_drop'])
  })

  it('concludes nothing from use that may not be seen, nor from a catalogue that nobody knows', () => {
    expect(addsOf(adviceFacts({ server: github, content: { targets: [aTarget({ name: '*' })] } }), null).targets[0]).toMatchObject({ counts: { admitted: 4, used: null }, sentence: 'The glob * admits 4 tools today. 2 of them are above the access asked for, so their calls are not covered.' })
    expect(coverageOf(github, { kind: 'tool', name: 'issue_make', access: 'read' }, new Map())).toMatchObject({ sentence: 'The tool issue_make, of class write, not called of late. That is above the access asked for, so its calls are not covered.' })
    expect(addsOf(adviceFacts(), null).targets[0]).toMatchObject({ tools: null, counts: null })
    expect(coverageOf(github, { kind: 'tool', name: 'pr_*', access: 'read' }, null)).toMatchObject({ tools: [], sentence: expect.stringContaining('No tool of github matches pr_* today') })
    expect(coverageOf(github, { kind: 'context', name: 'repo://*', access: 'read' }, null)).toMatchObject({ tools: null })
  })
})

describe('where a chain that begins here could go', () => {
  it('is every other server that the agent may write to now, the least sensitive first', () => {
    const others = [aKnownServer('vault', { sensitivity: 'restricted' }), aKnownServer('wiki', { sensitivity: 'public' }), aKnownServer('ledger')]
    const held = [
      aHeldGrant('a', 'vault', { access: 'write' }), aHeldGrant('b', 'wiki', { access: 'write' }), aHeldGrant('c', 'wiki', { access: 'admin' }), aHeldGrant('d', 'ledger'), aHeldGrant('e', 'ledger', { access: 'write' }, { suspended: true }),
      aHeldGrant('f', 'github', { access: 'admin' }),
    ]
    expect(addsOf(adviceFacts({ server: github, others, held }), null).chained).toMatchObject([{ server: 'wiki', access: 'admin', grantIds: ['b', 'c'] }, { server: 'vault', access: 'write' }])
  })

  it('counts what the reader may not see without naming it', () => {
    const adds = addsOf(adviceFacts({ server: github, others: [aKnownServer('vault')], held: [aHeldGrant('a', 'vault', { access: 'write' }, { hidden: true })] }), null)
    expect(adds).toMatchObject({ chained: [], chainedHidden: 1 })
    expect(JSON.stringify(adds)).not.toContain('vault')
  })
})
