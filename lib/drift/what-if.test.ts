import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { UsageFact } from '@/lib/activity/model'
import type { Call, Declarations, GrantFact } from '@/lib/grants/model'
import { toolKey } from '@/lib/grants/resolve-call'
import { type Access, higherAccess } from '@/lib/registry/model'
import { anyCall, anyGrants } from '@/lib/testing/arbitrary-grants'
import { caseGrant, worldWith } from '@/lib/testing/grant-world'
import { keptAll } from '@/lib/testing/narrow-oracle'
import { oracleVerdict } from '@/lib/testing/verdict-oracle'
import { aDriftInput, aGrantFact, aUse } from '@/lib/testing/drift-builders'
import { ago, NOW } from '@/lib/testing/drift-time'
import { narrowed } from './narrow'
import { type Changes, NO_CHANGES, whatIf } from './what-if'

/** The worlds of grants play between 900 and 2100; today is somewhere among them. */
const WINDOW = { from: 0, to: 10_000 }

type Event = { call: Call; stated: Access | null; denied: boolean }

function rowOf({ call, denied }: Event, recorded: string, grantId: string | null): UsageFact {
  return {
    day: '1970-01-01', serverId: call.serverId, server: call.serverId ?? 'ghost', kind: call.kind, target: call.target, access: call.access, agentId: call.agentId, agent: call.agentName, clientId: call.clientId, client: call.clientName,
    humanId: call.humanId, human: call.humanName, resourceKeys: keptAll(call.resources), outcome: denied ? 'denied' : 'success', verdict: recorded, grantId, nearestGrantId: null, count: 1, firstAt: call.at, lastAt: call.at,
  }
}

/** As the rule book says it, without the engine's shifting of times: today's standing of each grant, for this call, said for ever. */
function standing(world: Declarations, changes: Changes, today: number, target: string): Declarations {
  const grants = [...world.grants.values()].flat().map((grant): GrantFact => {
    const ended = Math.min(grant.validUntil ?? Infinity, grant.revokedAt ?? Infinity, changes.revoke.has(grant.id) ? today : Infinity)
    const held = grant.suspensions.some((one) => (one.toolName === null || one.toolName === target) && one.from <= today && today < (one.to ?? Infinity))
    const plain = { ...grant, revokedAt: null, validUntil: null, validFrom: -10, suspensions: held ? [{ from: -1e6, to: null, toolName: null }] : [] }
    if (ended <= today) return { ...plain, validUntil: grant.validFrom < ended ? -5 : -10 }
    return grant.validFrom > today ? { ...plain, validFrom: 1e9 } : plain
  })
  return worldWith([...grants, ...changes.add.map((grant) => ({ ...grant, validFrom: -10, validUntil: null, revokedAt: null, suspensions: [] }))], { tools: world.tools })
}

const event: fc.Arbitrary<Event> = fc.record({ call: anyCall, stated: fc.constantFrom<Access | null>(null, 'read', 'write', 'admin'), denied: fc.boolean() })
const tools = new Map([[toolKey('github', 'create_issue'), { serverId: 'github', name: 'create_issue', classes: [{ at: 0, access: 'write' as const }] }]])

const changes: fc.Arbitrary<Changes> = fc.record({
  add: anyGrants.map((grants) => grants.slice(0, 2).map((grant, i) => ({ ...grant, id: `new${i}`, mode: 'direct' as const }))), revoke: fc.subarray(['aa', 'ab', 'ba', 'bb', 'ca', 'cb']).map((ids) => new Set(ids)),
  classes: fc.constantFrom<Map<string, Access>>(new Map(), new Map(), new Map([[toolKey('github', 'create_issue'), 'read']]), new Map([[toolKey('github', 'create_issue'), 'admin']]), new Map([[toolKey('github', 'close_issue'), 'read']])),
})

