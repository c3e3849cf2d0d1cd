import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { suspendGrant } from '@/lib/grants/commands/change-grant'
import { importGrants } from '@/lib/grants/commands/import-grants'
import { narrowGrant } from '@/lib/grants/commands/narrow-grant'
import { anActor } from '@/lib/testing/actors'
import { at, testCtx, TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aRow, declareGrantWorld } from '@/lib/testing/grant-builders'
import { grantLife, type GrantLife } from './grant-life'
import { type NarrowDraft, narrowDraft } from './grant-narrowing'
import { grantCoverage } from './grant-reach'
import { grantScreen } from './grants'

const database = useDatabase()
const reviewer = anActor(['security_reviewer'])
const SINCE = '2026-08-23'
let id = ''

async function life(actor = reviewer): Promise<GrantLife> {
  const { grant, serverId } = await grantScreen(actor, id, TEST_NOW)
  return grantLife(actor, { ...grant, serverId }, TEST_NOW)
}

async function draft(actor = reviewer): Promise<NarrowDraft> {
  const { grant, serverId } = await grantScreen(actor, id, TEST_NOW)
  return narrowDraft(actor, grant, serverId, SINCE)
}

async function used(target: string, access: string, keys: string[]): Promise<void> {
  await rows(
    `INSERT INTO usage (day, key, nearest_grant_id, server_id, kind, target, access, agent_id, client_id, human_id, resource_keys, outcome, verdict, grant_id, count, first_at, last_at)
     VALUES ('2026-11-19', gen_random_uuid(), '', 'srv_github', 'tool_call', $1, $2, 'agt_triage', 'cli_code', 'per_dana', $3, 'success', 'granted', $4, 7, '2026-11-19T09:00:00Z', '2026-11-19T09:00:00Z')`, [target, access, keys, id],
  )
}

beforeEach(async () => {
  await database.truncate()
  await declareGrantWorld()
  const { results } = await importGrants(testCtx(), reviewer, { reason: 'In force elsewhere', grants: [aRow({ target: { kind: 'tool', name: '*_issue' } })] })
  id = results[0]?.id ?? ''
})

describe('the life of a grant', () => {
  it('is told in the order of time, with what is still to come', async () => {
    await suspendGrant(testCtx(), reviewer, id, 'Something is odd')
    const { timeline, ask } = await life()
    expect(timeline.map((entry) => [entry.what, entry.tone])).toEqual([['In force', 'plain'], ['Imported', 'plain'], ['All of it suspended (person)', 'warn'], ['Ends', 'ahead']])
    expect(timeline[2]).toMatchObject({ reason: 'Something is odd' })
    expect(ask).toBe('confirm')
  })

  it('leads from what was narrowed to what came of it, and back', async () => {
    await narrowGrant(testCtx(), reviewer, id, { reason: 'Less is enough', targets: [{ kind: 'tool', name: 'create_issue', access: 'write', scope: [] }] })
    const before = await life()
    expect(before.narrowedInto).toMatchObject([{ target: 'create_issue', access: 'write' }])
    expect(before.timeline.map((entry) => entry.what)).toContain('Narrowed into')
    id = before.narrowedInto[0]?.id ?? ''
    expect((await life()).narrowedFrom).toMatchObject({ target: '*_issue' })
  })

  it('shows the request that led to it, with who approved it in which standing, to those who may see it', async () => {
    const times = { createdAt: at('-40d'), updatedAt: at('-40d') }
    await db().grantRequest.create({ data: {
      id: 'req_1', kind: 'grant', state: 'approved', requesterId: 'per_dana', requestedBy: 'per_dana', behind: ['per_dana'], serverId: 'srv_github', agentId: 'agt_triage', submittedAt: at('-35d'), closedAt: at('-34d'), lapsesAt: at('-21d'), policyNumber: 0, ...times,
      content: { serverId: 'srv_github', agentId: 'agt_triage', clientId: null, human: { rule: 'any' }, targets: [{ kind: 'tool', name: '*_issue', access: 'write', scope: [] }], purpose: 'Triage', mode: 'direct', reauthorise: false, startsAt: null, terms: [] },
      decisions: { create: { id: 'dec_1', round: 1, revision: 1, step: 'owner', standing: 'owner', answer: 'approve', personId: 'per_erin', actorId: 'per_erin', reason: 'Fine', at: at('-34d') } },
    } })
    await db().grant.update({ where: { id }, data: { origin: 'request', requestId: 'req_1' } })
    const { timeline, request } = await life()
    expect(timeline.slice(0, 2)).toMatchObject([{ what: 'Requested', who: 'dana', link: { kind: 'request', id: 'req_1' } }, { what: 'Approved', who: 'erin, owner', reason: 'Fine' }])
    expect(request).toMatchObject({ id: 'req_1', kind: 'grant' })
  })

  it('offers nothing to ask for to those who may not ask', async () => {
    expect((await life(anActor(['auditor']))).ask).toBe(null)
    expect((await life(anActor(['member'], { ownAgentIds: ['agt_triage'] }))).ask).toBe('confirm')
  })
})

