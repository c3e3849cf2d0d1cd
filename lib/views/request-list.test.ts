import { describe, expect, test } from 'vitest'
import type { RequestView } from '@/lib/requests/model'
import { filterRequests, requestRow, viewOf } from './request-list'

const person = { id: 'per_1', name: 'Olga Owner', email: 'olga@acme.test' }

function view(id: string, more: Partial<RequestView> = {}): RequestView {
  return {
    id, kind: 'grant', state: 'pending', server: 'github', caller: { agent: 'triage', client: 'any', human: 'any' }, targets: [{ kind: 'tool', name: 'create_issue', access: 'write', scope: [] }],
    purpose: 'Triage', mode: 'direct', reauthorise: false, startsAt: null, durationDays: 14, until: null, openEnded: false, target: null, access: null, scope: [],
    requester: person, submittedAt: '2026-11-20T10:00:00.000Z', lapsesAt: '2026-12-04T10:00:00.000Z', closedAt: null, closedBy: null, closeReason: null, revision: 1, round: 1,
    steps: [], sentence: 'Waits for Rae Reviewer.', decisions: [], revisions: [], shortened: null, grantId: null, grantIds: [], renews: null, confirms: null, origin: null, createdAt: '2026-11-20T09:00:00.000Z', ...more,
  }
}

describe('the list of requests', () => {
  test('what waits comes first, the longest waiting on top; the rest follows, the newest on top', () => {
    const rows = [
      view('closed-old', { state: 'denied', submittedAt: '2026-11-01T00:00:00.000Z' }), view('waits-new', { submittedAt: '2026-11-21T00:00:00.000Z' }),
      view('closed-new', { state: 'approved', submittedAt: '2026-11-19T00:00:00.000Z' }), view('waits-old', { submittedAt: '2026-11-10T00:00:00.000Z' }),
    ].map(requestRow)
    expect(filterRequests(rows, {}).shown.map((row) => row.id)).toEqual(['waits-old', 'waits-new', 'closed-new', 'closed-old'])
  })

  test('a request says its highest access, and lapses only while it waits', () => {
    const row = requestRow(view('r', { state: 'approved', targets: [{ kind: 'tool', name: 'a', access: 'read', scope: [] }, { kind: 'tool', name: 'b', access: 'admin', scope: [] }] }))
    expect([row.access, row.lapsesAt]).toEqual(['admin', null])
  })

  test('its filters count what each would leave, and a draft without a server is under none', () => {
    const { shown, facets } = filterRequests([view('a'), view('b', { server: 'wiki' }), view('c', { state: 'draft', server: '', submittedAt: null })].map(requestRow), { state: 'pending' })
    expect(shown.map((row) => row.id).sort()).toEqual(['a', 'b'])
    expect(facets.find((facet) => facet.key === 'server')?.options.map(({ value, count }) => `${value} ${count}`)).toEqual(['github 1', 'wiki 1'])
  })

  test('without a word in the address, what is to be decided is shown; where there is nothing, one’s own', () => {
    expect([viewOf(null, 2), viewOf(null, 0), viewOf('all', 2), viewOf('nonsense', 0)]).toEqual(['waiting', 'mine', 'all', 'mine'])
  })
})
