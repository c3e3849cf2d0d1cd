import { paths } from '@/lib/paths'
import type { Access } from '@/lib/registry/model'
import type { BlastRadius, SubjectKind } from './model'

/** So many days are counted, and shown by week for so many weeks. */
export const BLAST_DAYS = 30
export const BLAST_WEEKS = 13
const MOST = 50
const DAY_MS = 86_400_000

/** Calls of a pair in the days counted: the other side, what it is about, and how often. */
export type BlastRow = {
  party: { kind: BlastRadius['callers'][number]['kind']; id: string | null; name: string }
  target: string; access: Access; calls: number; executed: number; lastAt: string
  /** The server is in production. */
  production: boolean
}

/** Calls per UTC day, of the weeks shown. */
export type BlastDay = { day: string; calls: number }

type Facts = { subject: { kind: SubjectKind; name: string }; rows: readonly BlastRow[]; days: readonly BlastDay[]; now: number }

const RANK = { high: 0, medium: 1, low: 2 } as const
const MANY = 1000

/** What stops when the subject ends, from what was called of late: nothing here is a guess about what is not in the roll-up. */
export function blastRadius({ subject, rows, days, now }: Facts): BlastRadius {
  const parties = new Map<string, BlastRadius['callers'][number]>()
  for (const { party, calls, lastAt } of rows) {
    const key = `${party.kind} ${party.id ?? party.name}`
    const known = parties.get(key)
    parties.set(key, { ...party, calls: (known?.calls ?? 0) + calls, lastAt: known !== undefined && known.lastAt > lastAt ? known.lastAt : lastAt })
  }
  const callers = [...parties.values()].toSorted((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1)).slice(0, MOST)
  const sum = (of: (row: BlastRow) => number): number => rows.reduce((total, row) => total + of(row), 0)
  return {
    days: BLAST_DAYS, calls: sum((row) => row.calls), executed: sum((row) => row.executed), lastAt: rows.map((row) => row.lastAt).toSorted().at(-1) ?? null,
    callers, breaks: breaksOf(subject, rows), weeks: weeksOf(days, now),
  }
}

/** Only what was executed breaks: a call that is refused today is refused tomorrow. Writing in production and administration weigh most. */
function breaksOf(subject: Facts['subject'], rows: readonly BlastRow[]): BlastRadius['breaks'] {
  return rows.filter((row) => row.executed > 0).map((row) => {
    const severity: keyof typeof RANK = row.access === 'admin' || (row.access === 'write' && row.production) ? 'high' : row.access === 'write' || row.executed >= MANY ? 'medium' : 'low'
    const text = subject.kind === 'server' ? `${row.party.name} loses ${row.target}, ${times(row.executed)}` : `${row.target} of ${row.party.name} is no longer called ${subject.kind === 'person' ? 'for' : subject.kind === 'client' ? 'from' : 'by'} ${subject.name}, ${times(row.executed)}`
    return { row, severity, text }
  }).toSorted((a, b) => RANK[a.severity] - RANK[b.severity] || b.row.executed - a.row.executed || (a.text < b.text ? -1 : 1)).slice(0, MOST).map(({ row, severity, text }) => ({ text, severity, path: paths.activity(where(subject, row)) }))
}

function where(subject: Facts['subject'], row: BlastRow): Record<string, string> {
  const other = row.party.kind === 'person' ? 'human' : row.party.kind
  const own = subject.kind === 'person' ? 'human' : subject.kind
  return { [own]: subject.name, [other]: row.party.name, target: row.target }
}

function times(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'call' : 'calls'} in ${BLAST_DAYS} days`
}

/** Calls of weeks of seven UTC days, the oldest first; the last one ends today. */
function weeksOf(days: readonly BlastDay[], now: number): number[] {
  const weeks = Array.from({ length: BLAST_WEEKS }, () => 0)
  const today = Math.floor(now / DAY_MS)
  for (const { day, calls } of days) {
    const index = BLAST_WEEKS - 1 - Math.floor((today - Date.parse(`${day}T00:00:00.000Z`) / DAY_MS) / 7)
    if (index >= 0 && index < BLAST_WEEKS) weeks[index] = (weeks[index] ?? 0) + calls
  }
  return weeks
}
