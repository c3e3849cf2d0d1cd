import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyCall, anyGrant, anyGrants } from '@/lib/testing/arbitrary-grants'
import { worldWith } from '@/lib/testing/grant-world'
import { glob, oracleVerdict } from '@/lib/testing/verdict-oracle'
import { effectiveIntervals, isEffective } from './intervals'
import { makeJudge } from './make-judge'
import { covers } from './match'
import type { GrantFact } from './model'
import { compilePattern, matchesPattern } from './target-match'
import { judge } from './verdict'

const RUNS = { numRuns: 3000 }

describe('the verdict on random worlds', () => {
  it('is what a second reading of the rule book says', () => {
    fc.assert(fc.property(anyGrants, anyCall, (grants, call) => {
      expect(judge(worldWith(grants), call)).toEqual(oracleVerdict(worldWith(grants), call))
    }), RUNS)
  })

  it('is the same from the fast judge, whatever it judged before', () => {
    fc.assert(fc.property(anyGrants, fc.array(anyCall, { minLength: 1, maxLength: 8 }), (grants, calls) => {
      const world = worldWith(grants)
      const fast = makeJudge(world)
      for (const call of [...calls, ...calls]) expect(fast(call)).toEqual(judge(world, call))
    }), RUNS)
  })

  it('does not depend on the order in which grants are loaded', () => {
    fc.assert(fc.property(anyGrants, anyCall, (grants, call) => {
      expect(judge(worldWith([...grants].reverse()), call)).toEqual(judge(worldWith(grants), call))
    }), RUNS)
  })

  it('is granted exactly when some grant covers the call, an attributed call to a registered server', () => {
    fc.assert(fc.property(anyGrants, anyCall, (grants, call) => {
      const world = worldWith(grants)
      const { verdict, grantId } = judge(world, call)
      if (verdict === 'unregistered' || verdict === 'unattributed') return
      expect(verdict === 'granted').toBe(grants.some((grant) => covers(world, grant, call)))
      expect(grantId !== null).toBe(verdict === 'granted')
    }), RUNS)
  })

  it('stays granted when a grant is added', () => {
    fc.assert(fc.property(anyGrants, anyGrant, anyCall, (grants, added, call) => {
      if (judge(worldWith(grants), call).verdict !== 'granted') return
      expect(judge(worldWith([...grants, { ...added, id: 'zz' }]), call).verdict).toBe('granted')
    }), RUNS)
  })
})

/** Checks that whatever `narrower` covers, `wider` covers too. */
function neverWidens(narrow: (grant: GrantFact) => GrantFact): void {
  fc.assert(fc.property(anyGrant, anyCall, (grant, call) => {
    const narrower = narrow(grant)
    if (covers(worldWith([narrower]), narrower, call)) expect(covers(worldWith([grant]), grant, call)).toBe(true)
  }), { numRuns: 3000 })
}

describe('what a grant covers', () => {
  it('never widens by a shorter window', () => neverWidens((grant) => ({ ...grant, validFrom: grant.validFrom + 100, validUntil: Math.min(grant.validUntil ?? Infinity, 1700) })))
  it('never widens by a lower ceiling', () => neverWidens((grant) => ({ ...grant, access: 'read' })))
  it('never widens by a revocation', () => neverWidens((grant) => ({ ...grant, revokedAt: Math.min(grant.revokedAt ?? Infinity, 1450) })))
  it('never widens by a suspension', () => neverWidens((grant) => ({ ...grant, suspensions: [...grant.suspensions, { from: 1300, to: 1450, toolName: null }] })))
  it('never widens by an exact target in place of its glob', () => neverWidens((grant) => (grant.target === '*' && grant.targetKind === 'tool' ? { ...grant, target: 'close_issue' } : grant)))
  it('never widens by a scope where there was none', () => neverWidens((grant) => (grant.scope.length === 0 ? { ...grant, scope: ['repo:a/*'] } : grant)))
  it('never widens by a named agent in place of any, if that agent was active', () => neverWidens((grant) => (grant.agentId === null ? { ...grant, agentId: 'triage' } : grant)))

  it('is never lost by removing its scope', () => {
    fc.assert(fc.property(anyGrant, anyCall, (grant, call) => {
      if (!covers(worldWith([grant]), grant, call)) return
      const free = { ...grant, scope: [] }
      expect(covers(worldWith([free]), free, call)).toBe(true)
    }), { numRuns: 3000 })
  })

  it('never includes a call at or after its revocation', () => {
    fc.assert(fc.property(anyGrant, anyCall, (grant, call) => {
      const revoked = { ...grant, revokedAt: call.at }
      expect(covers(worldWith([revoked]), revoked, call)).toBe(false)
    }), RUNS)
  })

  it('is in force exactly within its effective intervals', () => {
    fc.assert(fc.property(anyGrant, anyCall, (grant, call) => {
      const inside = effectiveIntervals(grant, call.target).some((interval) => interval.from <= call.at && (interval.to === null || call.at < interval.to))
      expect(inside).toBe(isEffective(grant, call.target, call.at))
    }), RUNS)
  })
})

describe('globs', () => {
  it('match as a column-by-column matcher says', () => {
    const text = fc.stringMatching(/^[ab/*]{0,8}$/)
    fc.assert(fc.property(text, text, (pattern, target) => {
      expect(matchesPattern(compilePattern(pattern), target)).toBe(glob(pattern, target))
    }), { numRuns: 3000 })
  })

  it('cannot be made slow by hostile stars', () => {
    const started = performance.now()
    expect(matchesPattern(compilePattern('a*'.repeat(500) + 'b'), 'a'.repeat(20_000))).toBe(false)
    expect(performance.now() - started).toBeLessThan(200)
  })
})