describe('what if', () => {
  test('agrees with judging every single event again, or says that it cannot be told', () => {
    let told = 0
    fc.assert(fc.property(anyGrants, fc.array(event, { minLength: 1, maxLength: 8 }), changes, fc.integer({ min: 900, max: 2100 }), (grants, events, change, today) => {
      const world = worldWith(grants, { tools })
      for (const one of events) {
        const declared = one.call.kind === 'tool_call' && one.call.serverId !== null ? tools.get(toolKey(one.call.serverId, one.call.target))?.classes[0]?.access : undefined
        const fallback = one.call.kind === 'context_access' ? 'read' : 'write'
        const access = declared === undefined ? (one.stated ?? fallback) : higherAccess(one.stated ?? 'read', declared)
        const call = { ...one.call, access }
        const recorded = oracleVerdict(world, call)
        const answer = whatIf(world, [rowOf({ ...one, call }, recorded.verdict, recorded.grantId)], change, WINDOW, today)
        const reclassified = call.kind === 'tool_call' && call.serverId !== null ? change.classes.get(toolKey(call.serverId, call.target)) : undefined
        const after = reclassified === undefined ? access : higherAccess(one.stated ?? 'read', reclassified)
        const expected = oracleVerdict(standing(world, change, today, call.target), { ...call, access: after }).verdict
        const cut = keptAll(call.resources).some((key) => key.endsWith('*'))
        const [verdict] = Object.entries(answer.after).find(([, calls]) => calls > 0) ?? []
        if (cut) expect(verdict).toBe('unknown')
        else if (verdict !== 'unknown' || reclassified === undefined) expect(verdict, JSON.stringify([call, today])).toBe(expected)
        if (verdict !== 'unknown') told += 1
        expect(answer.before[recorded.verdict]).toBe(1)
        expect(answer.rowCount).toBe(verdict === recorded.verdict ? 0 : 1)
      }
    }), { numRuns: 1_000 })
    expect(told).toBeGreaterThan(1_000)
  })

  test('without a change and with grants that stood all the time, everything stays as it was', () => {
    fc.assert(fc.property(anyGrants, fc.array(event, { maxLength: 6 }), (grants, events) => {
      const world = worldWith(grants.map((grant) => ({ ...grant, validFrom: 0, validUntil: null, revokedAt: null, suspensions: [] })))
      const rows = events.filter((one) => !keptAll(one.call.resources).some((key) => key.endsWith('*'))).map((one) => {
        const { verdict, grantId } = oracleVerdict(world, one.call)
        return rowOf(one, verdict, grantId)
      })
      expect(whatIf(world, rows, NO_CHANGES, WINDOW, 1500)).toMatchObject({ calls: rows.length, rowCount: 0, newlyRefused: 0, newlyCovered: 0, unknown: 0 })
    }), { numRuns: 300 })
  })

  test('replacing a grant by its narrowed replacement refuses no call that it covered', () => {
    const grant = aGrantFact({ id: 'g1', target: 'pu*', access: 'admin' })
    const rows = [aUse({ verdict: 'granted', grantId: 'g1', target: 'push', resourceKeys: ['repo:a'] }), aUse({ verdict: 'granted', grantId: 'g1', target: 'pull', access: 'read', count: 4 }), aUse({ target: 'merge' })]
    const add = narrowed(grant, rows.slice(0, 2)).map((narrow, i): GrantFact => ({ ...grant, ...narrow, id: `new${i}` }))
    const { declarations } = aDriftInput([grant], [])
    const window = { from: ago(90), to: NOW }
    expect(whatIf(declarations, rows, { ...NO_CHANGES, add, revoke: new Set(['g1']) }, window, NOW)).toMatchObject({ calls: 6, newlyRefused: 0, newlyCovered: 0, rowCount: 0 })
    const answer = whatIf(declarations, rows, { ...NO_CHANGES, add: add.slice(1), revoke: new Set(['g1']) }, window, NOW)
    expect(answer).toMatchObject({ newlyRefused: 4, after: { granted: 1, lapsed: 4, ungranted: 1 }, rows: [{ target: 'pull', before: 'granted', after: 'lapsed', calls: 4, grantIdBefore: 'g1', grantIdAfter: null }] })
  })

  test('counts what lies in the window, groups days, and puts first what would be refused', () => {
    const grant = caseGrant({}, { id: 'g1', server: 'github', agent: 'triage', target: 'push', access: 'write', validFrom: ago(300) })
    const { declarations } = aDriftInput([grant], [])
    const rows = [1, 2, 3].map((days) => aUse({ lastAt: ago(days), firstAt: ago(days), verdict: 'granted', grantId: 'g1' }))
    const more = [aUse({ target: 'pull', count: 9 }), aUse({ target: 'x', resourceKeys: ['a/b/c/*'], verdict: 'granted', count: 50 }), aUse({ kind: 'decision', verdict: null })]
    const add = [{ ...grant, id: 'new0', target: 'pull' }]
    const answer = whatIf(declarations, [...rows, ...more], { ...NO_CHANGES, add, revoke: new Set(['g1']) }, { from: ago(2), to: NOW }, NOW)
    expect(answer).toMatchObject({ calls: 61, before: { granted: 52, ungranted: 9 }, after: { granted: 9, lapsed: 2, unknown: 50 }, newlyRefused: 2, newlyCovered: 9, unknown: 50, rowCount: 3 })
    expect(answer.rows.map((row) => [row.target, row.after, row.calls])).toEqual([['push', 'lapsed', 2], ['pull', 'granted', 9], ['x', 'unknown', 50]])
  })
})
