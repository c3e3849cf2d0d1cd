import type { RequestView } from '@/lib/requests/model'
import { type FacetCount, type FacetSpec, facetRows } from './faceting'

/** One row of the list of requests: only what the table shows, and what its filters ask. */
export type RequestRow = {
  id: string
  kind: RequestView['kind']
  state: RequestView['state']
  server: string
  targets: string[]
  /** The highest of its targets. */
  access: string
  agent: string
  client: string
  human: string
  requester: string
  requesterId: string
  purpose: string
  /** The state in words: who holds it, or how it ended. */
  sentence: string
  /** Since when it waits, or when it was begun. */
  since: string
  lapsesAt: string | null
  closedAt: string | null
}

const RANK = ['read', 'write', 'admin']

export function requestRow(view: RequestView): RequestRow {
  return {
    id: view.id, kind: view.kind, state: view.state, server: view.server, targets: view.targets.map((target) => target.name),
    access: RANK.toReversed().find((access) => view.targets.some((target) => target.access === access)) ?? '',
    agent: view.caller.agent, client: view.caller.client, human: view.caller.human, requester: view.requester.name, requesterId: view.requester.id,
    purpose: view.purpose, sentence: view.sentence, since: view.submittedAt ?? view.createdAt, lapsesAt: view.state === 'pending' ? view.lapsesAt : null, closedAt: view.closedAt,
  }
}

export const REQUEST_VIEWS = ['waiting', 'mine', 'all'] as const
export type RequestsView = (typeof REQUEST_VIEWS)[number]

/** Which list the address asks for; without a word the one that has something to decide, else one's own. */
export function viewOf(asked: string | null, waiting: number): RequestsView {
  return REQUEST_VIEWS.find((one) => one === asked) ?? (waiting > 0 ? 'waiting' : 'mine')
}

const FACETS: readonly FacetSpec<RequestRow>[] = [
  { key: 'state', label: 'State', values: (row) => [row.state], fixed: ['draft', 'pending', 'approved', 'denied', 'withdrawn', 'lapsed'], show: (value) => (value === 'pending' ? 'waiting' : value) },
  { key: 'kind', label: 'Kind', values: (row) => [row.kind], fixed: ['grant', 'renewal', 'confirmation', 'break_glass'], show: (value) => (value === 'grant' ? 'new grant' : value.replaceAll('_', ' ')) },
  { key: 'server', label: 'Server', values: (row) => (row.server === '' ? [] : [row.server]) },
  { key: 'agent', label: 'Agent', values: (row) => (row.agent === '' ? [] : [row.agent]), show: (value) => (value === 'any' ? 'any agent' : value) },
]

type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/** The rows of the address: what waits, the longest waiting first; then the rest, the newest first. */
export function filterRequests(rows: readonly RequestRow[], query: Query): { shown: RequestRow[]; facets: FacetCount[] } {
  const { shown, facets } = facetRows(rows, FACETS, query, (row) => [row.server, ...row.targets, row.agent, row.client, row.human, row.requester, row.purpose, row.id])
  return { shown: shown.toSorted(inOrder), facets }
}

function inOrder(a: RequestRow, b: RequestRow): number {
  const [left, right] = [a.state === 'pending', b.state === 'pending']
  if (left !== right) return left ? -1 : 1
  const [older, newer] = a.since < b.since ? [-1, 1] : [1, -1]
  return a.since === b.since ? 0 : left ? older : newer
}
