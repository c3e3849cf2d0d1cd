import { expect, test } from 'vitest'
import { BLAST_WEEKS, type BlastRow, blastRadius } from './blast'

const NOW = Date.parse('2026-11-20T12:00:00.000Z')
const row = (name: string, target: string, more: Partial<BlastRow> = {}): BlastRow => ({ party: { kind: 'agent', id: `agt_${name}`, name }, target, access: 'read', calls: 10, executed: 10, lastAt: '2026-11-19T00:00:00.000Z', production: true, ...more })
const server = { kind: 'server' as const, name: 'github' }

test('who calls is added up, the busiest first, and what breaks is said with the worst first', () => {
  const rows = [row('triage', 'list_issues', { calls: 40, executed: 40 }), row('triage', 'create_issue', { access: 'write', calls: 1204, executed: 1204, lastAt: '2026-11-20T00:00:00.000Z' }), row('mirror', 'list_issues', { calls: 2000, executed: 2000 })]
  const found = blastRadius({ subject: server, rows, days: [], now: NOW })
  expect(found).toMatchObject({ days: 30, calls: 3244, executed: 3244, lastAt: '2026-11-20T00:00:00.000Z' })
  expect(found.callers.map((one) => [one.name, one.calls, one.lastAt])).toEqual([['mirror', 2000, '2026-11-19T00:00:00.000Z'], ['triage', 1244, '2026-11-20T00:00:00.000Z']])
  expect(found.breaks.map((one) => [one.severity, one.text])).toEqual([['high', 'triage loses create_issue, 1,204 calls in 30 days'], ['medium', 'mirror loses list_issues, 2,000 calls in 30 days'], ['low', 'triage loses list_issues, 40 calls in 30 days']])
  expect(found.breaks[0]?.path).toBe('/activity?server=github&agent=triage&target=create_issue')
})

test('what is refused today breaks nothing', () => {
  expect(blastRadius({ subject: server, rows: [row('triage', 'x', { executed: 0 })], days: [], now: NOW }).breaks).toEqual([])
})

test('what an agent no longer calls is said of the server', () => {
  expect(blastRadius({ subject: { kind: 'agent', name: 'triage' }, rows: [{ ...row('', 'push'), party: { kind: 'server', id: 'srv_g', name: 'github' }, access: 'admin', executed: 1 }], days: [], now: NOW }).breaks).toEqual([{ severity: 'high', text: 'push of github is no longer called by triage, 1 call in 30 days', path: '/activity?agent=triage&server=github&target=push' }])
})

test('weeks of seven days end today; what is older is not told', () => {
  const { weeks } = blastRadius({ subject: server, rows: [], days: [{ day: '2026-11-20', calls: 1 }, { day: '2026-11-14', calls: 2 }, { day: '2026-11-13', calls: 4 }, { day: '2026-01-01', calls: 8 }], now: NOW })
  expect([weeks.length, weeks.at(-1), weeks.at(-2), weeks.reduce((a, b) => a + b)]).toEqual([BLAST_WEEKS, 3, 4, 7])
})
