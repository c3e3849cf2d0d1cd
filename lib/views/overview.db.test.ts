import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import type { FindingKind, Severity } from '@/lib/drift/model'
import { importGrants } from '@/lib/grants/commands/import-grants'
import { submitRequest } from '@/lib/requests/commands/submit-request'
import { requestBodySchema } from '@/lib/requests/model'
import { anActor } from '@/lib/testing/actors'
import { at, testCtx, TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aRow, aServer, declareGrantWorld } from '@/lib/testing/grant-builders'
import { aCampaign, anItem, aTask } from '@/lib/testing/review-rows'
import { navigationCounts } from './navigation'
import { overview } from './overview'
import { searchEverything } from './search'

const database = useDatabase()
const reviewer = anActor(['security_reviewer'])
const owner = anActor(['owner'], { personId: 'per_erin', ownServerIds: ['srv_github'] })

async function aFinding(id: string, kind: FindingKind, severity: Severity, more: { server?: string; agent?: string; status?: 'resolved' } = {}): Promise<void> {
  await db().finding.create({
    data: {
      id, kind, severity, fingerprint: id, status: more.status ?? 'open', serverId: more.server === undefined ? null : `srv_${more.server}`, server: more.server ?? null, agent: more.agent ?? null,
      firstSeen: at('-2d'), lastSeen: at('-1d'), executed: 1, blocked: 0, evaluable: true, explanation: `About ${id}.`, evidence: {}, remedies: [], openedAt: at('-2d'), updatedAt: at('-1d'),
    },
  })
}

beforeEach(async () => {
  await database.truncate()
  await declareGrantWorld()
  await aServer('metabase', { lifecycle: 'proposed' })
  await db().server.update({ where: { id: 'srv_vault' }, data: { pilotUntil: at('+3d') } })
  const rows = [aRow({ validUntil: at('+10d').toISOString() }), aRow({ externalId: 'b', server: 'vault', validUntil: at('+20d').toISOString() })]
  await importGrants(testCtx(), reviewer, { reason: 'In force elsewhere', grants: rows })
})

describe('what needs a human today', () => {
  it('counts what waits, and names the first of each', async () => {
    await aFinding('fnd_1', 'ungranted_use', 'critical', { server: 'github' })
    await aFinding('fnd_2', 'unused_grant', 'low', { server: 'github' })
    await aFinding('fnd_3', 'orphaned_server', 'high', { server: 'vault' })
    await aFinding('fnd_4', 'unregistered_agent', 'medium', { agent: 'nobody' })
    const view = await overview(reviewer, TEST_NOW)
    expect(view.findings).toMatchObject({ open: 4, critical: 1, high: 1, quietSince: null, orphaned: { count: 1 }, strangers: { count: 1 } })
    expect(view.findings?.worst.map((one) => one.id)).toEqual(['fnd_1', 'fnd_3'])
    expect(view.waiting).toEqual({ count: 2, first: expect.arrayContaining([expect.objectContaining({ slug: 'metabase', what: 'proposed' }), expect.objectContaining({ slug: 'vault', what: 'pilot ends' })]) })
    expect(view.ending).toMatchObject({ count: 1, before: '2026-12-05', first: [{ server: 'github', target: 'create_issue' }] })
    expect(view.isNew).toBe(false)
  })

  it('tells an owner only of what is theirs', async () => {
    await aFinding('fnd_1', 'ungranted_use', 'critical', { server: 'github' })
    await aFinding('fnd_3', 'orphaned_server', 'high', { server: 'vault' })
    const view = await overview(owner, TEST_NOW)
    expect(view).toMatchObject({ own: true, findings: { open: 1, orphaned: { count: 0 } }, waiting: { count: 0 }, sources: null })
  })

  it('names the requests that wait for this very person’s answer', async () => {
    const sponsor = anActor(['member'], { id: 'per_dana', personId: 'per_dana', ownAgentIds: ['agt_triage'] })
    const body = requestBodySchema.parse({ server: 'github', caller: { agent: 'triage', client: 'code', human: 'team:core' }, target: { kind: 'tool', name: 'get_issue' }, access: 'read', purpose: 'Triage', durationDays: 7 })
    const { id } = await submitRequest(testCtx(), sponsor, body)
    const asked = { count: 1, first: [{ id, server: 'github', targets: ['get_issue'], requester: 'dana', submittedAt: TEST_NOW.toISOString() }] }
    expect((await overview({ ...owner, id: 'per_erin' }, TEST_NOW)).answers).toEqual({ requests: asked, definitions: { count: 0, first: [] } })
    expect((await overview(sponsor, TEST_NOW)).answers.requests.count).toBe(0)
  })

  it('says since when no critical or high finding is open', async () => {
    expect((await overview(reviewer, TEST_NOW)).findings?.quietSince).toBeNull()
    await aFinding('fnd_1', 'ungranted_use', 'high', { server: 'github', status: 'resolved' })
    await db().findingHistory.create({ data: { id: 'fnh_1', findingId: 'fnd_1', at: at('-6h'), from: 'open', to: 'resolved', by: 'system', reason: 'covered now', severity: 'high' } })
    expect((await overview(reviewer, TEST_NOW)).findings?.quietSince).toBe(at('-6h').toISOString())
  })

  it('says what a reviewer is asked, and to those who run reviews what does not go on by itself', async () => {
    await aCampaign({ id: 'rev_1', name: 'Quarter', state: 'running' })
    await anItem({ id: 'itm_1', campaignId: 'rev_1', state: 'pending' })
    await anItem({ id: 'itm_2', campaignId: 'rev_1', state: 'pending' })
    await aTask({ itemId: 'itm_1', person: 'erin' })
    const asked = await overview({ ...owner, id: 'per_erin' }, TEST_NOW)
    expect(asked.reviews).toMatchObject({ waiting: { items: 1, count: 1, first: [{ id: 'rev_1', name: 'Quarter', left: 1 }] }, stuck: null })
    expect((await overview(reviewer, TEST_NOW)).reviews).toMatchObject({ waiting: { items: 0 }, stuck: { items: 1, first: [{ id: 'rev_1', nobody: 1, items: 0 }] } })
  })

  it('shows the first steps where nothing is registered and nothing is connected', async () => {
    await database.truncate()
    expect(await overview(reviewer, TEST_NOW)).toMatchObject({ isNew: true, sources: { all: 0, deadLetters: 0 } })
  })
})

