import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import type { RequestView } from '@/lib/requests/model'
import { at, testCtx, TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aBody, as, aTokenOf, declareRequestWorld, no, yes } from '@/lib/testing/request-builders'
import { decideRequest } from './decide-request'
import { submitRequest } from './submit-request'

const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
})

async function asked(more: Record<string, unknown> = {}, by = 'dana'): Promise<RequestView> {
  return submitRequest(testCtx(), await as(by), aBody(more))
}

async function decided(request: RequestView, by: string, input = yes(), now = at('+1h')): Promise<RequestView> {
  return decideRequest(testCtx(now), await as(by), request.id, input)
}

describe('the steps by the table', () => {
  it.each([
    ['open', 'read', 1, 0], ['github', 'read', 1, 0], ['ledger', 'read', 1, 1], ['safe', 'read', 1, 2],
    ['open', 'write', 1, 1], ['github', 'write', 1, 1], ['ledger', 'write', 1, 1], ['safe', 'write', 1, 2],
    ['open', 'admin', 1, 2], ['github', 'admin', 1, 2], ['ledger', 'admin', 1, 2], ['safe', 'admin', 1, 2],
  ])('%s to %s needs %i owner and %i reviewers, and not one less', async (server, access, owner, security) => {
    let view = await asked({ server, access })
    const answers = [...(owner === 1 ? ['erin'] : []), ...['rae', 'rob', 'sam'].slice(0, security)]
    for (const by of answers) {
      expect([view.state, await db().grant.count()]).toEqual(['pending', 0])
      view = await decided(view, by)
    }
    expect(view).toMatchObject({ state: 'approved', grantIds: [expect.any(String)] })
    expect(await db().grant.findMany()).toMatchObject([{ id: view.grantId, origin: 'request', requestId: view.id, access, validFrom: at('+1h') }])
  })
})

