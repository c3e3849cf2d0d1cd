import { describe, expect, it } from 'vitest'
import { contentSchema } from './content'
import type { Answer, Given, Outcome } from './outcome'
import { detailOf, outcomeOf, whyOf } from './outcome-words'
import cases from './stage-cases.json'
import { type Closing, closeItem, closesBecause, deadlineOf, escalatesAt, type StageRule, turnAfter, withRestrictions } from './stage'

type Case = Partial<StageRule> & { name: string; asked: number; given: string[]; before?: string[]; escalated?: boolean; dropped?: boolean; is: string }

function given(text: string, index: number): Given {
  const [answer, until] = text.split(' ')
  return { personId: `p${index}`, answer: answer as Answer, until: until === undefined ? null : Number(until), targets: null }
}

function outcome(text: string): Outcome {
  const [kind, until] = text.split(' ')
  return kind === 'shorten' ? { kind, until: Number(until) } : { kind: kind as 'keep' | 'revoke' }
}

function shown(closing: Closing): string {
  const of = closing.next === 'final' ? closing.outcome : closing.own
  return [closing.next, of === null ? null : of.kind === 'shorten' ? `shorten ${of.until}` : of.kind, `by ${closing.by}`].filter((part) => part !== null).join(' ')
}

describe('what the close of a stage does to an item', () => {
  it.each(cases as Case[])('$name', (one) => {
    const { name: _, asked, given: answers, before = [], escalated = false, dropped = false, is, ...rule } = one
    const full: StageRule = { strategy: 'all_must_accept', stopOn: ['deny'], repeats: 0, noResponse: 'revoke', stage: 1, stages: 1, iteration: 1, ...rule }
    expect(shown(closeItem(full, { asked, given: answers.map(given), escalated, dropped, before: before.map(outcome) }))).toBe(is)
  })

  it('accepted narrowings that have nothing in common leave nothing, and no later stage brings anything back', () => {
    const narrow = (name: string): Outcome => ({ kind: 'narrow', targets: [{ kind: 'tool', name, access: 'read', scope: [] }], until: null })
    expect(withRestrictions([narrow('a'), narrow('b')], { kind: 'keep' })).toEqual({ kind: 'revoke' })
    expect(withRestrictions([narrow('a*'), { kind: 'shorten', until: 5 }], narrow('ab'))).toEqual({ ...narrow('ab'), until: 5 })
  })
})

describe('when a stage closes', () => {
  const standing = { endsAt: 1000, asked: 3, unanswered: 0, unsigned: 0 }
  it.each<[string, Parameters<typeof closesBecause>, ReturnType<typeof closesBecause>]>([
    ['once everybody has signed off', ['when_signed_off', standing, 500], 'signed_off'],
    ['not while somebody has not', ['when_signed_off', { ...standing, unsigned: 1 }, 500], null],
    ['not while something is unanswered', ['when_signed_off', { ...standing, unanswered: 1 }, 500], null],
    ['not by itself where nobody is asked', ['when_signed_off', { ...standing, asked: 0 }, 500], null],
    ['not before the deadline where that is what counts', ['at_deadline', standing, 999], null],
    ['at the deadline to the millisecond', ['at_deadline', { ...standing, unanswered: 3, unsigned: 2 }, 1000], 'deadline'],
  ])('%s', (_, args, expected) => {
    expect(closesBecause(...args)).toBe(expected)
  })

  const content = contentSchema.parse({ stages: [{ reviewers: [{ kind: 'owner' }], days: 10 }, { reviewers: [{ kind: 'security' }], days: 3 }] })
  const again: Closing = { next: 'again', own: null, by: 'no_response' }
  const escalate: Closing = { next: 'escalate', own: null, by: 'nobody' }
  const next: Closing = { next: 'next', own: { kind: 'keep' }, by: 'answers' }
  const final: Closing = { next: 'final', own: { kind: 'keep' }, by: 'answers', outcome: { kind: 'keep' } }
  it.each<[string, number, Closing[], boolean, unknown]>([
    ['the unanswered are asked again for as long, and the others wait', 1, [final, next, again, escalate], false, { kind: 'iterate', days: 10 }],
    ['whoever silence escalates to has a week', 1, [final, next, escalate], false, { kind: 'iterate', days: 7 }],
    ['or less, where the stage is shorter', 2, [escalate], false, { kind: 'iterate', days: 3 }],
    ['what goes on is asked in the next stage', 1, [final, next], false, { kind: 'advance', stage: 2, days: 3 }],
    ['what has waited goes on too', 1, [final], true, { kind: 'advance', stage: 2, days: 3 }],
    ['nothing goes on: it is decided, whatever stages were left', 1, [final], false, { kind: 'decided' }],
    ['after the last stage it is decided', 2, [final], false, { kind: 'decided' }],
  ])('%s', (_, stage, closings, waiting, turn) => {
    expect(turnAfter(content, stage, closings, waiting)).toEqual(turn)
  })

  it('escalation adds a person some days before the end, never in the first half', () => {
    const day = (n: number): Date => new Date(n * 86_400_000)
    expect(escalatesAt(day(0), day(10), 1)).toEqual(day(9))
    expect(escalatesAt(day(0), day(2), 3)).toEqual(day(1))
    expect(escalatesAt(day(0), day(10), null)).toBeNull()
    expect(deadlineOf(day(1), 10)).toEqual(day(11))
  })
})

