import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NarrowTarget } from '@/lib/grants/narrow-model'
import type { Question } from './model'
import { type Outcome, within } from './outcome'
import { endingOf, nextTryAt, REMEDY_ACTIONS, remedyActions, type RemedyFacts, type RemedyItem, remedyNeedsReason, remedyRefusal, remedyStep, type StandingGrant } from './remedy'

const NOW = 1_000_000_000
const DAY = 86_400_000
const target = (name: string, access: NarrowTarget['access'] = 'write', scope: string[] = []): NarrowTarget => ({ kind: 'tool', name, access, scope })
const grant = (more: Partial<StandingGrant> = {}): StandingGrant => ({ id: 'g', target: target('*'), validFrom: 0, validUntil: null, ...more })
const revoke: Outcome = { kind: 'revoke' }
const narrow = (...targets: NarrowTarget[]): Outcome => ({ kind: 'narrow', targets, until: null })
const shorten = (until: number): Outcome => ({ kind: 'shorten', until })

describe('what is done to one grant', () => {
  it.each<[string, Outcome, StandingGrant, unknown]>([
    ['kept: nothing', { kind: 'keep' }, grant(), null],
    ['revoked: ended', revoke, grant(), { do: 'revoke' }],
    ['narrowed: what is left comes in its place', narrow(target('a', 'read')), grant(), { do: 'replace', targets: [target('a', 'read')], until: null }],
    ['narrowed to what it is already: nothing', narrow(target('a')), grant({ target: target('a') }), null],
    ['narrowed to more than it is: nothing, never more', narrow(target('*', 'admin')), grant({ target: target('a') }), null],
    ['narrowed to something else: nothing is left, so it is ended', narrow(target('b')), grant({ target: target('a') }), { do: 'revoke' }],
    ['narrowed and shortened: both', { kind: 'narrow', targets: [target('a')], until: NOW + DAY }, grant(), { do: 'replace', targets: [target('a')], until: NOW + DAY }],
    ['narrowed never lasts longer than the grant', narrow(target('a')), grant({ validUntil: NOW + DAY }), { do: 'replace', targets: [target('a')], until: NOW + DAY }],
    ['shortened: itself, for less long', shorten(NOW + DAY), grant(), { do: 'replace', targets: [target('*')], until: NOW + DAY }],
    ['shortened to a time after its end: nothing', shorten(NOW + 2 * DAY), grant({ validUntil: NOW + DAY }), null],
    ['shortened to now: ended', shorten(NOW), grant(), { do: 'revoke' }],
    ['shortened to before it begins: ended', shorten(NOW + DAY), grant({ validFrom: NOW + 2 * DAY }), { do: 'revoke' }],
  ])('%s', (_what, outcome, standing, expected) => {
    const ending = endingOf(outcome, standing, NOW)
    if (expected === null) expect(ending).toBeNull()
    else expect(ending).toMatchObject(expected as object)
  })

  it('never gives what the grant does not admit, nor for longer', () => {
    const someTarget = fc.record({ kind: fc.constant('tool' as const), name: fc.constantFrom('*', 'a*', 'a', 'ab', 'b*', '*b'), access: fc.constantFrom('read', 'write', 'admin'), scope: fc.constantFrom([], ['x/*'], ['x/y']) }) as fc.Arbitrary<NarrowTarget>
    const until = fc.constantFrom(null, NOW - 1, NOW + 1, NOW + DAY)
    fc.assert(fc.property(fc.array(someTarget, { maxLength: 4 }), until, someTarget, until, (targets, end, own, validUntil) => {
      const standing = grant({ target: own, validUntil })
      const ending = endingOf({ kind: 'narrow', targets, until: end }, standing, NOW)
      if (ending?.do !== 'replace') return
      expect(ending.targets.every((one) => within(own, one))).toBe(true)
      if (validUntil !== null) expect(ending.until).toBeLessThanOrEqual(validUntil)
    }))
  })
})

const changed: Question = { kind: 'narrowed', text: 'It was narrowed.', grantIds: ['h'] }
const facts = (more: Partial<RemedyFacts> = {}): RemedyFacts => ({ outcome: revoke, mode: 'automatic', suspendDays: 3, standing: [grant()], changed: null, answered: false, manual: false, suspendedAt: null, endsAt: null, now: NOW, ...more })

