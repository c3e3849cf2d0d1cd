import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { getGrant, listGrants } from '@/lib/grants/queries/list-grants'
import { anActor } from '@/lib/testing/actors'
import { testCtx, TEST_NOW, at } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aRow, declareGrantWorld } from '@/lib/testing/grant-builders'
import { resumeGrant, revokeGrant, suspendGrant } from './change-grant'
import { importGrants } from './import-grants'

const database = useDatabase()
const reviewer = anActor(['security_reviewer'])
let id = ''

async function imported(...rows: Record<string, unknown>[]): Promise<string[]> {
  const { results } = await importGrants(testCtx(), reviewer, { reason: 'In force elsewhere', grants: rows })
  return results.map((result) => result.id ?? JSON.stringify(result.errors))
}

beforeEach(async () => {
  await database.truncate()
  await declareGrantWorld()
  id = (await imported(aRow()))[0] ?? ''
})

describe('changing a grant', () => {
  it('revokes from now on, once, with a trail entry and without re-evaluation', async () => {
    const reevaluations = await db().reevaluation.count()
    expect(await revokeGrant(testCtx(), reviewer, id, 'Not needed')).toMatchObject({ state: 'revoked', revokedAt: TEST_NOW.toISOString(), revokedBy: 'per_test', revokeReason: 'Not needed' })
    await expect(revokeGrant(testCtx(), reviewer, id, 'Again')).rejects.toMatchObject({ code: 'illegal_transition' })
    await expect(suspendGrant(testCtx(), reviewer, id, 'Again')).rejects.toMatchObject({ code: 'illegal_transition' })
    expect(await db().trailEntry.findMany({ where: { action: 'grant.revoked' } })).toMatchObject([{ objectId: id, detail: { reason: 'Not needed' } }])
    expect(await db().reevaluation.count()).toBe(reevaluations)
  })

  it('revokes once when two ask at the same time', async () => {
    const answers = await Promise.allSettled([revokeGrant(testCtx(), reviewer, id, 'One'), revokeGrant(testCtx(), reviewer, id, 'Two')])
    expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('suspends and resumes, and each only when the other is due', async () => {
    await expect(resumeGrant(testCtx(), reviewer, id, 'Too early')).rejects.toMatchObject({ code: 'illegal_transition' })
    expect(await suspendGrant(testCtx(), reviewer, id, 'Look at it')).toMatchObject({ suspended: true, holds: [{ cause: 'person', reason: 'Look at it', closedAt: null }] })
    await expect(suspendGrant(testCtx(), reviewer, id, 'Twice')).rejects.toMatchObject({ code: 'illegal_transition' })
    expect(await resumeGrant(testCtx(at('+1h')), reviewer, id, 'Fine')).toMatchObject({ suspended: false, holds: [{ closedAt: at('+1h').toISOString(), closeReason: 'Fine' }] })
  })

  it('raises the epoch with every change', async () => {
    const epoch = async (): Promise<bigint> => (await db().declarationEpoch.findFirst())?.epoch ?? 0n
    const before = await epoch()
    await suspendGrant(testCtx(), reviewer, id, 'x')
    await resumeGrant(testCtx(at('+1s')), reviewer, id, 'x')
    await revokeGrant(testCtx(at('+2s')), reviewer, id, 'x')
    expect(await epoch()).toBe(before + 3n)
  })

  it('lets owners revoke on their own servers and nobody else’s, and suspend nowhere', async () => {
    const owner = anActor(['owner'], { ownServerIds: ['srv_github'] })
    await expect(suspendGrant(testCtx(), owner, id, 'x')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(revokeGrant(testCtx(), anActor(['owner'], { ownServerIds: ['srv_vault'] }), id, 'x')).rejects.toMatchObject({ code: 'not_found' })
    await expect(revokeGrant(testCtx(), anActor(['owner'], { ownAgentIds: ['agt_triage'] }), id, 'x')).rejects.toMatchObject({ code: 'forbidden' })
    for (const role of ['admin', 'auditor'] as const) await expect(revokeGrant(testCtx(), anActor([role]), id, 'x')).rejects.toMatchObject({ code: 'forbidden' })
    expect(await revokeGrant(testCtx(), owner, id, 'x')).toMatchObject({ state: 'revoked' })
  })
})

describe('who sees which grants', () => {
  it('follows the permission table', async () => {
    const [vault] = await imported(aRow({ externalId: 'v', server: 'vault', caller: { agent: 'release', client: 'any', human: 'erin@acme.test' } }))
    const seen = async (actor: Parameters<typeof listGrants>[0]): Promise<string[]> => (await listGrants(actor, {}, { limit: 100 }, TEST_NOW)).items.map((grant) => grant.id)
    for (const role of ['admin', 'security_reviewer', 'incident_responder', 'auditor'] as const) expect(await seen(anActor([role]))).toEqual([vault, id])
    expect(await seen(anActor(['owner'], { ownServerIds: ['srv_vault'] }))).toEqual([vault])
    expect(await seen(anActor(['member'], { ownAgentIds: ['agt_triage'] }))).toEqual([id])
    expect(await seen(anActor(['member'], { personId: 'per_erin' }))).toEqual([vault])
    expect(await seen(anActor(['member']))).toEqual([])
    await expect(seen(anActor([]))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(getGrant(anActor(['member']), id, TEST_NOW)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the list of grants', () => {
  it('is narrowed by server, identities, state, access and target', async () => {
    const [ended, coming, team] = await imported(
      aRow({ externalId: 'ended', validUntil: at('-1d').toISOString() }), aRow({ externalId: 'coming', validFrom: at('+1d').toISOString(), caller: { agent: 'any', client: 'any', human: 'none' } }),
      aRow({ externalId: 'team', server: 'vault', access: 'read', target: { kind: 'context', name: 'file:///*' }, caller: { agent: 'release', client: 'any', human: 'team:core' } }),
    )
    await revokeGrant(testCtx(), reviewer, id, 'x')
    const found = async (filter: Parameters<typeof listGrants>[1]): Promise<string[]> => (await listGrants(reviewer, filter, { limit: 100 }, TEST_NOW)).items.map((grant) => grant.id)
    expect(await found({ state: 'revoked' })).toEqual([id])
    expect(await found({ state: 'expired' })).toEqual([ended])
    expect(await found({ state: 'scheduled' })).toEqual([coming])
    expect(await found({ state: 'active' })).toEqual([team])
    expect(await found({ server: 'vault' })).toEqual([team])
    expect(await found({ agent: 'spiffe://acme.test/release' })).toEqual([team])
    expect(await found({ agent: 'any', client: 'any', human: 'none' })).toEqual([coming])
    expect(await found({ human: 'team:core', access: 'read', target: 'file:///*' })).toEqual([team])
    expect(await found({ human: 'DANA@acme.test' })).toEqual([ended, id])
    expect(await found({ server: 'nowhere' })).toEqual([])
  })

  it('comes in pages that neither repeat nor leave out', async () => {
    await imported(...[1, 2, 3, 4].map((n) => aRow({ externalId: `n${n}` })))
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const page = await listGrants(reviewer, {}, { limit: 2, cursor }, TEST_NOW)
      ids.push(...page.items.map((grant) => grant.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(ids).toHaveLength(5)
    expect(new Set(ids).size).toBe(5)
  })
})
