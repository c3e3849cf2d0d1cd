import { describe, expect, test } from 'vitest'
import type { Picture } from '@/lib/drift/picture'
import { type PairFinding, pairMatrix } from './drift-pairs'

const TRIAGE = 'spiffe://acme.test/agent/triage'
const picture: Picture = { runId: 'run_1', at: '2026-11-20T12:00:00.000Z', windowDays: 90, used: ['g1'], unused: ['g2', 'g5'], notEvaluable: ['g3'], young: ['g4'] }
const servers = [{ slug: 'github', sensitivity: 'confidential' as const }, { slug: 'jira', sensitivity: 'public' as const }, { slug: 'idle', sensitivity: 'internal' as const }]
const grants = ['g1', 'g2', 'g3', 'g4', 'g6'].map((id) => ({ id, server: 'github', agentId: 'agt_1', agent: TRIAGE }))

function aFinding(change: Partial<PairFinding> = {}): PairFinding {
  return { kind: 'ungranted_use', status: 'open', severity: 'high', server: 'jira', target: 'push', agent: TRIAGE, executed: 1, ...change }
}

describe('declared against observed', () => {
  test('every grant of the picture is counted once, and one that is not in it not at all', () => {
    const { rows, total, columns } = pairMatrix({ servers, grants: [...grants, { id: 'g5', server: 'jira', agentId: null, agent: null }], picture, findings: [] })
    expect(rows.map((row) => [row.name, row.used, row.held])).toEqual([['github', 1, 4], ['jira', 0, 1]])
    expect(rows[0]?.cells[TRIAGE]).toMatchObject({ used: 1, unused: 1, unknown: 2, executed: 0, blocked: 0 })
    expect(total).toEqual({ used: 1, held: 5, unused: 2, unknown: 2 })
    expect(columns.map((column) => [column.name, column.used, column.held])).toEqual([['triage', 1, 4], ['any', 0, 1]])
  })

  test('a target is one mark however many differences it makes; what is settled makes none', () => {
    const findings = [aFinding(), aFinding({ kind: 'over_access_use' }), aFinding({ target: 'pull', executed: 0 }), aFinding({ target: 'old', status: 'resolved' }), aFinding({ kind: 'unused_grant', target: 'x' })]
    const { rows } = pairMatrix({ servers, grants: [], picture: null, findings })
    expect(rows[0]?.cells[TRIAGE]).toMatchObject({ executed: 1, blocked: 1 })
  })

  test('the gravest rows come first and names nobody registered last; servers with nothing to say are left out', () => {
    const findings = [aFinding({ kind: 'unregistered_server', server: 'ghost', agent: null, target: null, severity: 'critical' }), aFinding({ severity: 'low' })]
    const { rows } = pairMatrix({ servers, grants, picture, findings })
    expect(rows.map((row) => [row.name, row.outside ?? false])).toEqual([['jira', false], ['github', false], ['ghost', true]])
  })

  test('a pair leads to its findings, or to its grants where there is no difference', () => {
    const { rows } = pairMatrix({ servers, grants: [{ id: 'g1', server: 'jira', agentId: 'agt_1', agent: TRIAGE }, ...grants.slice(1)], picture, findings: [] })
    const href = (name: string) => rows.find((row) => row.name === name)?.cells[TRIAGE]?.href
    expect(href('github')).toMatch(/^\/drift\?server=github&agent=/)
    expect(href('jira')).toMatch(/^\/grants\?server=jira&agent=/)
  })
})
