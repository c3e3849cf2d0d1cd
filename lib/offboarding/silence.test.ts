import { describe, expect, test } from 'vitest'
import { aWatcher } from '@/lib/testing/drift-builders'
import { ago, DAY, HOUR, NOW } from '@/lib/testing/drift-time'
import { type SilenceFacts, silenceOf } from './silence'
import { lengthInWords } from './silence-words'
import { complement, intersection, reachedAt, spansOf } from './vouched'

const server = { id: 'srv_1', slug: 'gitlab-legacy', names: new Set(['gl']) }
const facts = (change: Partial<SilenceFacts> = {}): SilenceFacts => ({
  now: NOW, subject: { kind: 'server', name: 'gitlab-legacy' }, watchFrom: ago(8), watchMs: 7 * DAY, alarmFrom: ago(8), reopenedAt: null, servers: [server], sources: [aWatcher()], heard: [], events: [], ...change,
})
const call = (lastAt: number, change: Partial<SilenceFacts['heard'][number]> = {}) => ({ name: 'mirror', executed: 0, refused: 1, lastAt, ...change })
const dead = (from: number, to: number) => aWatcher({ alive: [{ from: ago(365), to: from }, { from: to, to: NOW }] })

/** What differs from a server that a gateway has watched for eight days, of which seven are needed; the verdict; how long until it is due (or since when), in days. */
const CASES: readonly [string, Partial<SilenceFacts>, string, number | null][] = [
  ['watched and silent throughout', {}, 'silent', -1],
  ['exactly seven days', { watchFrom: ago(7) }, 'silent', 0],
  ['a millisecond less', { watchFrom: ago(7) + 1 }, 'watching', 1 / DAY],
  ['three days', { watchFrom: ago(3) }, 'watching', 4],
  ['just begun', { watchFrom: NOW }, 'watching', 7],
  ['a gap of a day, made up for', { sources: [dead(ago(5), ago(4))] }, 'silent', 0],
  ['a gap of two days', { sources: [dead(ago(5), ago(3))] }, 'not_evaluable', 1],
  ['dead for its last two days', { sources: [aWatcher({ alive: [{ from: ago(365), to: ago(2) }] })] }, 'not_evaluable', 1],
  ['last heard of a heartbeat ago', { sources: [aWatcher({ alive: [{ from: ago(365), to: NOW - HOUR }] })] }, 'silent', -1],
  ['last heard of a moment more ago, and needed', { watchFrom: ago(7), sources: [aWatcher({ alive: [{ from: ago(365), to: NOW - HOUR - 1 }] })] }, 'not_evaluable', (HOUR + 1) / DAY],
  ['lost records for an hour', { watchFrom: ago(7), sources: [aWatcher({ drops: [{ from: ago(5), to: ago(5) + HOUR - 1, count: 3 }] })] }, 'not_evaluable', HOUR / DAY],
  ['two sources, one after the other', { sources: [aWatcher({ alive: [{ from: ago(30), to: ago(4) }] }), aWatcher({ id: 's2', name: 'edge', alive: [{ from: ago(4), to: NOW }] })] }, 'silent', -1],
  ['two servers, one of them unwatched for two days', { servers: [server, { id: 'srv_2', slug: 'vault' }], sources: [aWatcher({ covers: ['gitlab-legacy'] }), { ...dead(ago(5), ago(3)), id: 's2', name: 'edge', covers: ['vault'] }] }, 'not_evaluable', 1],
  ['two servers, one of them watched by nobody', { servers: [server, { id: 'srv_2', slug: 'vault' }], sources: [aWatcher({ covers: ['gl'] })] }, 'not_evaluable', null],
  ['only agents report', { sources: [aWatcher({ vantage: 'agent' })] }, 'not_evaluable', null],
  ['the only source samples', { sources: [aWatcher({ sampled: true })] }, 'not_evaluable', null],
  ['no source at all', { sources: [] }, 'not_evaluable', null],
  ['no server could be reached', { servers: [], sources: [] }, 'silent', -1],
  ['no server could be reached, three days', { servers: [], sources: [], watchFrom: ago(3) }, 'watching', 4],
  ['an undecided record in the watch', { sources: [aWatcher({ deadLetters: [ago(2)] })] }, 'not_evaluable', -1],
  ['an undecided record of what agents report', { sources: [aWatcher(), aWatcher({ id: 's2', name: 'laptops', vantage: 'agent', deadLetters: [ago(2)] })] }, 'not_evaluable', -1],
  ['an undecided record before the watch', { sources: [aWatcher({ deadLetters: [ago(8) - 1] })] }, 'silent', -1],
  ['an undecided record of a source for other servers', { sources: [aWatcher(), aWatcher({ id: 's2', name: 'vaults', covers: ['vault'], deadLetters: [ago(2)] })] }, 'silent', -1],
  ['a refused call an hour ago', { heard: [call(NOW - HOUR)] }, 'still_calling', 7 - (HOUR - 1) / DAY],
  ['a call a day ago: the watch is on again', { heard: [call(ago(1))] }, 'watching', 6 + 1 / DAY],
  ['a call before the watch began first', { heard: [call(ago(8) - 1)] }, 'silent', -1],
  ['calls until the watch, begun an hour ago', { watchFrom: NOW - HOUR, alarmFrom: NOW - HOUR, heard: [call(NOW - HOUR - 1)] }, 'watching', 7 - HOUR / DAY],
  ['reopened an hour ago for a call of last week', { watchFrom: NOW - HOUR, alarmFrom: ago(20), reopenedAt: NOW - HOUR, heard: [call(ago(9))] }, 'still_calling', 7 - HOUR / DAY],
]

