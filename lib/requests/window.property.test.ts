import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyContent, anyPolicy, anyTerm, anyWeight } from '@/lib/testing/arbitrary-requests'
import { windowFault } from '@/lib/testing/request-oracle'
import { mayBeOpenEnded } from './approval-policy'
import { emergencyWindow, shortenedTo, windowFor } from './need'
import { REQUEST_ACTIONS, REQUEST_KINDS, REQUEST_STATES, refusalIn, type RequestAction, stateAt } from './state'
import { windowAt } from './window'

const RUNS = { numRuns: 5000 }
const DAY = 86_400_000
const START = Date.UTC(2026, 10, 20)
const anyTime = fc.oneof(fc.integer({ min: -5, max: 410 }).map((days) => START + days * DAY), fc.integer({ min: 0, max: 400 * DAY }).map((ms) => START + ms))
const anyAsked = fc.record({ startsAt: fc.option(anyTime.map((time) => new Date(time).toISOString()), { freq: 2 }), terms: fc.array(anyTerm, { maxLength: 3 }) })
const anyLimits = fc.record({ maximumDays: fc.integer({ min: 1, max: 365 }), openEnded: fc.boolean(), after: fc.option(anyTime, { freq: 2 }) })

describe('the window of a grant', () => {
  it('never begins before its approval, its wished beginning, or the end of what it renews; nor lasts longer than allowed', () => {
    fc.assert(fc.property(anyAsked, anyTime, anyLimits, (asked, approvedAt, limits) => {
      const window = windowAt(asked, approvedAt, limits)
      if (window === null) return
      expect(windowFault(window, approvedAt, limits.maximumDays, limits.openEnded)).toBeNull()
      if (asked.startsAt !== null) expect(window.from).toBeGreaterThanOrEqual(Date.parse(asked.startsAt))
      if (limits.after !== null) expect(window.from).toBeGreaterThanOrEqual(limits.after)
      expect([approvedAt, Date.parse(asked.startsAt ?? ''), limits.after]).toContain(window.from)
    }), RUNS)
  })

  it('never goes past any of its terms, and has no end only where just that was asked for', () => {
    fc.assert(fc.property(anyAsked, anyTime, anyLimits, (asked, approvedAt, limits) => {
      const window = windowAt(asked, approvedAt, limits)
      if (window === null) return
      for (const term of asked.terms) {
        if (term.kind === 'until') expect(window.until ?? Infinity).toBeLessThanOrEqual(Date.parse(term.until))
        if (term.kind === 'days') expect((window.until ?? Infinity) - window.from).toBeLessThanOrEqual(term.days * DAY)
      }
      if (window.until === null) expect(asked.terms.length > 0 && asked.terms.every((term) => term.kind === 'open')).toBe(true)
    }), RUNS)
  })

  it('is as long as it may be: it ends by a term or by the longest time, and says when it was cut', () => {
    fc.assert(fc.property(anyAsked, anyTime, anyLimits, (asked, approvedAt, limits) => {
      const window = windowAt(asked, approvedAt, limits)
      if (window === null || window.until === null) return
      const longest = window.from + limits.maximumDays * DAY
      const ends = asked.terms.map((term) => (term.kind === 'until' ? Date.parse(term.until) : term.kind === 'days' ? window.from + term.days * DAY : Infinity))
      expect([...ends, longest]).toContain(window.until)
      expect(window.cut).toBe(ends.length > 0 && ends.every((end) => end > longest))
    }), RUNS)
  })

  it('gets no longer by one term more, by a shorter limit, or by a later approval', () => {
    fc.assert(fc.property(anyAsked, anyTerm, anyTime, anyLimits, fc.integer({ min: 1, max: 365 }), fc.integer({ min: 0, max: 50 }), (asked, term, approvedAt, limits, days, late) => {
      const length = (window: ReturnType<typeof windowAt>): number => (window === null ? 0 : (window.until ?? Infinity) - window.from)
      // To somebody who asked without a term the longest time was offered, so that “open” is then a term like no other.
      if (asked.terms.length > 0 || term.kind !== 'open') expect(length(windowAt({ ...asked, terms: [...asked.terms, term] }, approvedAt, limits))).toBeLessThanOrEqual(length(windowAt(asked, approvedAt, limits)))
      expect(length(windowAt(asked, approvedAt, { ...limits, maximumDays: Math.min(days, limits.maximumDays) }))).toBeLessThanOrEqual(length(windowAt(asked, approvedAt, limits)))
      expect(length(windowAt(asked, approvedAt + late * DAY, limits))).toBeLessThanOrEqual(length(windowAt(asked, approvedAt, limits)))
    }), RUNS)
  })

  it('by two policies is never longer than by either', () => {
    fc.assert(fc.property(anyContent, anyPolicy, anyPolicy, anyWeight, anyTime, (content, a, b, server, now) => {
      const [target] = content.targets
      if (target === undefined) return
      const end = (policies: (typeof a)[]): number => {
        const window = windowFor(policies, content, target, server, now)
        return window === null ? 0 : (window.until ?? Infinity)
      }
      expect(end([a, b])).toBeLessThanOrEqual(Math.min(end([a]), end([b])))
      if (end([a, b]) === Infinity) expect(mayBeOpenEnded(target.access, server)).toBe(true)
      const shortened = shortenedTo([a, b], content, server, now)
      if (shortened !== null) expect(content.targets.map((one) => Math.min(a.maximumDays[one.access][server.sensitivity], b.maximumDays[one.access][server.sensitivity]))).toContain(shortened)
    }), RUNS)
  })

  it('in an emergency is never longer than the hours of any policy, nor than asked for', () => {
    fc.assert(fc.property(anyContent, anyPolicy, anyPolicy, anyTime, (content, a, b, now) => {
      const window = emergencyWindow([a, b], content, now)
      expect(window.from).toBe(now)
      expect(window.until ?? Infinity).toBeLessThanOrEqual(now + Math.min(a.breakGlassHours, b.breakGlassHours) * 3_600_000)
      expect(window.until).toBeGreaterThan(now)
      for (const term of content.terms) if (term.kind === 'until' && Date.parse(term.until) > now) expect(window.until ?? Infinity).toBeLessThanOrEqual(Date.parse(term.until))
    }), RUNS)
  })
})

