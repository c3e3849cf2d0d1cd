import { describe, expect, test } from 'vitest'
import { aDriftInput, aGrantFact, aUse, NOTHING_FOUND } from '@/lib/testing/drift-builders'
import { ago, HOUR, NOW } from '@/lib/testing/drift-time'
import { observeDrift } from './engine'
import type { CatalogueFact, CatalogueFacts, DriftInput, Observation, SignalFact } from './model'

const tool = (name: string, more: Partial<CatalogueFact> = {}): CatalogueFact => ({
  serverId: 'github', name, approvedHash: 'a', approvedNumber: 1, currentHash: 'a', currentNumber: 1, change: 'none', reasons: [], firstSeenAt: ago(80), changedAt: ago(80), removedAt: null, ...more,
})
const listed = (names: readonly string[], more: Partial<CatalogueFacts> = {}): CatalogueFacts => ({ ...NOTHING_FOUND.catalogue, tools: names.map((name) => tool(name)), firstCompleteRun: new Map([['github', ago(80)]]), ...more })
const covered = (target: string, more: Parameters<typeof aUse>[0] = {}) => aUse({ verdict: 'granted', grantId: 'g1', target, ...more })
const of = (input: DriftInput, kind: Observation['kind']): Observation[] => observeDrift(input).filter((one) => one.kind === kind)
const all = aGrantFact({ target: '*' })

describe('a grant that is too broad', () => {
  const broad = (used: readonly string[], catalogue: CatalogueFacts, grant = all, more: Partial<Omit<DriftInput, 'declarations'>> = {}): number => of(aDriftInput([grant], used.map((name) => covered(name)), { catalogue, ...more }), 'over_broad_grant').length

  test('is a glob of whose listed targets fewer than half were used: half is not fewer', () => {
    expect([broad(['a'], listed(['a', 'b', 'c'])), broad(['a'], listed(['a', 'b'])), broad(['a', 'b'], listed(['a', 'b', 'c', 'd'])), broad([], listed(['a', 'b', 'c']))]).toEqual([1, 0, 0, 0])
    expect(broad(['push'], listed(['push', 'pull', 'tag']), aGrantFact({ target: 'pu*' }))).toBe(0)
    expect(broad(['push'], listed(['push', 'x', 'y', 'z']), aGrantFact({ target: 'push' })), 'one exact target, unscoped').toBe(0)
  })

  test('counts no tool that is gone, and says nothing where the catalogue does not know what there is', () => {
    expect(broad(['a'], { ...listed(['a']), tools: [tool('a'), tool('b', { removedAt: ago(3) }), tool('c', { removedAt: ago(3) })] })).toBe(0)
    expect(broad(['a'], NOTHING_FOUND.catalogue)).toBe(0)
    const byHand = { ...listed(['a', 'b', 'c']), firstCompleteRun: new Map() }
    expect([broad(['a'], byHand), broad(['a', 'never listed'], byHand)], 'a list that a person began is enough when it names all that was used').toEqual([1, 0])
    expect(broad(['a', 'gone'], listed(['a', 'b', 'c']))).toBe(1)
  })

  test('of resources and prompts counts those; templates stand for any number, and systems list no actions', () => {
    const contexts = ['file:///a', 'file:///b', 'file:///c'].map((name) => ({ serverId: 'github', kind: 'resource' as const, name, removedAt: null }))
    const files = aGrantFact({ target: 'file:*', targetKind: 'context' })
    const catalogue = listed([], { contexts: [...contexts, { serverId: 'github', kind: 'prompt', name: 'p', removedAt: null }] })
    const template = { ...catalogue, contexts: [...catalogue.contexts, { serverId: 'github', kind: 'template' as const, name: 'file:///{x}', removedAt: null }] }
    expect([broad(['file:///a'], catalogue, files), broad(['file:///a'], template, files)]).toEqual([1, 0])
    const prompts = { ...template, contexts: [...template.contexts, ...['q', 'r'].map((name) => ({ serverId: 'github', kind: 'prompt' as const, name, removedAt: null }))] }
    expect(broad(['prompt:p'], prompts, aGrantFact({ target: 'prompt:*', targetKind: 'context' }))).toBe(1)
    expect(broad(['pg:select'], listed(['pg:a', 'pg:b', 'pg:c']), aGrantFact({ target: 'pg:*', targetKind: 'downstream' }))).toBe(0)
  })

  test('is in force: one that has ended, is held, or lies on a retired server is no matter', () => {
    const catalogue = listed(['a', 'b', 'c'])
    for (const change of [{ validUntil: NOW }, { revokedAt: ago(1) }, { suspensions: [{ from: ago(1), to: null }] }]) expect(broad(['a'], catalogue, aGrantFact({ target: '*', ...change })), JSON.stringify(change)).toBe(0)
    expect(broad(['a'], catalogue, aGrantFact({ target: '*', suspensions: [{ from: ago(1), to: null, toolName: 'b' }] })), 'a tool of it is held').toBe(1)
  })

  test('carries as replacement what was used, with the grant’s own caller, purpose and end', () => {
    const grant = aGrantFact({ target: '*', access: 'admin', agent: 'any', human: 'team:core', validUntil: NOW + 1000, scope: ['repo:*'] })
    const input = aDriftInput([grant], [covered('a', { access: 'read', resourceKeys: ['repo:x'] })], { catalogue: listed(['a', 'b', 'c']), grantWords: new Map([['g1', { purpose: 'Triage', teamName: 'Core' }]]) })
    expect(of(input, 'over_broad_grant')[0]?.replacement).toEqual([{
      server: 'github', caller: { agent: 'any', client: 'code', human: 'team:Core' }, target: { kind: 'tool', name: 'a' }, access: 'read', scope: ['repo:x'], purpose: 'Triage', until: new Date(NOW + 1000).toISOString(),
    }])
    expect(of(input, 'excess_access')[0]).toMatchObject({ evidence: { accessUsed: 'read' }, replacement: [{ target: { name: '*' }, access: 'read', scope: ['repo:*'] }] })
  })
})

