import { describe, expect, it } from 'vitest'
import type { ToolView } from '@/lib/registry/tool-view'
import { compareTools, differs, type GrantInForce, type ToolUse } from './tool-comparison'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const tool = (name: string, accessClass: 'read' | 'write' | 'admin' = 'write'): ToolView => ({
  id: name, name, title: null, description: null, annotations: null, accessClass, decidedBy: 'suggestion', because: 'unclassified', reason: null, suggested: 'write',
  definitionHash: 'h', version: 1, approvedVersion: null, firstSeenAt: '', lastSeenAt: '', resourceRules: {}, resourceRulesBy: 'suggestion', removedAt: null,
})
const grant = (id: string, target: string, more: Partial<GrantInForce> = {}): GrantInForce => ({ id, target, access: 'write', agentId: 'agt_1', agent: 'triage', validFrom: '2026-08-12T12:00:00Z', covered: 1, ...more })
const use = (target: string, more: Partial<ToolUse> = {}): ToolUse => ({ target, agents: ['triage'], calls: 5, granted: 5, refused: [], lastAt: '', ...more })
const compare = (input: Partial<Parameters<typeof compareTools>[0]>) => compareTools({ tools: [], grants: [], use: [], unused: [], now: NOW, ...input })

describe('declared against observed, per tool', () => {
  it('has a row for every tool that the catalogue, a call or an exact grant knows, and none for a glob', () => {
    expect(compare({ tools: [tool('a')], use: [use('b')], grants: [grant('1', 'c'), grant('2', 'x*')] }).map((row) => row.name).sort()).toEqual(['a', 'b', 'c'])
  })

  it('counts grants through globs and names the highest ceiling', () => {
    const [row] = compare({ tools: [tool('create_issue')], grants: [grant('1', 'create_*', { access: 'admin', agentId: 'agt_2' }), grant('2', 'create_issue'), grant('3', 'delete_*')] })
    expect(row).toMatchObject({ grants: 2, agents: 2, anyAgent: false, ceiling: 'admin' })
  })

  it('says not granted as gravely as the tool’s class, and one less where every call was blocked', () => {
    const refused = (executed: number, blocked: number) => [use('a', { granted: 0, refused: [{ verdict: 'ungranted', executed, blocked }] })]
    const difference = (executed: number, blocked: number) => compare({ tools: [tool('a', 'admin')], use: refused(executed, blocked) })[0]?.difference
    expect(difference(1, 3)).toEqual({ what: 'not_granted', word: 'not granted', severity: 'critical', note: '1 executed, 3 blocked' })
    expect(difference(0, 3)).toMatchObject({ severity: 'high' })
  })

  it('says unused only where a finding says it, and not evaluable where the finding could not see all', () => {
    const idle = { tools: [tool('a')], grants: [grant('1', 'a', { covered: 0 })] }
    expect(compare(idle)[0]?.difference).toEqual({ what: 'no_use', note: 'granted to triage, 100 d' })
    expect(compare({ ...idle, unused: [{ grantId: '1', severity: 'medium', evaluable: true }] })[0]?.difference).toEqual({ what: 'unused', severity: 'medium', note: 'triage, 100 d' })
    expect(compare({ ...idle, unused: [{ grantId: '1', severity: 'medium', evaluable: false }] })[0]?.difference).toMatchObject({ what: 'not_evaluable' })
  })

  it('is silent about differences where the actor may not see activity', () => {
    const rows = compare({ tools: [tool('a')], use: null })
    expect(rows[0]?.difference).toBeNull()
    expect(rows.some(differs)).toBe(false)
  })

  it('puts the gravest difference first', () => {
    const rows = compare({ tools: [tool('fine'), tool('bad', 'read'), tool('worse', 'admin')], use: [use('fine'), ...['bad', 'worse'].map((name) => use(name, { granted: 0, refused: [{ verdict: 'ungranted', executed: 1, blocked: 0 }] })), use('stray')] })
    expect(rows.map((row) => row.name)).toEqual(['worse', 'bad', 'stray', 'fine'])
  })
})