describe('the state of a request', () => {
  const anyTimed = fc.record({ kind: fc.constantFrom(...REQUEST_KINDS), state: fc.constantFrom(...REQUEST_STATES), lapsesAt: fc.option(anyTime), terms: fc.array(anyTerm, { maxLength: 2 }) })

  it('only ever goes from pending to lapsed by time, and stays there', () => {
    fc.assert(fc.property(anyTimed, anyTime, fc.integer({ min: 0, max: 400 }), (request, now, later) => {
      const state = stateAt(request, now)
      if (state !== request.state) expect([request.state, state]).toEqual(['pending', 'lapsed'])
      if (state === 'lapsed') expect(stateAt(request, now + later * DAY)).toBe('lapsed')
    }), RUNS)
  })

  it('is lapsed exactly when nobody answered in time or its end is over, but never for what broke the glass', () => {
    fc.assert(fc.property(anyTimed, anyTime, (request, now) => {
      if (request.state !== 'pending') return
      const over = (request.lapsesAt ?? Infinity) <= now || request.terms.some((term) => term.kind === 'until' && Date.parse(term.until) <= now)
      expect(stateAt(request, now)).toBe(over && request.kind !== 'break_glass' ? 'lapsed' : 'pending')
    }), RUNS)
  })

  it('allows nothing once it has ended, and no change of what broke the glass', () => {
    for (const action of Object.keys(REQUEST_ACTIONS) as RequestAction[]) {
      for (const state of ['approved', 'denied', 'withdrawn', 'lapsed'] as const) for (const kind of REQUEST_KINDS) expect(refusalIn(action, state, kind)).not.toBeNull()
    }
    for (const action of ['edit', 'withdraw', 'submit', 'discard'] as const) expect(refusalIn(action, 'pending', 'break_glass')).not.toBeNull()
    expect(refusalIn('decide', 'pending', 'break_glass')).toBeNull()
  })
})