describe('in words', () => {
  const names = (id: string): string => ({ p0: 'Erin', p1: 'Rae' })[id] ?? id
  it.each<[Closing, string[], number, string]>([
    [{ next: 'final', own: { kind: 'revoke' }, by: 'answers', outcome: { kind: 'revoke' } }, ['keep', 'revoke'], 2, 'Erin said keep, Rae said revoke; everybody who is asked must accept.'],
    [{ next: 'final', own: { kind: 'revoke' }, by: 'answers', outcome: { kind: 'revoke' } }, ['keep'], 2, 'Erin said keep, 1 of 2 did not answer; everybody who is asked must accept.'],
    [{ next: 'final', own: { kind: 'keep' }, by: 'answers', outcome: { kind: 'keep' } }, ['keep'], 1, 'Erin said keep.'],
    [{ next: 'final', own: { kind: 'revoke' }, by: 'no_response', outcome: { kind: 'revoke' } }, [], 1, 'Nobody answered; silence means that it is revoked.'],
    [{ next: 'final', own: { kind: 'keep' }, by: 'no_response', outcome: { kind: 'keep' } }, ['abstain'], 2, 'Erin could not tell, nobody else answered; silence means that it is kept.'],
    [{ next: 'again', own: null, by: 'no_response' }, [], 1, 'Nobody answered; the same people are asked again.'],
    [{ next: 'final', own: { kind: 'revoke' }, by: 'nobody', outcome: { kind: 'revoke' } }, [], 0, 'Nobody could be asked, and what nobody looks at is not kept.'],
  ])('%#: who said what, and what that means', (closing, answers, asked, text) => {
    expect(whyOf(closing, { asked, given: answers.map(given), strategy: 'all_must_accept', before: false }, names)).toBe(text)
  })

  it('what earlier stages left is told where it changes the outcome', () => {
    const closing: Closing = { next: 'final', own: { kind: 'keep' }, by: 'answers', outcome: { kind: 'shorten', until: 5 } }
    expect(whyOf(closing, { asked: 1, given: [given('keep', 0)], strategy: 'all_must_accept', before: true }, names)).toBe('Erin said keep. With what earlier stages accepted it is shortened.')
  })

  it('what earlier stages left is told after silence too', () => {
    const closing: Closing = { next: 'final', own: { kind: 'keep' }, by: 'no_response', outcome: { kind: 'shorten', until: 5 } }
    expect(whyOf(closing, { asked: 1, given: [], strategy: 'all_must_accept', before: true }, names)).toBe('Nobody answered; silence means that it is kept. With what earlier stages accepted it is shortened.')
  })

  it('narrowings with nothing in common are named as the reason why all who accept come to a revocation', () => {
    const narrow = (personId: string, name: string): Given => ({ personId, answer: 'narrow', until: null, targets: [{ kind: 'tool', name, access: 'read', scope: [] }] })
    const apart = [narrow('p0', 'a'), narrow('p1', 'b')]
    const closing = closeItem({ strategy: 'all_must_accept', stopOn: [], repeats: 0, noResponse: 'revoke', stage: 1, stages: 1, iteration: 1 }, { asked: 2, given: apart, escalated: false, before: [] })
    expect(whyOf(closing, { asked: 2, given: apart, strategy: 'all_must_accept', before: false }, names)).toBe('Erin said to narrow, Rae said to narrow; everybody who is asked must accept. What they leave has nothing in common, so it is revoked.')
  })

  it('that nobody could be asked is not said of what somebody was asked who fell away', () => {
    const closing: Closing = { next: 'final', own: { kind: 'revoke' }, by: 'nobody', outcome: { kind: 'revoke' } }
    expect(whyOf(closing, { asked: 0, given: [], strategy: 'all_must_accept', before: false, dropped: true }, names)).toBe('Whoever was asked may not answer any more, and what nobody looks at is not kept.')
    expect(whyOf({ next: 'escalate', own: null, by: 'nobody' }, { asked: 0, given: [], strategy: 'all_must_accept', before: false, dropped: true }, names)).toBe('Whoever was asked may not answer any more; it is given to whom silence escalates to.')
  })

  it('an outcome is read again as it was stored', () => {
    for (const one of [{ kind: 'keep' }, { kind: 'revoke' }, { kind: 'shorten', until: 5000 }, { kind: 'narrow', until: null, targets: [{ kind: 'tool', name: 'a', access: 'read', scope: ['x'] }] }] satisfies Outcome[]) expect(outcomeOf(one.kind, detailOf(one, 'why'))).toEqual(one)
  })
})
