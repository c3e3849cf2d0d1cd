import { describe, expect, it } from 'vitest'
import { sha256Hex } from '@/lib/hash'
import { canaries, canaryCount } from './canary'
import { type DraftItem, inOrder } from './draft-item'
import type { FrozenGrant, Risk } from './frozen'

function anItem(n: number, more: { human?: 'person' | 'any'; evaluable?: boolean; risk?: Risk; lastAt?: string | null } = {}): DraftItem {
  const server = { id: `srv_${n % 3}`, slug: `server${n % 3}`, name: 'S', environment: 'production', sensitivity: 'internal', effects: [], owner: null, backupOwner: null }
  const frozen: FrozenGrant = {
    subject: 'grant',
    grant: {
      id: `gnt_${n}`, server, agent: { id: `agt_${n % 7}`, name: `agent${n % 7}`, sponsor: null }, client: null, human: more.human === 'person' ? { rule: 'person', id: 'per_1', name: 'a@b.c' } : { rule: 'any', id: null, name: 'any' },
      target: { kind: 'tool', name: `tool_${n}` }, access: 'write', scope: [], purpose: 'p', validFrom: '2026-01-01T00:00:00.000Z', validUntil: null, mode: 'direct', reauthorise: false, origin: 'request', requestId: null, confirmedAt: null,
      createdAt: '2026-01-01T00:00:00.000Z', cameBy: 'Approved', requester: null, approvers: [],
    },
    use: { days: 90, state: 'used', calls: 5, calls30: 5, blocked: 0, lastAt: more.lastAt === undefined ? '2026-11-01T00:00:00.000Z' : more.lastAt, weeks: [5], agents: 1, clients: 1, humans: 1, callers: [], targets: [], targetsUsed: 1, accessUsed: 'write', agentReported: 0 },
    telemetry: more.evaluable === false ? { evaluable: false, gaps: [] } : { evaluable: true, source: 'gw' }, admits: null, destructive: false, definition: { state: 'unchanged', tool: null, from: null, to: null, reasons: [], held: false },
    peers: { holding: 1, of: 7 }, findings: [], narrowed: null, previous: null, recommendation: { answer: 'keep', rule: 'used', text: 'used' },
  }
  return { subject: 'grant', grantId: `gnt_${n}`, serverId: server.id, agentId: `agt_${n % 7}`, server: server.slug, agent: `agent${n % 7}`, target: `tool_${n}`, access: 'write', risk: more.risk ?? 'low', flags: [], change: 'unchanged', frozen, digest: sha256Hex(`${n}`), synthetic: false }
}

const many = (count: number, more = {}): DraftItem[] => Array.from({ length: count }, (_, n) => anItem(n, more))
const ids = (): (() => string) => {
  let n = 0
  return () => `gnt_new_${(n += 1)}`
}

describe('rows that do not exist', () => {
  it.each([[19, 5, 0], [20, 0, 0], [20, 1, 1], [50, 1, 1], [200, 1, 2], [1_000, 10, 100]])('of %i items at %i per hundred: %i', (items, perHundred, count) => {
    expect(canaryCount(items, perHundred)).toBe(count)
  })

  it('look like grants beside them, are recommended to be revoked, and are no grant', () => {
    const items = many(100)
    const made = canaries(items, 5, ids())
    const combinations = new Set(items.map((item) => `${item.serverId} ${item.agentId} ${item.target}`))
    expect(made).toHaveLength(5)
    for (const row of made) {
      const { grant, use, recommendation, previous } = row.frozen as FrozenGrant
      expect(row).toMatchObject({ synthetic: true, grantId: null, subject: 'grant' })
      expect([items.some((item) => item.serverId === row.serverId), items.some((item) => item.agentId === row.agentId), items.some((item) => item.target === row.target)]).toEqual([true, true, true])
      expect(combinations.has(`${row.serverId} ${row.agentId} ${row.target}`)).toBe(false)
      expect({ human: grant.human.rule, calls: use.calls, answer: recommendation.answer, rule: recommendation.rule, previous }).toEqual({ human: 'any', calls: 0, answer: 'revoke', rule: 'unused', previous: null })
    }
  })

  it('the same ids make the same rows, and where no grant can be a model there are none', () => {
    expect(canaries(many(100), 5, ids())).toEqual(canaries(many(100), 5, ids()))
    expect(canaries(many(100, { human: 'person' }), 5, ids())).toEqual([])
    expect(canaries(many(100, { evaluable: false }), 5, ids())).toEqual([])
  })
})

describe('the order of items', () => {
  it('is by risk, and then never used before long ago before lately', () => {
    const items = [anItem(1, { lastAt: '2026-11-02T00:00:00.000Z' }), anItem(2, { risk: 'high' }), anItem(3, { lastAt: null }), anItem(4, { risk: 'critical' }), anItem(5, { lastAt: '2026-10-01T00:00:00.000Z' })]
    expect(inOrder(items).map((item) => item.target)).toEqual(['tool_4', 'tool_2', 'tool_3', 'tool_5', 'tool_1'])
    expect(inOrder([...items].reverse())).toEqual(inOrder(items))
  })
})
