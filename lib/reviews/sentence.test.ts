import { describe, expect, test } from 'vitest'
import { noRisks } from './campaign-view'
import type { CampaignView } from './model'
import { type CampaignTold, campaignSentence } from './sentence'
import { timeLeftInWords } from './time-words'

const NOW = new Date('2026-11-21T14:00:00Z')
const counts = (more: Partial<CampaignView['counts']> = {}): CampaignView['counts'] => ({ items: 412, stage: { total: 412, decided: 193 }, byRisk: noRisks(), outcomes: {}, remediation: {}, confirmation: {}, conflicts: 0, nobody: 0, ...more })
const told = (more: Partial<CampaignTold>): CampaignTold => ({
  state: 'running', kind: 'grants', stage: 1, stages: 2, iteration: 1, stageEndsAt: new Date('2026-11-27T17:00:00Z'), counts: counts(), groups: {}, people: { notBegun: 3, notSignedOff: 0 }, closes: 'when_signed_off', launch: null, watchedUntil: null, closedAt: null, closedBy: null, closeReason: null, ...more,
})
const launch = (more: Partial<NonNullable<CampaignView['launch']>>): CampaignView['launch'] => ({ phase: 'evidence', done: 0, total: 0, startedAt: '', error: null, ...more })
const decided = { outcomes: { keep: 371, revoke: 41 }, remediation: { none: 371, success: 41 } }

describe('the state of a campaign in a sentence', () => {
  test.each<[string, Partial<CampaignTold>, string]>([
    ['a draft', { state: 'draft' }, 'A draft: nobody has been asked yet.'],
    ['a launch that has begun', { state: 'draft', launch: launch({}) }, 'It is being launched.'],
    ['a launch under way', { state: 'draft', launch: launch({ done: 4_120, total: 20_000 }) }, 'It is being launched: 4,120 of 20,000 items done.'],
    ['a launch that failed', { state: 'draft', launch: launch({ error: 'The scope holds nothing.' }) }, 'Launching it failed: The scope holds nothing. It is a draft as before, and nobody has been asked.'],
    ['a stage under way', {}, 'Stage 1 of 2: 193 of 412 items answered; closes Fri 27 Nov 17:00 UTC; 3 reviewers have not begun.'],
    ['the only stage', { stages: 1, people: { notBegun: 1, notSignedOff: 0 } }, '193 of 412 items answered; closes Fri 27 Nov 17:00 UTC; 1 reviewer has not begun.'],
    ['a stage asked again', { iteration: 2, counts: counts({ stage: { total: 12, decided: 0 } }), people: { notBegun: 0, notSignedOff: 0 } }, 'Stage 1 of 2, asked again what nobody answered: 0 of 12 items answered; closes Fri 27 Nov 17:00 UTC.'],
    ['all answered, not all signed', { stages: 1, counts: counts({ stage: { total: 412, decided: 412 } }), people: { notBegun: 0, notSignedOff: 2 } }, 'All 412 items answered; closes Fri 27 Nov 17:00 UTC; 2 reviewers have still to sign off.'],
    ['all answered, closing at the deadline only', { stages: 1, closes: 'at_deadline', counts: counts({ stage: { total: 412, decided: 412 } }), people: { notBegun: 0, notSignedOff: 2 } }, 'All 412 items answered; closes Fri 27 Nov 17:00 UTC.'],
    ['conflicts and items without anybody', { stages: 1, people: { notBegun: 0, notSignedOff: 0 }, counts: counts({ conflicts: 2, nobody: 1 }) }, '193 of 412 items answered; closes Fri 27 Nov 17:00 UTC; reviewers contradict each other on 2 items; nobody can be asked about 1 item.'],
    ['past its deadline', { stages: 1, stageEndsAt: NOW, people: { notBegun: 0, notSignedOff: 0 } }, '193 of 412 items answered; its time is over, and it closes within minutes.'],
    ['remediation', { state: 'remediation', counts: counts(decided), groups: { question: 1, error: 1, manual: 2, suspended: 3, open: 9, watching: 25 } }, 'Decided; 16 of 41 outcomes are not applied for good yet: 1 changed since, so that somebody must say what it means, 1 failed, 2 to be done by a person, 3 suspended first, 9 to be applied.'],
    ['remediation that is done', { state: 'remediation', counts: counts(decided) }, 'Decided; what was decided is being applied.'],
    ['a watch', { state: 'confirming', counts: counts(decided), groups: { watching: 41 }, watchedUntil: Date.parse('2026-12-04T00:00:00Z') }, '41 grants were revoked; 41 are watched until 4 Dec 2026, and nothing has been used since.'],
    ['still used', { state: 'confirming', counts: counts(decided), groups: { watching: 39, still_used: 2 } }, '41 grants were revoked; 2 are still used, so the campaign stays open.'],
    ['one of each hindrance', { state: 'confirming', counts: counts({ outcomes: { revoke: 1, narrow: 2, shorten: 3 } }), groups: { still_used: 1, still_reachable: 1, not_evaluable: 1 } }, '1 grant was revoked, 2 narrowed and 3 shortened; 1 is still used, 1 is still reachable through another grant, of 1 no source can say whether it is over, so the campaign stays open.'],
    ['nothing to watch', { state: 'confirming', counts: counts({ outcomes: { keep: 412 } }) }, 'Nothing had to be ended; it closes within minutes.'],
    ['closed and proven', { state: 'closed', counts: counts(decided), groups: { over: 41 }, closedAt: NOW }, 'Closed on 21 Nov 2026: 371 kept, 41 revoked; what was ended is confirmed to be over.'],
    ['closed on a signature', { state: 'closed', counts: counts(decided), groups: { over: 40, signed: 1 }, closedAt: NOW }, 'Closed on 21 Nov 2026: 371 kept, 41 revoked; 1 left or closed without proof, on a reviewer’s signature.'],
    ['owners who attested', { state: 'closed', kind: 'ownership', counts: counts({ outcomes: { keep: 12 } }), closedAt: NOW }, 'Closed on 21 Nov 2026: 12 kept.'],
    ['cancelled', { state: 'cancelled', closedAt: NOW, closedBy: 'Rae', closeReason: 'Begun twice.' }, 'Cancelled on 21 Nov 2026 by Rae: Begun twice. Nothing of it is applied.'],
  ])('%s', (_, more, sentence) => {
    expect(campaignSentence(told(more), NOW)).toBe(sentence)
  })
})

describe('the time that is left', () => {
  test.each([
    ['2026-11-27T17:10:00Z', '6 days 3 hours'], ['2026-11-22T14:05:00Z', '1 day'], ['2026-11-21T17:40:00Z', '3 hours 40 minutes'], ['2026-11-21T14:01:00Z', '1 minute'], ['2026-11-21T14:00:30Z', 'less than a minute'], ['2026-11-21T13:00:00Z', 'no time'],
  ])('until %s is %s', (until, words) => {
    expect(timeLeftInWords(new Date(until), NOW)).toBe(words)
  })
})
