import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { covers } from '@/lib/grants/match'
import { anyNarrowing, callWithin, grantFrom } from '@/lib/testing/arbitrary-requests'
import { worldWith } from '@/lib/testing/grant-world'
import { reachOf, type RequestContent, widenings } from './content'
import { windowAt } from './window'

const START = Date.UTC(2026, 10, 20)
const anyNarrowingAndCall = anyNarrowing.chain(([asked, narrowed]) => {
  const [first = asked.targets[0]] = narrowed.targets
  if (first === undefined) throw new Error('A request asks for something.')
  return fc.tuple(fc.constant(asked), fc.constant(narrowed), fc.constantFrom(...(narrowed.targets.length === 0 ? [first] : narrowed.targets)).chain((target) => callWithin(reachOf(narrowed, target))))
})

/** Does one of the grants that would come of this cover the call? */
function admits(content: RequestContent, call: Parameters<typeof covers>[2]): boolean {
  return content.targets.some((target) => {
    const grant = grantFrom(reachOf(content, target))
    return covers(worldWith([grant]), grant, call)
  })
}

describe('what an approver leaves of a request', () => {
  it('admits nothing that was not asked for, when it is said to widen nothing', () => {
    let narrower = 0
    fc.assert(fc.property(anyNarrowingAndCall, ([asked, narrowed, call]) => {
      if (widenings(asked, narrowed).length > 0) return
      narrower += 1
      if (admits(narrowed, call)) expect(admits(asked, call)).toBe(true)
      expect(narrowed.mode === 'task' || asked.mode === 'direct').toBe(true)
      expect(narrowed.reauthorise || !asked.reauthorise).toBe(true)
      expect(narrowed.targets.length).toBeGreaterThan(0)
    }), { numRuns: 20_000 })
    expect(narrower).toBeGreaterThan(1000)
  })

  it('begins no sooner and ends no later, by the same limits', () => {
    fc.assert(fc.property(anyNarrowing, fc.integer({ min: 1, max: 365 }), fc.boolean(), fc.integer({ min: 0, max: 30 }), ([asked, narrowed], maximumDays, openEnded, day) => {
      if (widenings(asked, narrowed).length > 0) return
      const approvedAt = START + day * 86_400_000
      const [before, after] = [windowAt(asked, approvedAt, { maximumDays, openEnded }), windowAt(narrowed, approvedAt, { maximumDays, openEnded })]
      if (after === null || (before?.until === null && before.from === after.from)) return
      expect(before).not.toBeNull()
      expect(after.from).toBe(before?.from)
      expect(after.until ?? Infinity).toBeLessThanOrEqual(before?.until ?? Infinity)
    }), { numRuns: 10_000 })
  })

  it('widens nothing when it is the same, and more narrowing of a narrowing is one of the first', () => {
    fc.assert(fc.property(anyNarrowing, ([asked, narrowed]) => {
      expect(widenings(asked, asked)).toEqual([])
      if (widenings(asked, narrowed).length > 0) return
      const again = { ...narrowed, targets: narrowed.targets.slice(0, 1).map((target) => ({ ...target, access: 'read' as const })) }
      expect(widenings(narrowed, again)).toEqual([])
      expect(widenings(asked, again)).toEqual([])
    }), { numRuns: 5000 })
  })
})
