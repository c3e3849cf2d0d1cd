import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ENDING_DAYS, endingDigests, type EndingLine, markOf, toldKeys } from './ending'

const DAY = 86_400_000
const HOUR = 3_600_000
const NOW = Date.parse('2026-11-20T07:00:00.000Z')

const line = (more: Partial<EndingLine> = {}): EndingLine => ({
  id: 'gnt_1', server: 'github', target: 'create_issue', access: 'write', agent: 'triage', client: 'Code', human: 'dana@acme.test', purpose: 'Triage of issues', until: NOW + 6 * DAY, begun: true,
  calls: { in30: 34, in90: 1200 }, tell: [{ personId: 'per_dana', as: 'requester' }, { personId: 'per_erin', as: 'owner' }], ...more,
})

describe('how near the end of a grant is', () => {
  test.each([[15 * DAY, null], [14 * DAY + 1, null], [14 * DAY, 14], [7 * DAY + 1, 14], [7 * DAY, 7], [DAY + 1, 7], [DAY, 1], [1, 1], [0, null], [-DAY, null]])('%i ms ahead: %s', (ahead, mark) => {
    expect(markOf(NOW + ahead, NOW)).toBe(mark)
  })
})

describe('a digest', () => {
  test('says what ends when, for whom, with its use, why one is told, and where to renew and to look', () => {
    const [dana, erin] = endingDigests([line()], new Set(), NOW)
    expect(dana).toEqual({
      personId: 'per_dana', subject: 'A grant ends soon, within 7 days', path: '/grants/gnt_1', told: ['ending:gnt_1:7:per_dana'],
      text: [
        'Nothing needs to be done about a grant that is not needed any more: it ends by itself. One that is needed is renewed by a request of its own.', '', 'Within 7 days', '',
        '  create_issue on github (write), for triage in Code, for dana@acme.test',
        '  Ends 2026-11-26 07:00 UTC. Calls seen under it: 34 in the last 30 days, 1,200 in 90.',
        '  For “Triage of issues”; you asked for it.', '  Renew: /requests/new?renew=gnt_1', '  The grant: /grants/gnt_1',
      ].join('\n'),
    })
    expect(erin?.text).toContain('you own the server')
  })

  test('is one for each person, grouped by how near the ends are, the nearest first', () => {
    const [dana] = endingDigests([line({ id: 'c', until: NOW + 13 * DAY }), line({ id: 'b' }), line({ id: 'a', until: NOW + HOUR, calls: { in30: 0, in90: 0 } })], new Set(), NOW)
    expect(dana?.subject).toBe('3 grants end soon, the first within 1 day')
    expect(dana?.text.match(/Within .*|\/grants\/\w+/g)).toEqual(['Within 1 day', '/grants/a', 'Within 7 days', '/grants/b', 'Within 14 days', '/grants/c'])
    expect(dana?.text).toContain('No call was seen under it in the last 90 days.')
  })

  test('offers no renewal of what has not begun, and stays readable however much there is', () => {
    expect(endingDigests([line({ begun: false })], new Set(), NOW)[0]?.text).not.toContain('Renew')
    const many = endingDigests(Array.from({ length: 400 }, (_, i) => line({ id: `gnt_${i}` })), new Set(), NOW)[0]
    expect(many?.told).toHaveLength(400)
    expect(many?.text).toContain('And 350 more that end within 7 days.')
    expect(many?.text.length).toBeLessThan(30_000)
  })

  test('whatever days are missed: nobody is told twice at one mark, and everybody is told once before the end if anybody looks in time', () => {
    const at = fc.integer({ min: 0, max: 30 * 24 })
    fc.assert(fc.property(fc.array(fc.record({ id: fc.integer({ min: 0, max: 5 }), until: at }), { maxLength: 6 }), fc.array(at, { maxLength: 40 }), (ends, looks) => {
      const lines = [...new Map(ends.map((one) => [one.id, line({ id: `gnt_${one.id}`, until: NOW + one.until * HOUR })])).values()]
      const told = new Map<string, number>()
      for (const hour of looks.toSorted((a, b) => a - b)) {
        const now = NOW + hour * HOUR
        for (const digest of endingDigests(lines, new Set(told.keys()), now)) for (const key of digest.told) told.set(key, (told.get(key) ?? 0) + 1)
        expect(toldKeys(lines, now).every((key) => told.has(key))).toBe(true)
      }
      expect([...told.values()].every((times) => times === 1)).toBe(true)
      for (const { id, until } of lines) {
        const inTime = looks.some((hour) => NOW + hour * HOUR < until && until <= NOW + (hour + 14 * 24) * HOUR)
        expect(ENDING_DAYS.some((days) => told.has(`ending:${id}:${days}:per_dana`))).toBe(inTime)
      }
    }))
  })
})
