import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { currentDeclarations, loadDeclarations } from '@/lib/grants/queries'
import { getGrant } from '@/lib/grants/queries/list-grants'
import { judge } from '@/lib/grants/verdict'
import { resolveCall } from '@/lib/grants/resolve-call'
import { anActor } from '@/lib/testing/actors'
import { at, TEST_NOW, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aRow, aServer, declareGrantWorld } from '@/lib/testing/grant-builders'
import { importGrants } from './import-grants'

const database = useDatabase()
const reviewer = anActor(['security_reviewer'])
const run = (grants: unknown[], more: { atomic?: boolean; dryRun?: boolean } = {}) => importGrants(testCtx(), reviewer, { reason: 'In force elsewhere', grants, ...more })

beforeEach(async () => {
  await database.truncate()
  await declareGrantWorld()
})

describe('importing grants', () => {
  it('creates what is declared, with defaults, a trail entry and one re-evaluation of its servers', async () => {
    const { created, results } = await run([aRow(), aRow({ externalId: 'ext-2', server: 'vault', validUntil: undefined, access: 'admin' })])
    expect(created).toBe(2)
    const view = await getGrant(reviewer, results[0]?.id ?? '', TEST_NOW)
    expect(view).toMatchObject({
      server: 'github', caller: { agent: 'spiffe://acme.test/triage', client: 'code', human: 'dana@acme.test' }, target: { kind: 'tool', name: 'create_issue' },
      state: 'active', openEnded: false, imported: true, externalId: 'ext-1', importReason: 'In force elsewhere', reauthorise: false, mode: 'direct', scope: [],
    })
    expect(await getGrant(reviewer, results[1]?.id ?? '', TEST_NOW)).toMatchObject({ openEnded: true, reauthorise: true, validUntil: null })
    expect(await db().trailEntry.findMany()).toMatchObject([{ action: 'grant.imported', actorId: 'per_test' }])
    expect(await db().reevaluation.findMany()).toMatchObject([{ scope: { serverIds: ['srv_github', 'srv_vault'] } }])
  })

  it('changes nothing the second time', async () => {
    const first = await run([aRow()])
    const epoch = await db().declarationEpoch.findFirst()
    const second = await run([aRow({ scope: [] })])
    expect(second).toMatchObject({ created: 0, unchanged: 1, refused: 0, results: [{ status: 'unchanged', id: first.results[0]?.id }] })
    expect(await db().declarationEpoch.findFirst()).toEqual(epoch)
    expect(await db().trailEntry.count()).toBe(1)
  })

  it('refuses other content under the same externalId and names the difference', async () => {
    await run([aRow()])
    const { results } = await run([aRow({ access: 'admin', caller: { agent: 'any', client: 'code', human: 'none' } })])
    expect(results[0]).toMatchObject({ status: 'refused', code: 'conflict' })
    expect(results[0]?.errors?.map((error) => error.path)).toEqual(['caller.agent', 'caller.human', 'access'])
  })

  it('refuses a bad row alone and keeps the others', async () => {
    await aServer('attic', { lifecycle: 'retired' })
    const answer = await run([
      aRow({ externalId: 'a', server: 'nowhere' }), aRow({ externalId: 'b', caller: { agent: 'ghost', client: 'ghost', human: 'ghost@acme.test' } }),
      aRow({ externalId: 'c', caller: { agent: 'any', client: 'any', human: 'team:nobody' } }), aRow({ externalId: 'd', validUntil: at('-31d').toISOString() }),
      aRow({ externalId: 'e', surprise: 1 }), aRow({ externalId: 'f', server: 'attic' }), null, aRow({ externalId: 'g', validFrom: '0000-01-01T00:00:00Z' }),
      aRow({ externalId: 'h', caller: { agent: 'any', client: 'Code', human: 'team:core' } }),
    ])
    expect(answer).toMatchObject({ created: 1, refused: 8 })
    expect(answer.results.map((result) => [result.status, result.code, result.errors?.map((error) => error.path).join()])).toEqual([
      ['refused', 'invalid_input', 'server'], ['refused', 'invalid_input', 'caller.agent,caller.client,caller.human'], ['refused', 'invalid_input', 'caller.human'],
      ['refused', 'invalid_input', 'validUntil'], ['refused', 'unknown_field', 'surprise'], ['refused', 'invalid_input', 'server'], ['refused', 'invalid_input', ''],
      ['refused', 'invalid_input', 'validFrom'], ['created', undefined, undefined],
    ])
  })

  it('stores nothing when all or nothing is asked and one row is refused', async () => {
    await expect(run([aRow(), aRow({ externalId: 'b', server: 'nowhere' })], { atomic: true })).rejects.toMatchObject({ code: 'invalid_input', errors: [{ path: 'grants.1.server' }] })
    expect(await db().grant.count()).toBe(0)
    expect(await run([aRow()], { atomic: true })).toMatchObject({ created: 1 })
  })

  it('stores nothing in a dry run, and says what it would do', async () => {
    expect(await run([aRow(), aRow(), aRow({ access: 'read' })], { dryRun: true })).toMatchObject({ created: 1, unchanged: 1, refused: 1 })
    expect(await db().grant.count()).toBe(0)
    expect(await db().trailEntry.count()).toBe(0)
  })

  it('lets two imports of the same grant at once make one', async () => {
    const answers = await Promise.all([run([aRow()]), run([aRow()])])
    expect(answers.map((answer) => answer.created).sort()).toEqual([0, 1])
    expect(await db().grant.count()).toBe(1)
  })

  it('is for security reviewers only', async () => {
    for (const role of ['admin', 'incident_responder', 'owner', 'member', 'auditor'] as const) {
      await expect(importGrants(testCtx(), anActor([role]), { reason: 'x', grants: [aRow()] })).rejects.toMatchObject({ code: 'forbidden' })
    }
  })
})