describe('the proof of silence', () => {
  test.each(CASES)('%s', (_name, change, verdict, due) => {
    const found = silenceOf(facts(change))
    expect(found.verdict).toBe(verdict)
    expect(found.dueAt === null ? null : (Date.parse(found.dueAt) - NOW) / DAY).toBe(due)
  })

  test('says which source, which gap, and how much longer it takes', () => {
    const found = silenceOf(facts({ watchFrom: ago(7), sources: [{ ...dead(ago(4), ago(4) + 6.2 * HOUR), name: 'envoy-us' }] }))
    expect(found.text).toBe('No call to gitlab-legacy since Fri 13 Nov 12:00 UTC, but that is not proven for all the time: envoy-us was not heard of from Mon 16 Nov 12:00 UTC. Time that nobody vouches for does not count, so the watch lasts as much longer; the verdict is due on Fri 20 Nov 18:12 UTC.')
    expect(found.servers[0]).toMatchObject({ vouchedMs: 7 * DAY - 6.2 * HOUR, gaps: [{ from: '2026-11-16T12:00:00.000Z', to: '2026-11-16T18:12:00.000Z', why: 'envoy-us was not heard of' }] })
  })

  test('silence names who listened, and when they were alive', () => {
    const found = silenceOf(facts())
    expect(found.text).toBe('No call to gitlab-legacy since Thu 12 Nov 12:00 UTC, for 7 d; gw listened.')
    expect(found.servers[0]?.sources).toEqual([{ name: 'gw', alive: [{ from: found.from, to: found.to }] }])
  })

  test('calls are told with their callers, the latest first, and how many were refused', () => {
    const found = silenceOf(facts({ heard: [call(ago(2)), call(NOW - HOUR, { name: 'triage', executed: 2, refused: 1 })], events: ['evt_1'] }))
    expect(found).toMatchObject({ calls: 4, refused: 2, lastAt: new Date(NOW - HOUR).toISOString(), callers: [{ name: 'triage', calls: 3 }, { name: 'mirror', calls: 1 }], events: ['evt_1'] })
    expect(found.text).toMatch(/^gitlab-legacy was still called: 4 calls since the revocation by triage and mirror, 2 refused, the last on Fri 20 Nov 11:00 UTC\. The watch started again at the last one\./)
  })

  test('what was opened again says from when its watch counts: not from the call that came to light', () => {
    const found = silenceOf(facts({ watchFrom: NOW - HOUR, alarmFrom: ago(20), reopenedAt: NOW - HOUR, heard: [call(ago(9))] }))
    expect(found.text).toContain('The watch counts from Fri 20 Nov 11:00 UTC. The verdict is due on Fri 27 Nov 11:00 UTC.')
    expect(found.text).not.toContain('started again')
  })

  test('says of each sort of subject what a call of it is', () => {
    const said = (kind: SilenceFacts['subject']['kind']) => [silenceOf(facts({ subject: { kind, name: 'x' } })).text, silenceOf(facts({ subject: { kind, name: 'x' }, heard: [call(NOW - HOUR)] })).text].map((text) => text.split(/ since|:/)[0])
    expect([said('server'), said('agent'), said('client'), said('person')]).toEqual([['No call to x', 'x was still called'], ['No call by x', 'x still called'], ['No call through x', 'x was still used'], ['No call on behalf of x', 'Calls on behalf of x went on']])
  })

  test('where nothing could be reached by name the text says so, and an undecided record is named', () => {
    expect(silenceOf(facts({ subject: { kind: 'person', name: 'tom@acme.test' }, servers: [] })).text).toContain('it could reach no server by name, so there was nobody who had to listen')
    const blocked = silenceOf(facts({ sources: [aWatcher({ deadLetters: [ago(2), ago(1)] })] }))
    expect(blocked.blocking).toEqual(['gw has 2 records in dead letter that may be calls; retry or discard them'])
    expect(blocked.text).toContain(blocked.blocking[0])
  })
})

describe('intervals', () => {
  test('are joined where they touch, met, and turned round', () => {
    const spans = spansOf([{ from: 5, to: 7 }, { from: 1, to: 3 }, { from: 3, to: 4 }, { from: 6, to: 6 }])
    expect(spans).toEqual([{ from: 1, to: 4 }, { from: 5, to: 7 }])
    expect(intersection(spans, [{ from: 0, to: 2 }, { from: 3, to: 6 }])).toEqual([{ from: 1, to: 2 }, { from: 3, to: 4 }, { from: 5, to: 6 }])
    expect(complement(spans, { from: 2, to: 9 })).toEqual([{ from: 4, to: 5 }, { from: 7, to: 9 }])
    expect([reachedAt(spans, 3), reachedAt(spans, 4), reachedAt(spans, 6)]).toEqual([4, 6, null])
  })

  test('their length is said in two units', () => {
    expect([20_000, 6.2 * HOUR, 6 * DAY + 19 * HOUR + 53 * 60_000, 7 * DAY].map(lengthInWords)).toEqual(['20 s', '6 h 12 min', '6 d 19 h', '7 d'])
  })
})