describe('an answer', () => {
  it('makes the grant at its own time, bound and in the trail', async () => {
    await db().tool.create({ data: { id: 'tol_1', serverId: 'srv_github', name: 'list_issues', suggested: 'read', definitionHash: 'abc', firstSeenAt: TEST_NOW, lastSeenAt: TEST_NOW, versions: { create: { id: 'ver_1', number: 3, hash: 'abc', definition: {}, firstSeenAt: TEST_NOW } } } })
    const view = await decided(await asked(), 'erin')
    expect(view).toMatchObject({ state: 'approved', closedAt: at('+1h').toISOString(), sentence: 'Approved by erin on 20 Nov 2026.', steps: [{ step: 'owner', need: 1, have: 1, holders: [] }] })
    expect(await db().grant.findMany({ include: { definitions: true } })).toMatchObject([{
      agentId: 'agt_triage', clientId: 'cli_code', humanRule: 'any', target: 'list_issues', validFrom: at('+1h'), validUntil: at('+30d', at('+1h')), confirmedAt: null, definitions: [{ hash: 'abc', number: 3, boundBy: 'approval' }],
    }])
    expect((await db().trailEntry.findMany({ orderBy: { seq: 'asc' } })).map((entry) => entry.action)).toEqual(['request.submitted', 'grant.made', 'request.approved'])
  })

  it('comes from whoever holds a step, once, and never from a token', async () => {
    const view = await asked({ server: 'ledger' })
    await expect(decided(view, 'otto')).rejects.toMatchObject({ code: 'not_found' })
    await expect(decided(view, 'dana')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(decided(view, 'adam')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(decided(view, 'bert')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(decideRequest(testCtx(), await aTokenOf('erin'), view.id, yes())).rejects.toMatchObject({ code: 'forbidden' })
    await decided(view, 'erin')
    await expect(decided(view, 'erin')).rejects.toMatchObject({ code: 'conflict' })
    expect(await db().grant.count()).toBe(0)
    expect((await decided(view, 'rae')).state).toBe('approved')
    await expect(decided(view, 'rob')).rejects.toMatchObject({ code: 'illegal_transition' })
    expect(await db().grant.count()).toBe(1)
  })

  it('of an owner who is a reviewer too counts for one step only', async () => {
    await db().person.update({ where: { id: 'per_erin' }, data: { roles: ['owner', 'security_reviewer'] } })
    const view = await asked({ server: 'ledger' })
    expect(await decided(view, 'erin')).toMatchObject({ state: 'pending', steps: [{ step: 'owner', have: 1 }, { step: 'security', have: 0 }] })
    await expect(decided(view, 'erin')).rejects.toMatchObject({ code: 'conflict' })
    expect((await decided(view, 'rob')).state).toBe('approved')
  })

  it('that denies needs a reason, ends the request and grants nothing', async () => {
    const view = await asked({ server: 'ledger' })
    await expect(decideRequest(testCtx(), await as('rae'), view.id, { answer: 'deny' })).rejects.toMatchObject({ code: 'invalid_input', errors: [{ path: 'reason' }] })
    await decided(view, 'erin')
    expect(await decided(view, 'rae', no('Too much.'))).toMatchObject({ state: 'denied', closeReason: 'Too much.', sentence: 'Denied by Rae on 20 Nov 2026: Too much.' })
    await expect(decided(view, 'rob')).rejects.toMatchObject({ code: 'illegal_transition' })
    expect(await db().grant.count()).toBe(0)
  })

  it('against a warning needs a reason, and without one says which', async () => {
    const view = await asked({ target: { kind: 'tool', name: '*' }, access: 'admin' })
    const without = { answer: 'approve' as const }
    await expect(decideRequest(testCtx(), await as('erin'), view.id, without)).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining('Admin on *'), errors: [{ path: 'reason' }] })
    expect((await decided(view, 'erin')).decisions).toMatchObject([{ reason: 'It is needed' }])
    expect((await decideRequest(testCtx(), await as('erin'), (await asked()).id, without)).state).toBe('approved')
  })

  it('to a revision that is not the present one is refused', async () => {
    const view = await asked({ server: 'ledger' })
    await expect(decided(view, 'erin', yes({ revision: 2 }))).rejects.toMatchObject({ code: 'stale_version' })
    expect((await decided(view, 'erin', yes({ revision: 1 }))).steps[0]).toMatchObject({ have: 1 })
  })

  it('is told to whoever asked, and the request to those who hold it and to the channel', async () => {
    const view = await asked({ server: 'ledger' })
    expect((await db().notification.findMany()).map((one) => [one.kind, one.channel, one.recipientId]).toSorted()).toEqual([
      ['request.submitted', 'email', 'per_erin'], ['request.submitted', 'email', 'per_rae'], ['request.submitted', 'email', 'per_rob'], ['request.submitted', 'email', 'per_sam'], ['request.submitted', 'webhook', null],
    ].toSorted())
    await decided(view, 'erin')
    await decided(view, 'rae')
    expect((await db().notification.findMany({ where: { recipientId: 'per_dana' }, orderBy: { id: 'asc' } })).map((one) => one.kind)).toEqual(['request.approved_step', 'request.approved'])
  })
})

describe('who stands in', () => {
  const owns = async (): Promise<string[]> => ((await asked({}, 'adam')).steps[0]?.holders ?? []).map((one) => `${one.id} ${one.standing}`)

  it('is the owner; then the backup owner, the owner’s manager, nobody', async () => {
    expect(await owns()).toEqual(['per_erin owner'])
    await db().agent.update({ where: { id: 'agt_triage' }, data: { sponsorId: 'per_erin' } })
    expect(await owns()).toEqual(['per_bert backup_owner'])
    await db().server.update({ where: { id: 'srv_github' }, data: { backupOwnerId: null } })
    expect(await owns()).toEqual(['per_mona manager'])
    const view = await asked({}, 'adam')
    expect((await decided(view, 'mona')).state).toBe('approved')
    await db().person.update({ where: { id: 'per_erin' }, data: { managerId: null } })
    const stuck = await asked({}, 'adam')
    expect(stuck.steps).toMatchObject([{ step: 'owner', have: 0, holders: [] }])
    expect(stuck.sentence).toContain('nobody may give')
    for (const by of ['erin', 'rae', 'adam']) await expect(decided(stuck, by)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('decides where the owner asks, sponsors, is named, or has left', async () => {
    const own = await asked({}, 'erin')
    await expect(decided(own, 'erin')).rejects.toMatchObject({ code: 'forbidden' })
    expect((await decided(own, 'bert')).decisions).toMatchObject([{ standing: 'backup_owner' }])
    const named = await asked({ caller: { agent: 'triage', client: 'code', human: 'erin@acme.test' } })
    await expect(decided(named, 'erin')).rejects.toMatchObject({ code: 'forbidden' })
    expect((await decided(named, 'bert')).state).toBe('approved')
    const left = await asked()
    await db().person.update({ where: { id: 'per_erin' }, data: { active: false } })
    await expect(decided(left, 'erin')).rejects.toMatchObject({ code: 'forbidden' })
    expect((await decided(left, 'bert')).state).toBe('approved')
  })
})
