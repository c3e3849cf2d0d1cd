import { describe, expect, it } from 'vitest'
import { type Duty, type DutyKind, type DutyState, nextDuty } from './next-duty'
import { judgeAgree, judgeAsk, LAPSE_MS, mayDecline, mayWithdraw, type Somebody, type TransferFact, UNRESPONSIVE_MS } from './transfer'

const NOW = 1_000_000
const duty = (kind: DutyKind, dueAt: number | null): Duty => ({ kind, text: '', dueAt, ownerId: null, action: null })
const active: DutyState = { kind: 'server', lifecycle: 'active' }

describe('the next duty', () => {
  it.each<[string, Duty[], DutyState, DutyKind | null, number, number]>([
    ['is none where nothing is asked', [], active, null, 0, 0],
    ['is the overdue one before one without a date', [duty('transfer', null), duty('attestation', NOW - 1)], active, 'attestation', 2, 1],
    ['is the one overdue longest', [duty('attestation', NOW - 1), duty('rotation', NOW - 9)], active, 'rotation', 2, 2],
    ['is the soonest', [duty('review', NOW + 9), duty('rotation', NOW + 1)], active, 'rotation', 2, 0],
    ['is overdue at its very moment', [duty('review', NOW)], active, 'review', 1, 1],
    ['is the gravest of one moment', [duty('identity', NOW + 1), duty('orphaned', NOW + 1)], active, 'orphaned', 2, 0],
    ['is the offboarding alone of what is on its way out', [duty('attestation', NOW - 9), duty('offboarding', null)], { kind: 'server', lifecycle: 'offboarding' }, 'offboarding', 1, 0],
    ['is none of what has ended', [duty('rotation', NOW - 9)], { kind: 'server', lifecycle: 'retired' }, null, 0, 0],
    ['is a transfer, but no attestation, of an inactive agent', [duty('attestation', NOW - 9), duty('transfer', NOW + 1)], { kind: 'agent', lifecycle: 'inactive' }, 'transfer', 1, 0],
  ])('%s', (_, duties, state, kind, total, overdue) => {
    const found = nextDuty(duties, state, NOW)
    expect([found.next?.kind ?? null, found.total, found.overdue]).toEqual([kind, total, overdue])
  })
})

const owner: Somebody = { personId: 'owner', isReviewer: false }
const wants: Somebody = { personId: 'wants', isReviewer: false }
const backup: Somebody = { personId: 'backup', isReviewer: false }
const stranger: Somebody = { personId: 'x', isReviewer: false }
const reviewer: Somebody = { personId: 'rev', isReviewer: true }
const place = { fromId: 'owner', toId: 'wants', alsoFrom: null, fromActive: true }
const vacant = { fromId: null, toId: 'wants', alsoFrom: null, fromActive: false }

describe('a transfer', () => {
  it.each<[string, typeof place | typeof vacant | { fromId: null; toId: string; alsoFrom: string; fromActive: boolean }, Somebody, [boolean, boolean] | null]>([
    ['asked by whoever has it has that side’s agreement', place, owner, [true, false]],
    ['asked by whoever wants it has that side’s', place, wants, [false, true]],
    ['asked by a security reviewer has neither while the present one is there', place, reviewer, [false, false]],
    ['asked by a security reviewer for a vacant place waits for whoever is to have it', vacant, reviewer, [true, false]],
    ['taken by a security reviewer where nobody is there is agreed', { ...vacant, toId: 'rev' }, reviewer, [true, true]],
    ['wanted by somebody where nobody is there waits for a security reviewer', vacant, wants, [false, true]],
    ['of a place whose owner left is the backup owner’s to take', { fromId: null, toId: 'backup', alsoFrom: 'backup', fromActive: false }, backup, [true, true]],
    ['is not asked for by a stranger', place, stranger, null],
    ['is not asked for to whoever has it', { ...place, toId: 'owner' }, owner, null],
  ])('%s', (_, fact, who, wanted) => {
    const answer = judgeAsk(fact, who)
    expect(answer.ok ? [answer.sides.from, answer.sides.to] : null).toEqual(wanted)
  })

  const waiting = (more: Partial<TransferFact> = {}): TransferFact => ({ ...place, askedBy: 'owner', askedAt: 0, fromAgreed: true, toAgreed: false, state: 'waiting', lapsesAt: LAPSE_MS, ...more })

  it.each<[string, TransferFact, Somebody, number, [boolean, boolean] | null]>([
    ['is accepted by whoever is to have it', waiting(), wants, 1, [false, true]],
    ['is not accepted for somebody else', waiting(), stranger, 1, null],
    ['is not taken over by a security reviewer for somebody else', waiting(), reviewer, UNRESPONSIVE_MS, null],
    ['is not agreed twice by one side', waiting(), owner, 1, null],
    ['is not agreed by a security reviewer in the first week', waiting({ fromAgreed: false, toAgreed: true }), reviewer, UNRESPONSIVE_MS - 1, null],
    ['is agreed by a security reviewer when a week has brought no answer', waiting({ fromAgreed: false, toAgreed: true }), reviewer, UNRESPONSIVE_MS, [true, false]],
    ['is agreed by a security reviewer at once where nobody is there', waiting({ ...vacant, fromAgreed: false, toAgreed: true }), reviewer, 1, [true, false]],
    ['is not agreed by the security reviewer who wants it', waiting({ ...vacant, toId: 'rev', fromAgreed: false, toAgreed: true }), reviewer, 1, null],
    ['is not accepted after it has lapsed', waiting(), wants, LAPSE_MS, null],
    ['is not accepted after it was declined', waiting({ state: 'declined' }), wants, 1, null],
  ])('%s', (_, fact, who, now, wanted) => {
    const answer = judgeAgree(fact, who, now)
    expect(answer.ok ? [answer.sides.from, answer.sides.to] : null).toEqual(wanted)
  })

  it('is declined by the side that was asked, and taken back by whoever asked', () => {
    const all = [owner, wants, stranger, reviewer]
    expect(all.map((who) => mayDecline(waiting(), who))).toEqual([false, true, false, false])
    expect(all.map((who) => mayWithdraw(waiting(), who))).toEqual([true, false, false, true])
    expect(all.map((who) => mayDecline(waiting({ state: 'done' }), who) || mayWithdraw(waiting({ state: 'done' }), who))).toEqual([false, false, false, false])
  })
})