describe('definitions', () => {
  const kindsOf = (change: Partial<CatalogueFact>, more: Partial<CatalogueFacts> = {}): string[] => observeDrift(aDriftInput([], [], { catalogue: { ...listed([]), tools: [tool('push', change)], ...more } })).map((one) => `${one.kind} ${one.severity} ${one.life}`)

  test('are compared with the approved one, and only against a baseline', () => {
    expect(kindsOf({})).toEqual([])
    expect(kindsOf({ currentHash: 'b', currentNumber: 2, change: 'widening' })).toEqual(['tool_widened high state'])
    expect(kindsOf({ currentHash: 'b', currentNumber: 2, change: 'altering' })).toEqual(['tool_altered medium state'])
    expect(kindsOf({ currentHash: 'b', currentNumber: 2, change: 'wording' })).toEqual([])
    expect(kindsOf({ approvedHash: null, approvedNumber: null })).toEqual(['tool_added high state'])
    expect(kindsOf({ removedAt: ago(3) })).toEqual(['tool_removed low act'])
    expect([...kindsOf({ removedAt: ago(3), approvedHash: null }), ...kindsOf({ approvedHash: null, currentHash: null }), ...kindsOf({ removedAt: ago(91) })]).toEqual([])
    expect(kindsOf({ approvedHash: null }, { firstCompleteRun: new Map() })).toEqual([])
  })

  test('each version is a finding of its own', () => {
    const of = (number: number): string | undefined => observeDrift(aDriftInput([], [], { catalogue: { ...listed([]), tools: [tool('push', { currentHash: `h${number}`, currentNumber: number, change: 'widening' })] } }))[0]?.fingerprint
    expect(of(2)).not.toBe(of(3))
    expect(of(2)).toBe(of(2))
  })
})

describe('an identity in two places', () => {
  const came = (client: string, from: number, to = from, more: Partial<Extract<SignalFact, { kind: 'agent_client' }>> = {}): SignalFact => ({ kind: 'agent_client', agent: 'ghost', client, source: 'gw', count: 1, firstAt: from, lastAt: to, ...more })
  const shared = (...signals: SignalFact[]): Observation[] => of(aDriftInput([], [], { signals }), 'shared_identity')
  const hour = NOW - 48 * HOUR

  test('is told at an hour exactly, and at no millisecond more', () => {
    expect(shared(came('a', hour), came('b', hour + HOUR))).toMatchObject([{ agent: 'ghost', severity: 'high', firstSeen: hour, lastSeen: hour + HOUR, life: 'act' }])
    expect(shared(came('a', hour), came('b', hour + HOUR + 1))).toEqual([])
    expect(shared(came('a', hour), came('a', hour + 1), came('b', hour + 3 * HOUR))).toEqual([])
  })

  test('the last of the earlier hour and the first of the later decide', () => {
    expect(shared(came('a', hour, hour + HOUR - 1), came('b', hour + HOUR, hour + 2 * HOUR - 1))).toMatchObject([{ firstSeen: hour, evidence: { pairs: [{ minutesApart: 0 }] } }])
    expect(shared(came('a', hour, hour + 1), came('b', hour + 2 * HOUR, hour + 2 * HOUR))).toEqual([])
  })

  test('whichever source tells, and one between others is not overlooked', () => {
    expect(shared(came('a', hour), came('b', hour + 60_000, hour + 60_000, { source: 'edge' }))).toHaveLength(1)
    const three = shared(came('a', hour), came('a', hour + 50 * 60_000), came('b', hour + 100 * 60_000), came('c', hour + 110 * 60_000))
    expect(three[0]?.evidence['clients']).toEqual(['a', 'b', 'c'])
  })

  test('is settled after two weeks in which every source that tells of the agent watched', () => {
    const old = ago(20)
    expect(shared(came('a', old), came('b', old))).toMatchObject([{ state: 'resolved', resolution: 'quiet' }])
    expect(of(aDriftInput([], [], { signals: [came('a', old), came('b', old)], sources: [{ ...aDriftInput([], []).sources[0], sampled: true } as DriftInput['sources'][number]] }), 'shared_identity')).toMatchObject([{ state: 'open', evidence: { quietNotEvaluable: [{ reason: 'sampled' }] } }])
  })
})

describe('systems behind a server', () => {
  const used = (target: string, downstream: string[]): number => of(aDriftInput([], [aUse({ kind: 'downstream_action', target, verdict: 'granted', grantId: 'g1' })], { registry: [{ serverId: 'github', hasIdentity: true, downstream, secrets: [] }] }), 'undeclared_downstream').length

  test('are named before the first colon, to the letter', () => {
    expect([used('pg:select:x', ['pg']), used('pg', ['pg']), used('pg:select', []), used('PG:select', ['pg']), used('pgx:select', ['pg'])]).toEqual([0, 0, 1, 1, 1])
  })
})