describe('declarations as loaded', () => {
  it('judge a call by what was imported, and are read again when the epoch moves', async () => {
    const act = { at: at('-2d').getTime(), source: 'gateway', kind: 'tool_call', server: 'github', target: 'create_issue', agent: 'triage', client: 'Code', human: 'Dana@acme.test' } as const
    const before = await currentDeclarations()
    expect(judge(before, resolveCall(before, act)).verdict).toBe('ungranted')
    expect(await currentDeclarations()).toBe(before)
    const { results } = await run([aRow({ caller: { agent: 'any', client: 'any', human: 'team:core' }, scope: [] })])
    const after = await currentDeclarations()
    expect(judge(after, resolveCall(after, act))).toEqual({ verdict: 'granted', grantId: results[0]?.id, nearestGrantId: null })
    expect(after.epoch).toBe(before.epoch + 1)
  })

  it('carry every table', async () => {
    await run([aRow({ mode: 'task', scope: ['repo:acme/*'] })])
    await db().grantHold.create({ data: { id: 'hld_1', grantId: (await db().grant.findFirst())?.id ?? '', cause: 'person', reason: 'x', openedBy: 'per_dana', openedAt: at('-1h') } })
    await db().tool.create({
      data: { id: 'tol_1', serverId: 'srv_github', name: 'create_issue', suggested: 'write', firstSeenAt: at('-1d'), lastSeenAt: at('-1d'), classes: { create: { id: 'tcl_1', access: 'admin', decidedBy: 'person', at: at('-1h') } } },
    })
    const loaded = await loadDeclarations()
    expect(loaded.grants.get('srv_github')).toMatchObject([{
      agentId: 'agt_triage', clientId: 'cli_code', human: { rule: 'person', personId: 'per_dana' }, mode: 'task', scope: ['repo:acme/*'], revokedAt: null,
      validFrom: at('-30d').getTime(), validUntil: at('+30d').getTime(), suspensions: [{ from: at('-1h').getTime(), to: null, toolName: null }],
    }])
    expect([...loaded.tools.values()]).toEqual([{ serverId: 'srv_github', name: 'create_issue', classes: [{ at: at('-1h').getTime(), access: 'admin' }] }])
    expect(loaded.memberships.get('tem_core')).toEqual([{ teamId: 'tem_core', personId: 'per_dana', from: null, to: null }])
    expect(loaded.servers.get('srv_vault')).toMatchObject({ slug: 'vault', sensitivity: 'restricted', states: [{ at: at('-1d').getTime(), state: 'pilot' }] })
    expect(loaded.agents.get('agt_release')?.states).toEqual([{ at: at('-1d').getTime(), state: 'active' }])
  })
})
