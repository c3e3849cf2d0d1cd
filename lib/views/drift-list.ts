import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { FINDING_STATUSES, type FindingKind, type FindingStatus, QUESTIONS, type Question, SEVERITIES, type Severity } from '@/lib/drift/model'
import { findingView } from '@/lib/drift/queries/findings'
import { visibleFindings } from '@/lib/drift/queries/visible'
import { shortName } from '@/lib/drift/sentences'
import { chosenIn, type FacetCount, facetRows, type FacetSpec } from './faceting'

/** One row of the table of findings. Executed and blocked are null for findings that are not about calls. */
export type FindingRow = {
  id: string; kind: FindingKind; status: FindingStatus; severity: Severity; question: Question; server: string | null; target: string | null; agent: string | null
  who: string; executed: number | null; blocked: number | null; firstSeen: string; lastSeen: string; evaluable: boolean; explanation: string; grantId: string | null
  humans: readonly string[]; client: string | null
}

export const QUESTION_LABEL: Record<Question, string> = { not_allowed: 'Not allowed', not_used: 'Not used', trust: 'Owners and sources' }

/** What links bring along besides facets. */
export const FINDING_PARAMS = ['agent', 'human', 'kind'] as const

/** More rows make no screen; the gravest and latest come first. */
const LISTED = 5000

const KIND_QUESTION = new Map(Object.entries(QUESTIONS).flatMap(([question, kinds]) => kinds.map((kind) => [kind as string, question as Question])))

const SPECS: readonly FacetSpec<FindingRow>[] = [
  { key: 'status', label: 'Status', values: (row) => [row.status], fixed: FINDING_STATUSES, show: capitalised },
  { key: 'severity', label: 'Severity', values: (row) => [row.severity], fixed: [...SEVERITIES].reverse(), show: capitalised },
  { key: 'question', label: 'Question', values: (row) => [row.question], fixed: Object.keys(QUESTIONS), show: (value) => QUESTION_LABEL[value as Question] ?? value },
  { key: 'server', label: 'Server', values: (row) => [row.server ?? 'about no server'] },
]

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

/** Every finding that the actor may see, the gravest and latest first. */
export async function loadFindings(actor: Actor): Promise<FindingRow[]> {
  const found = await db().finding.findMany({ where: visibleFindings(actor), orderBy: [{ severity: 'desc' }, { lastSeen: 'desc' }, { id: 'desc' }], take: LISTED })
  return found.map((row) => rowOf(findingView(row), row.sourceName))
}

function rowOf(view: ReturnType<typeof findingView>, sourceName: string | null): FindingRow {
  const evidence = view.evidence as { humans?: string[] } | null
  const question = KIND_QUESTION.get(view.kind) ?? 'not_allowed'
  const humans = evidence?.humans ?? []
  return {
    id: view.id, kind: view.kind as FindingKind, status: view.status, severity: view.severity, question, server: view.server, target: view.target ?? sourceName, agent: view.agent,
    who: whoOf(view.agent, view.client, view.human ?? humans[0] ?? null, question, humans.length), client: view.client, humans,
    executed: question === 'not_allowed' ? view.executed : null, blocked: question === 'not_allowed' ? view.blocked : null,
    firstSeen: view.firstSeen, lastSeen: view.lastSeen, evaluable: view.evaluable, explanation: view.explanation, grantId: view.grantId,
  }
}

function whoOf(agent: string | null, client: string | null, human: string | null, question: Question, humans: number): string {
  if (question === 'trust') return ''
  const caller = agent === null ? (client === null ? (question === 'not_used' ? 'any agent' : 'agent absent or several') : client) : shortName(agent)
  if (question === 'not_used' && human === null) return caller
  return `${caller} for ${human ?? 'nobody named'}${humans > 1 ? ` and ${humans - 1} more` : ''}`
}

type Query = Readonly<Record<string, string | readonly string[] | undefined>>

function fitsParams(row: FindingRow, query: Query): boolean {
  const [agents, humans, kinds] = FINDING_PARAMS.map((param) => chosenIn(query, param)) as [string[], string[], string[]]
  return (agents.length === 0 || agents.includes(row.agent ?? '') || agents.includes(shortName(row.agent)))
    && (humans.length === 0 || humans.some((human) => row.humans.includes(human))) && (kinds.length === 0 || kinds.includes(row.kind))
}

export const FINDING_SORT = '-severity'

const SORTS: Record<string, (row: FindingRow) => string | number | null> = {
  severity: (row) => SEVERITIES.indexOf(row.severity), what: (row) => `${row.server ?? ''} ${row.target ?? ''}`, kind: (row) => row.kind,
  executed: (row) => row.executed, blocked: (row) => row.blocked, lastSeen: (row) => row.lastSeen,
}

/**
 * The rows of an address and the counts of its facets. Without a chosen status what is settled stays out, so that the list is of
 * what waits; its facet counts it all the same.
 */
export function filterFindings(rows: readonly FindingRow[], query: Query): { shown: FindingRow[]; facets: FacetCount[] } {
  const known = rows.filter((row) => fitsParams(row, query))
  const text = (row: FindingRow): (string | null)[] => [row.server, row.target, row.agent, row.client, row.kind.replaceAll('_', ' '), row.explanation, row.id, ...row.humans]
  const settledToo = chosenIn(query, 'status').length > 0
  const { shown, facets } = facetRows(settledToo ? known : known.filter((row) => row.status !== 'resolved'), SPECS, query, text)
  const status = facetRows(known, SPECS, query, text).facets.find((facet) => facet.key === 'status')
  const sort = typeof query['sort'] === 'string' ? query['sort'] : FINDING_SORT
  return { shown: sorted(shown, sort), facets: facets.map((facet) => (facet.key === 'status' && status !== undefined ? status : facet)) }
}

function sorted(rows: FindingRow[], sort: string): FindingRow[] {
  const down = sort.startsWith('-')
  const value = SORTS[down ? sort.slice(1) : sort]
  if (value === undefined) return rows
  return [...rows].sort((a, b) => {
    const [left, right] = [value(a), value(b)]
    if (left === right) return 0
    if (left === null || right === null) return left === null ? 1 : -1
    return (left < right ? -1 : 1) * (down ? -1 : 1)
  })
}