describe('the counts of the navigation', () => {
  it('count what the actor may see, and leave out what they may not', async () => {
    await aFinding('fnd_1', 'ungranted_use', 'critical', { server: 'github' })
    await aFinding('fnd_3', 'orphaned_server', 'high', { server: 'vault' })
    expect(await navigationCounts(reviewer, TEST_NOW)).toMatchObject({ drift: 2, servers: 3, agents: 2, clients: 1, grants: 2, people: 2, teams: 1, sources: undefined })
    expect(await navigationCounts(owner, TEST_NOW)).toMatchObject({ drift: 1, servers: 1, agents: 1, clients: 1, grants: 1, sources: undefined })
  })

  it('say how many sources are silent', async () => {
    const source = { format: 'native', vantage: 'gateway' as const, covers: [], createdAt: at('-9d') }
    await db().source.create({ data: { ...source, id: 'src_a', name: 'a', heartbeatSeconds: 60, lastReceivedAt: at('-1h') } })
    await db().source.create({ data: { ...source, id: 'src_b', name: 'b', heartbeatSeconds: 60, lastReceivedAt: at('-1h'), lastHeartbeatAt: at('-30s') } })
    await db().source.create({ data: { ...source, id: 'src_c', name: 'c', lastReceivedAt: at('-8d') } })
    expect((await navigationCounts(reviewer, TEST_NOW)).sources).toBe('1 silent')
  })
})

describe('the search of the palette', () => {
  it('finds servers, grants and open findings, never more than 20', async () => {
    await aFinding('fnd_1', 'ungranted_use', 'critical', { server: 'github' })
    await aFinding('fnd_2', 'unused_grant', 'low', { server: 'github', status: 'resolved' })
    expect((await searchEverything(reviewer, 'GITHUB')).map((one) => [one.group, one.label])).toEqual([['Servers', 'github'], ['Grants', 'github create_issue'], ['Open findings', 'github']])
    expect((await searchEverything(reviewer, 'e')).length).toBe(0)
    expect((await searchEverything(reviewer, 'acme')).length).toBeLessThanOrEqual(20)
  })

  it('finds nothing that is not the actor’s', async () => {
    await aFinding('fnd_3', 'orphaned_server', 'high', { server: 'vault' })
    expect(await searchEverything(owner, 'vault')).toEqual([])
    expect(await searchEverything(anActor(['member'], { personId: 'per_erin' }), 'dana')).toEqual([])
    expect((await searchEverything(anActor(['member'], { personId: 'per_dana' }), 'github')).map((one) => one.group)).toEqual(['Grants'])
  })

  it('takes % and _ as letters', async () => {
    expect(await searchEverything(reviewer, '%%')).toEqual([])
    expect((await searchEverything(reviewer, 'create_')).map((one) => one.group)).toEqual(['Grants', 'Grants'])
  })
})
