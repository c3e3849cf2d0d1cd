import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACCESS, SENSITIVITIES } from '@/lib/registry/model'
import { anyAccess, anyPolicy, anyWeight, EFFECTS } from '@/lib/testing/arbitrary-requests'
import { maximumDaysByText, needByText, openEndedByText } from '@/lib/testing/request-oracle'
import { approvalPolicySchema, DEFAULT_POLICY, loosened, maximumDays, mayBeOpenEnded, stepsBy, stepsByAll } from './approval-policy'

const RUNS = { numRuns: 3000 }
const anyAccesses = fc.array(anyAccess, { minLength: 1, maxLength: 4 })

describe('the settings that nobody has changed', () => {
  it('are the rule book’s, for every access and every sensitivity', () => {
    for (const access of ACCESS) {
      for (const sensitivity of SENSITIVITIES) {
        const server = { sensitivity, effects: [...EFFECTS] }
        expect(stepsBy(DEFAULT_POLICY, [access], server)).toEqual(needByText(access, sensitivity, false))
        expect(stepsBy({ ...DEFAULT_POLICY, strictEffects: ['iam'] }, [access], server)).toEqual(needByText(access, sensitivity, true))
        expect(stepsBy({ ...DEFAULT_POLICY, strictEffects: ['secrets'] }, [access], server)).toEqual(needByText(access, sensitivity, false))
        expect(maximumDays([DEFAULT_POLICY], access, server)).toBe(maximumDaysByText(access, sensitivity))
        expect(mayBeOpenEnded(access, server)).toBe(openEndedByText(access, sensitivity))
      }
    }
    expect(DEFAULT_POLICY.lapseDays).toBe(14)
    expect(approvalPolicySchema.parse(DEFAULT_POLICY)).toEqual(DEFAULT_POLICY)
  })
})

describe('who must approve', () => {
  it('is never less for more targets than for each of them', () => {
    fc.assert(fc.property(anyPolicy, anyAccesses, anyWeight, (policy, accesses, server) => {
      const all = stepsBy(policy, accesses, server)
      for (const access of accesses) {
        const one = stepsBy(policy, [access], server)
        expect(all.owner >= one.owner && all.security >= one.security).toBe(true)
      }
    }), RUNS)
  })

  it('is never less for more access than for less of it, however the settings are', () => {
    fc.assert(fc.property(anyPolicy, anyWeight, (policy, server) => {
      for (const [lower, higher] of [['read', 'write'], ['write', 'admin'], ['read', 'admin']] as const) {
        const [less, more] = [stepsBy(policy, [lower], server), stepsBy(policy, [higher], server)]
        expect(more.owner >= less.owner && more.security >= less.security).toBe(true)
      }
    }), RUNS)
  })

  it('is never less by two policies than by either, whichever comes first', () => {
    fc.assert(fc.property(anyPolicy, anyPolicy, anyAccesses, anyWeight, (a, b, accesses, server) => {
      const both = stepsByAll([a, b], accesses, server)
      for (const policy of [a, b]) {
        const one = stepsBy(policy, accesses, server)
        expect(both.owner >= one.owner && both.security >= one.security).toBe(true)
      }
      expect(stepsByAll([b, a], accesses, server)).toEqual(both)
      const longest = maximumDays([a, b], accesses[0] ?? 'read', server)
      expect(longest).toBe(Math.min(maximumDays([a], accesses[0] ?? 'read', server), maximumDays([b], accesses[0] ?? 'read', server)))
    }), RUNS)
  })

  it('is always somebody', () => {
    fc.assert(fc.property(anyPolicy, anyAccesses, anyWeight, (policy, accesses, server) => {
      const { owner, security } = stepsBy(policy, accesses, server)
      expect(owner + security).toBeGreaterThan(0)
    }), RUNS)
  })

  it('is told where a change asks for less: what has nothing to tell asks for no less of anybody, and for nothing longer', () => {
    const near = anyPolicy.chain((from) => fc.tuple(fc.constant(from), fc.oneof(anyPolicy, fc.record({ strictEffects: fc.subarray([...EFFECTS]), lapseDays: fc.integer({ min: 1, max: 90 }) }).map((change) => ({ ...from, ...change })))))
    fc.assert(fc.property(near, anyAccesses, anyWeight, ([from, to], accesses, server) => {
      if (loosened(from, to).length > 0) return
      const [before, after] = [stepsBy(from, accesses, server), stepsBy(to, accesses, server)]
      expect(after.owner >= before.owner && after.security >= before.security).toBe(true)
      for (const access of accesses) expect(maximumDays([to], access, server)).toBeLessThanOrEqual(maximumDays([from], access, server))
    }), RUNS)
  })

  it('cannot be set to nobody, nor to grants without an end in sight', () => {
    const withCell = (cell: unknown): unknown => ({ ...DEFAULT_POLICY, steps: { ...DEFAULT_POLICY.steps, admin: { ...DEFAULT_POLICY.steps.admin, restricted: cell } } })
    for (const cell of [{ owner: 0, security: 0 }, { owner: -1, security: 1 }, { owner: 1, security: 3 }, { owner: 1 }, null]) expect(approvalPolicySchema.safeParse(withCell(cell)).success).toBe(false)
    for (const days of [0, -1, 366, 1.5, Infinity]) {
      expect(approvalPolicySchema.safeParse({ ...DEFAULT_POLICY, maximumDays: { ...DEFAULT_POLICY.maximumDays, read: { ...DEFAULT_POLICY.maximumDays.read, public: days } } }).success).toBe(false)
    }
    expect(approvalPolicySchema.safeParse({ ...DEFAULT_POLICY, breakGlassHours: 25 }).success).toBe(false)
  })
})