describe('what narrowing begins with', () => {
  it('is what was used, target by target, when drift has proposed nothing', async () => {
    await used('create_issue', 'write', ['repo:acme/api'])
    await used('close_issue', 'read', [])
    expect(await draft()).toEqual({ from: 'use', findingId: null, targets: [
      { kind: 'tool', name: 'close_issue', access: 'read', scope: [] }, { kind: 'tool', name: 'create_issue', access: 'write', scope: ['repo:acme/api'] },
    ] })
  })

  it('is the grant itself where nothing was used, or use may not be seen', async () => {
    expect(await draft()).toMatchObject({ from: 'grant', targets: [{ name: '*_issue', access: 'write' }] })
    await used('create_issue', 'write', [])
    expect(await draft(anActor(['member'], { ownAgentIds: ['agt_triage'] }))).toMatchObject({ from: 'grant' })
  })

  it('is drift’s narrowed replacement while its finding stands', async () => {
    await db().finding.create({ data: {
      id: 'fnd_1', fingerprint: 'f', kind: 'over_broad_grant', status: 'open', severity: 'medium', serverId: 'srv_github', grantId: id, firstSeen: TEST_NOW, lastSeen: TEST_NOW, executed: 1, blocked: 0, evaluable: true,
      explanation: 'x', evidence: {}, remedies: [], openedAt: TEST_NOW, updatedAt: TEST_NOW,
      replacement: [{ server: 'github', caller: { agent: 'triage', client: 'code', human: 'any' }, target: { kind: 'tool', name: 'create_issue' }, access: 'read', scope: ['repo:a'], purpose: 'x' }],
    } })
    expect(await draft()).toEqual({ from: 'finding', findingId: 'fnd_1', targets: [{ kind: 'tool', name: 'create_issue', access: 'read', scope: ['repo:a'] }] })
  })
})

describe('what the grant admits today', () => {
  it('is read from the catalogue and from use under this grant alone', async () => {
    await db().tool.createMany({ data: ['create_issue', 'close_issue', 'list_pages'].map((name) => ({ id: `tol_${name}`, serverId: 'srv_github', name, suggested: 'write' as const, annotations: {}, firstSeenAt: at('-20d'), lastSeenAt: at('-1d') })) })
    await used('create_issue', 'write', [])
    const { grant, serverId } = await grantScreen(reviewer, id, TEST_NOW)
    const coverage = await grantCoverage(reviewer, grant, serverId, SINCE, 90, TEST_NOW)
    expect(coverage).toMatchObject({ sentence: 'This glob admits 2 tools today; one of them was used in 90 days.', used: [{ target: 'create_issue', calls: 7, unclassified: true }], unused: [{ target: 'close_issue' }] })
  })
})
