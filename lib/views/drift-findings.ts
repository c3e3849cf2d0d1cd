import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { FINDING_STATUSES, type FindingView, type Question, QUESTIONS, SEVERITIES } from '@/lib/drift/model'
import { findingView } from '@/lib/drift/queries/findings'
import { visibleFindings } from '@/lib/drift/queries/visible'
import { compareSeverity } from '@/lib/drift/severity'
import { chosenIn, type FacetCount, facetRows, type FacetSpec } from './faceting'

export type Query = Readonly<Record<string, string | undefined>>

/** What a screen holds at most; a console with more open findings has another problem than paging. */
const MOST = 2_000

const QUESTION_LABELS: Record<Question, string> = { not_allowed: 'Not allowed', not_used: 'Not used', changed: 'Definitions', identity: 'Identity', ownership: 'Ownership', trust: 'Data' }
const LABEL_OF: ReadonlyMap<string, string> = new Map(Object.entries(QUESTIONS).flatMap(([question, kinds]) => kinds.map((kind) => [kind, QUESTION_LABELS[question as Question]])))

/** Which of the page's questions a kind of finding answers. */
export function questionOf(kind: string): string {
  return LABEL_OF.get(kind) ?? QUESTION_LABELS.not_allowed
}

const SPECS: FacetSpec<FindingView>[] = [
  { key: 'status', label: 'Status', values: (row) => [row.status], fixed: FINDING_STATUSES },
  { key: 'severity', label: 'Severity', values: (row) => [row.severity], fixed: [...SEVERITIES].reverse() },
  { key: 'question', label: 'Question', values: (row) => [questionOf(row.kind)], fixed: Object.values(QUESTION_LABELS) },
  { key: 'kind', label: 'Kind', values: (row) => [row.kind], show: (kind) => kind.replaceAll('_', ' ') },
  { key: 'server', label: 'Server', values: (row) => (row.server === null ? [] : [row.server]) },
  { key: 'agent', label: 'Agent', values: (row) => (row.agent === null ? [] : [row.agent]) },
]

export type FindingList = { rows: FindingView[]; facets: FacetCount[]; all: FindingView[] }

/** The findings that fit the address (open ones when it says nothing of status), worst and latest first, with the facets' counts. */
export async function findingList(actor: Actor, query: Query): Promise<FindingList> {
  const found = await db().finding.findMany({ where: visibleFindings(actor), orderBy: [{ status: 'asc' }, { severity: 'desc' }, { lastSeen: 'desc' }], take: MOST })
  const all = found.map(findingView)
  const effective = chosenIn(query, 'status').length === 0 ? { ...query, status: 'open' } : query
  const { shown, facets } = facetRows(all, SPECS, effective, (row) => [row.server, row.target, row.agent, row.client, row.kind.replaceAll('_', ' '), row.explanation])
  return { rows: sorted(shown, query['sort'] ?? null), facets, all }
}

function sorted(rows: FindingView[], sort: string | null): FindingView[] {
  const field = (sort ?? '').replace(/^-/, '')
  const sign = sort?.startsWith('-') === true ? -1 : 1
  const by = (a: FindingView, b: FindingView): number => {
    if (field === 'executed' || field === 'blocked') return sign * (a[field] - b[field])
    if (field === 'lastSeen') return sign * (a.lastSeen < b.lastSeen ? -1 : a.lastSeen > b.lastSeen ? 1 : 0)
    if (field === 'severity') return -sign * compareSeverity(a.severity, b.severity)
    return 0
  }
  return [...rows].sort((a, b) => by(a, b) || compareSeverity(a.severity, b.severity) || (a.lastSeen < b.lastSeen ? 1 : -1))
}

/** Open findings of a severity by day; a day on which nothing was compared has no value. `since` = the first day that has one. */
export type Trend = { severity: string; now: number; since: { value: number; days: number } | null; points: { label: string; value: number | null }[] }

/** Open findings at the end of each of the last 30 days, and now. */
export async function findingTrend(open: readonly FindingView[], now: Date): Promise<Trend[]> {
  const days = Array.from({ length: 30 }, (_, i) => new Date(now.getTime() - (29 - i) * 86_400_000).toISOString().slice(0, 10))
  const stored = await db().driftDay.findMany({ where: { day: { gte: new Date(`${days[0] ?? ''}T00:00:00Z`) } } })
  const known = new Map(stored.map((row) => [`${row.severity} ${row.day.toISOString().slice(0, 10)}`, row.open]))
  return [...SEVERITIES].reverse().map((severity) => {
    const count = open.filter((row) => row.status === 'open' && row.severity === severity).length
    const points = days.map((day, i) => ({ label: day.slice(5), value: i === days.length - 1 ? count : (known.get(`${severity} ${day}`) ?? null) }))
    const first = points.findIndex(({ value }) => value !== null)
    const ago = days.length - 1 - first
    return { severity, now: count, since: ago === 0 ? null : { value: points[first]?.value ?? 0, days: ago }, points }
  })
}