describe('what is done about an item', () => {
  it.each<[string, Partial<RemedyFacts>, string]>([
    ['automatic', {}, 'apply'],
    ['over already', { standing: [] }, 'nothing'],
    ['over already, though it had changed and waits for an answer', { standing: [], changed }, 'nothing'],
    ['what came in its place is within the outcome', { outcome: narrow(target('a')), standing: [grant({ target: target('a') })], changed }, 'nothing'],
    ['changed since', { changed }, 'ask'],
    ['changed since, by ticket too', { changed, mode: 'ticket' }, 'ask'],
    ['changed since and answered', { changed, answered: true }, 'apply'],
    ['answered, by ticket', { changed, answered: true, mode: 'ticket' }, 'ticket'],
    ['by ticket', { mode: 'ticket' }, 'ticket'],
    ['by ticket, told already', { mode: 'ticket', manual: true }, 'wait'],
    ['suspended first', { mode: 'suspend_first' }, 'suspend'],
    ['suspended, not over', { mode: 'suspend_first', suspendedAt: NOW - DAY, endsAt: NOW + 1 }, 'wait'],
    ['suspended, and its days are over', { mode: 'suspend_first', suspendedAt: NOW - DAY, endsAt: NOW }, 'apply'],
    ['suspended, changed meanwhile', { mode: 'suspend_first', suspendedAt: NOW - DAY, endsAt: NOW, changed }, 'ask'],
    ['a person has looked: not suspended first', { mode: 'suspend_first', changed, answered: true }, 'apply'],
    ['a narrowing is not suspended first', { mode: 'suspend_first', outcome: narrow(target('a')) }, 'apply'],
    ['nor a shortening', { mode: 'suspend_first', outcome: shorten(NOW + DAY) }, 'apply'],
  ])('%s', (_what, more, expected) => {
    expect(remedyStep(facts(more)).do).toBe(expected)
  })

  it('suspends for as many days as the campaign says', () => {
    expect(remedyStep(facts({ mode: 'suspend_first' }))).toMatchObject({ grantIds: ['g'], endsAt: NOW + 3 * DAY })
  })

  it('tries again later and later, at most six hours apart', () => {
    expect([1, 2, 5, 9, 40].map((tries) => (nextTryAt(tries, 0)) / 60_000)).toEqual([2, 4, 32, 360, 360])
  })
})

describe('what a person may do with an item', () => {
  const item = (more: Partial<RemedyItem>): RemedyItem => ({ state: 'decided', remediation: 'open', confirmation: null, question: false, suspended: false, ...more })
  it.each<[string, Partial<RemedyItem>, string[]]>([
    ['waiting to be applied', {}, []],
    ['failed', { state: 'error', remediation: 'error' }, ['retry', 'sign']],
    ['suspended', { suspended: true }, ['restore']],
    ['for somebody to do', { remediation: 'manual' }, ['done', 'sign']],
    ['changed since', { question: true }, ['apply', 'leave']],
    ['changed while suspended', { question: true, suspended: true }, ['restore', 'apply', 'leave']],
    ['watched', { state: 'remediated', remediation: 'success', confirmation: 'watching' }, []],
    ['still used', { state: 'remediated', remediation: 'success', confirmation: 'still_used' }, ['sign']],
    ['still reachable', { state: 'remediated', remediation: 'success', confirmation: 'still_reachable' }, ['sign']],
    ['not evaluable', { state: 'remediated', remediation: 'success', confirmation: 'not_evaluable' }, ['sign']],
    ['silent up to now', { state: 'remediated', remediation: 'success', confirmation: 'confirmed' }, []],
    ['confirmed', { state: 'confirmed', remediation: 'success', confirmation: 'confirmed' }, []],
    ['exempt', { state: 'exempt', suspended: true, question: true }, []],
  ])('%s', (_what, more, expected) => {
    expect(remedyActions(item(more))).toEqual(expected)
    for (const action of REMEDY_ACTIONS) expect(remedyRefusal(action, item(more)) === null).toBe(expected.includes(action))
  })

  it('needs a reason where it stands on somebody’s name', () => {
    expect(REMEDY_ACTIONS.filter(remedyNeedsReason)).toEqual(['restore', 'leave', 'sign'])
  })
})
