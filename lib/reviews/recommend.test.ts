import { describe, expect, it } from 'vitest'
import type { Access, Sensitivity } from '@/lib/registry/model'
import { type FlagFacts, flagsOf, isUnconfirmed } from './flags'
import { type FrozenDefinition, ITEM_FLAGS, RECOMMENDATIONS, type Risk } from './frozen'
import { recommend, recommendOwnership, type RecommendFacts } from './recommend'
import table from './recommend-cases.json'
import { compareRisk, ownershipRisk, riskOf } from './risk'

type Case = {
  title: string; answer: string; rule: string; text: string; until?: number
  state?: RecommendFacts['use']['state']; calls?: number; agentReported?: number; used?: number; accessUsed?: Access; access?: Access; sensitivity?: Sensitivity; scoped?: boolean; origin?: RecommendFacts['origin']
  endsIn?: number | null; mayBeOpenEnded?: boolean; gaps?: string[]; admits?: number; definition?: FrozenDefinition['state']; held?: boolean; humanLeft?: boolean; sponsorLeft?: boolean; narrowed?: boolean; holding?: number; of?: number
}

// JSON has no literal types; the table is checked by every case that runs.
const recommendations = table.recommendations as Case[]
const risks = table.risks as { access: Access; sensitivity: Sensitivity; effects?: string[]; findings?: Risk[]; definition?: FrozenDefinition['state']; risk: Risk }[]
const flags = table.flags as { title: string; facts?: Partial<FlagFacts>; flags: string[] }[]

const DAY = 86_400_000
const NOW = Date.parse('2026-11-20T12:00:00.000Z')

function factsOf(row: Case): RecommendFacts {
  const calls = row.state === undefined || row.state === 'used' ? row.calls ?? 40 : 0
  return {
    now: NOW, access: row.access ?? 'write', sensitivity: row.sensitivity ?? 'internal', scoped: row.scoped ?? true, origin: row.origin ?? 'request', validUntil: row.endsIn === null ? null : NOW + (row.endsIn ?? 30) * DAY,
    maximumDays: 90, mayBeOpenEnded: row.mayBeOpenEnded ?? false,
    use: { state: row.state ?? 'used', days: 90, calls, accessUsed: calls === 0 ? null : row.accessUsed ?? 'write', targetsUsed: row.used ?? 1, agentReported: row.agentReported ?? 0 },
    telemetry: row.gaps === undefined ? { evaluable: true, source: 'gw' } : { evaluable: false, gaps: row.gaps }, admits: row.admits === undefined ? null : { count: row.admits, destructive: 0, unclassified: 0 },
    definition: { state: row.definition ?? 'unchanged', held: row.held ?? false, tool: row.definition === undefined ? null : 'push' }, left: { human: row.humanLeft === true ? 'Rita' : null, sponsor: row.sponsorLeft === true ? 'Sven' : null },
    narrowed: row.narrowed === true ? [{ kind: 'tool', name: 'push', access: 'write', scope: ['repo:a/x'] }] : null, peers: { holding: row.holding ?? 3, of: row.of ?? 20 },
  }
}

describe('a recommendation', () => {
  it.each(recommendations)('$title: $answer', (row) => {
    const found = recommend(factsOf(row))
    expect([found.answer, found.rule]).toEqual([row.answer, row.rule])
    expect(found.text).toContain(row.text)
    expect(found.until).toBe(row.until === undefined ? undefined : new Date(NOW + row.until * DAY).toISOString())
  })

  it('each answer comes of some case of the table', () => {
    expect(new Set(recommendations.map((row) => row.answer))).toEqual(new Set(RECOMMENDATIONS))
  })

  it('never says keep for what is unused or what only agents report, whatever else is so', () => {
    for (const row of recommendations) {
      expect(recommend({ ...factsOf(row), use: { ...factsOf(row).use, state: 'unused', calls: 0, accessUsed: null } }).answer).not.toBe('keep')
      expect(recommend({ ...factsOf({ ...row, state: 'used' }), use: { ...factsOf({ ...row, state: 'used' }).use, agentReported: 40 } }).answer).not.toBe('keep')
    }
  })

  it.each([
    [{ ownerActive: false, calls: 9 }, 'look', 'owner_left'], [{ ownerActive: true, calls: 9 }, 'keep', 'used'], [{ ownerActive: true, calls: 0, grants: 0 }, 'look', 'idle'], [{ ownerActive: true, calls: 0, grants: 3 }, 'look', 'unused'],
    [{ ownerActive: true, calls: 0, evaluable: false }, 'none', 'not_evaluable'], [{ ownerActive: true, calls: 9, agentReported: 9 }, 'none', 'agent_reported'],
  ] as const)('of ownership: %o is %s', (facts, answer, rule) => {
    expect(recommendOwnership({ ownerName: 'Olga', agentReported: 0, grants: 1, evaluable: true, days: 90, ...facts })).toMatchObject({ answer, rule })
  })
})

describe('risk', () => {
  it.each(risks)('$access on $sensitivity with $effects, $findings, $definition is $risk', ({ risk, access, sensitivity, effects = [], findings = [], definition = 'unchanged' }) => {
    expect(riskOf({ access, sensitivity, effects, findings, definition })).toBe(risk)
  })

  it('of what nobody is there to answer for is high at least', () => {
    expect(ownershipRisk({ sensitivity: 'public', effects: [], answered: false, findings: [] })).toBe('high')
    expect(ownershipRisk({ sensitivity: null, effects: [], answered: true, findings: [] })).toBe('low')
    expect(ownershipRisk({ sensitivity: 'restricted', effects: [], answered: false, findings: [] })).toBe('critical')
    expect((['low', 'critical', 'medium', 'high'] as const).toSorted(compareRisk)).toEqual(['critical', 'high', 'medium', 'low'])
  })
})

const ORDINARY: FlagFacts = {
  risk: 'low', use: { state: 'used', calls: 4 }, telemetry: { evaluable: true, source: 'gw' }, definition: { state: 'unchanged', held: false }, destructive: false, unconfirmed: false, recommendation: { answer: 'keep' }, change: 'unchanged', isNew: false,
}

describe('why an item must be looked at by itself', () => {
  it.each(flags)('$title: $flags', (row) => {
    expect(flagsOf({ ...ORDINARY, ...row.facts })).toEqual(row.flags)
  })

  it('every flag has a case, and is told in one order', () => {
    expect(flags.at(-1)?.flags).toEqual([...ITEM_FLAGS])
  })

  it('an import is looked at until it is confirmed, unless it only reads', () => {
    const grant = { origin: 'import', confirmedAt: null, access: 'write' }
    expect([grant, { ...grant, confirmedAt: new Date(0) }, { ...grant, origin: 'request' }, { ...grant, access: 'read' }].map(isUnconfirmed)).toEqual([true, false, false, false])
  })
})
