import { describe, expect, it } from 'vitest'
import type { SilenceVerdict } from './model'
import { type CaseFact, caseSentence, durationInWords, isOverdue, nextAt, secretsLeft } from './sentence'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000]
const fact = (more: Partial<CaseFact>): CaseFact => ({
  kind: 'server', stage: 'open', emergency: false, explained: false, plannedFreezeAt: null, plannedRevokeAt: null, watchFrom: null, watchDays: 7, verdict: null, silence: null, closedAt: null, closedAs: null, reopened: 0, lines: [], ...more,
})
const SILENT: SilenceVerdict = { verdict: 'silent', from: '2026-11-12T00:00:00Z', to: '2026-11-19T00:00:00Z', neededMs: 7 * DAY, vouchedMs: 7 * DAY, dueAt: null, servers: [], calls: 0, refused: 0, lastAt: null, callers: [], events: [], blocking: [], text: '' }
const line = (more: Partial<CaseFact['lines'][number]>): CaseFact['lines'][number] => ({ kind: 'grant_given', state: 'open', action: 'revoke', ownerless: false, ...more })

describe('what a case waits for', () => {
  it.each<[string, Partial<CaseFact>, string]>([
    ['opened', {}, 'Nothing has changed yet; freezing it is the next step.'],
    ['planned', { plannedFreezeAt: NOW + 2 * DAY + 3 * HOUR }, 'Nothing has changed yet; the freeze comes by itself in 2 d 3 h.'],
    ['frozen', { stage: 'frozen' }, 'It may not act; revoking its grants is the next step.'],
    ['frozen with nobody to hand over to', { stage: 'frozen', lines: [line({ ownerless: true }), line({ ownerless: true })] }, 'It may not act. 2 things that it owns have nobody to go to: say to whom, and revoke.'],
    ['a leaver', { kind: 'person', stage: 'frozen', lines: [line({ ownerless: true })] }, 'They may not act. 1 thing that they own has nobody to go to: say to whom, and revoke.'],
    ['revoked with a secret left', { stage: 'revoked', lines: [line({ kind: 'secret', action: 'rotate' }), line({ state: 'done' })] }, '1 secret that it knew is still to be rotated or removed.'],
    ['watched', { stage: 'watch', verdict: 'watching', watchFrom: NOW - 6 * DAY - 20 * HOUR + 7 * MINUTE }, 'Nothing was heard since the watch began; it has 4 h 7 min left.'],
    ['watched, and silent, with a line left', { stage: 'watch', verdict: 'silent', lines: [line({ state: 'done' }), line({ action: 'watch', kind: 'silence' })] }, 'Silent. 1 line is still to be proven.'],
    ['an emergency', { stage: 'frozen', emergency: true }, 'It may not act; revoking its grants is the next step. The emergency is still to be explained.'],
    ['closed', { stage: 'closed', closedAs: 'silent', emergency: true }, 'Over: nothing was heard of it for 7 days, and somebody listened.'],
    ['closed with nothing to listen on', { kind: 'person', stage: 'closed', closedAs: 'silent', silence: { ...SILENT, servers: [] } }, 'Over: nothing was heard of them for 7 days, and they could reach no server by name.'],
    ['signed', { stage: 'closed', closedAs: 'exception' }, 'Over by a signed exception, without its proof.'],
  ])('%s', (_what, more, expected) => expect(caseSentence(fact(more), NOW)).toBe(expected))

  it('never says that nothing is left, and two units at most', () => {
    expect([1, 61_000, HOUR, 25 * HOUR, 7 * DAY].map(durationInWords)).toEqual(['1 min', '2 min', '1 h', '1 d 1 h', '7 d'])
  })

  it('counts only secrets towards rotated, whatever settles them', () => {
    const states = ['open', 'done', 'attested', 'proven', 'exempt'] as const
    expect(states.map((state) => secretsLeft([line({ kind: 'secret', action: 'remove', state }), line({ kind: 'downstream', action: 'remove' })]))).toEqual([1, 1, 0, 0, 0])
  })

  it('is overdue when its planned time has passed, or after two weeks of waiting for people', () => {
    expect([nextAt(fact({ plannedFreezeAt: NOW })), nextAt(fact({ stage: 'frozen' })), nextAt(fact({ stage: 'watch', watchFrom: NOW }))]).toEqual([NOW, null, NOW + 7 * DAY])
    expect([isOverdue(fact({}), NOW - 15 * DAY, NOW), isOverdue(fact({}), NOW - DAY, NOW), isOverdue(fact({ stage: 'frozen', plannedRevokeAt: NOW - 2 * HOUR }), NOW - 3 * HOUR, NOW), isOverdue(fact({ stage: 'closed' }), 0, NOW)]).toEqual([true, false, true, false])
  })
})
