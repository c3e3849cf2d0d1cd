import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import type { RequestView } from '@/lib/requests/model'
import { getRequest } from '@/lib/requests/queries/list-requests'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aBody, as, aStandIn, aTokenOf, declareRequestWorld, leaves, no, setPolicy, yes } from '@/lib/testing/request-builders'
import { decideRequest } from './decide-request'
import { editRequest } from './edit-request'
import { lapseRequests } from './lapse-requests'
import { nudgeRequest } from './nudge-request'
import { settleRequests } from './settle-requests'
import { submitRequest } from './submit-request'
import { withdrawRequest } from './withdraw-request'

const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
})

const asked = async (more: Record<string, unknown> = {}, by = 'dana'): Promise<RequestView> => submitRequest(testCtx(), await as(by), aBody(more))
const decided = async ({ id }: { id: string }, by: string, input = yes(), now = at('+1h')): Promise<RequestView> => decideRequest(testCtx(now), await as(by), id, input)
const edited = async ({ id }: { id: string }, more: Record<string, unknown> = {}, revision?: number): Promise<RequestView> =>
  editRequest(testCtx(at('+2h')), await as('dana'), id, { ...aBody(more), ...(revision === undefined ? {} : { revision }) })

describe('an edit', () => {
  it('voids the answers before it, which stay on record and do not count', async () => {
    const view = await asked({ server: 'ledger' })
    await decided(view, 'erin')
    const after = await edited(view, { server: 'ledger', access: 'write' })
    expect(after).toMatchObject({ state: 'pending', round: 2, revision: 2, access: 'write', lapsesAt: at('+14d', at('+2h')).toISOString(), steps: [{ have: 0 }, { have: 0 }], decisions: [{ round: 1, counts: false }], revisions: [{ change: 'submitted' }, { change: 'edited' }] })
    await expect(decided(view, 'rae', yes({ revision: 1 }), at('+3h'))).rejects.toMatchObject({ code: 'stale_version' })
    expect((await decided(view, 'rae', yes(), at('+3h'))).state).toBe('pending')
    expect((await decided(view, 'erin', yes(), at('+3h'))).state).toBe('approved')
  })

  it('is the requester’s alone, of what was looked at, and leaves the kind of request as it is', async () => {
    const view = await asked()
    await expect(edited(view, {}, 2)).rejects.toMatchObject({ code: 'stale_version' })
    await expect(editRequest(testCtx(), await as('erin'), view.id, aBody())).rejects.toMatchObject({ code: 'forbidden' })
    await expect(edited(view, { renews: 'gnt_x' })).rejects.toMatchObject({ code: 'conflict' })
    await decided(view, 'erin')
    await expect(edited(view)).rejects.toMatchObject({ code: 'illegal_transition' })
  })

  it('puts whoever edits behind the request', async () => {
    const view = await asked()
    await editRequest(testCtx(), await aTokenOf('dana', { behind: ['per_dana', 'per_erin'] }), view.id, aBody())
    await expect(decided(view, 'erin')).rejects.toMatchObject({ code: 'forbidden' })
    expect((await decided(view, 'bert')).state).toBe('approved')
  })
})

describe('the end of a request', () => {
  it('by withdrawing it: once, by whoever asked, and nothing is granted', async () => {
    const view = await asked()
    await expect(withdrawRequest(testCtx(), await as('erin'), view.id)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await withdrawRequest(testCtx(), await as('dana'), view.id, 'Not needed.')).toMatchObject({ state: 'withdrawn', sentence: 'Withdrawn on 20 Nov 2026: Not needed.' })
    await expect(withdrawRequest(testCtx(), await as('dana'), view.id)).rejects.toMatchObject({ code: 'illegal_transition' })
    await expect(decided(view, 'erin')).rejects.toMatchObject({ code: 'illegal_transition' })
  })

  it('by time: nobody decides it from then on, and the job writes it down and tells whoever asked, once', async () => {
    const [view, short, fresh] = [await asked({ server: 'ledger' }), await asked({ durationDays: undefined, until: at('+1d').toISOString() }), await submitRequest(testCtx(at('+10d')), await as('dana'), aBody())]
    await decided(view, 'erin')
    await expect(decided(view, 'rae', yes(), at('+14d'))).rejects.toMatchObject({ code: 'illegal_transition' })
    expect(await getRequest(await as('dana'), view.id, at('+14d'))).toMatchObject({ state: 'lapsed', closedAt: at('+14d').toISOString(), sentence: 'Lapsed on 4 Dec 2026: not everybody answered in time.', steps: [{ have: 1, holders: [] }, { have: 0, holders: [] }] })
    expect(await lapseRequests(testCtx(at('+15d')))).toBe(2)
    expect(await lapseRequests(testCtx(at('+15d')))).toBe(0)
    expect(await db().grantRequest.findMany({ orderBy: { id: 'asc' } })).toMatchObject([{ id: view.id, state: 'lapsed', closedAt: at('+14d') }, { id: short.id, state: 'lapsed', closedAt: at('+1d') }, { id: fresh.id, state: 'pending' }])
    expect(await db().notification.count({ where: { kind: 'request.lapsed', recipientId: 'per_dana' } })).toBe(2)
    expect(await db().grant.count()).toBe(0)
  })
})

describe('a reminder', () => {
  it('goes to those who hold it, and again only after a while', async () => {
    const view = await asked({ server: 'ledger' })
    await decided(view, 'erin')
    const dana = await as('dana')
    await nudgeRequest(testCtx(at('+2h')), dana, view.id)
    expect((await db().notification.findMany({ where: { kind: 'request.nudged' } })).map((one) => one.recipientId).toSorted()).toEqual(['per_rae', 'per_rob', 'per_sam'])
    await expect(nudgeRequest(testCtx(at('+3h')), dana, view.id)).rejects.toMatchObject({ code: 'too_many_requests', retryAfter: 23 * 3600, message: expect.stringContaining(at('+26h').toISOString()) })
    await nudgeRequest(testCtx(at('+26h')), dana, view.id)
    await expect(nudgeRequest(testCtx(at('+90h')), await as('rae'), view.id)).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('what changes while a request waits', () => {
  it('a policy made looser lets nobody through; one made stricter counts at once', async () => {
    await setPolicy((policy) => ({ ...policy, steps: { ...policy.steps, read: { ...policy.steps.read, internal: { owner: 1, security: 1 } } } }))
    const view = await asked()
    await setPolicy((policy) => policy)
    expect((await decided(view, 'erin')).state).toBe('pending')
    await setPolicy((policy) => ({ ...policy, steps: { ...policy.steps, read: { ...policy.steps.read, internal: { owner: 1, security: 2 } } }, maximumDays: { ...policy.maximumDays, read: { ...policy.maximumDays.read, internal: 5 } } }))
    expect((await decided(view, 'rae')).state).toBe('pending')
    expect((await decided(view, 'rob')).state).toBe('approved')
    expect(await db().grant.findMany()).toMatchObject([{ validFrom: at('+1h'), validUntil: at('+5d', at('+1h')) }])
  })

  it('a server that becomes restricted needs two reviewers more, and shorter grants', async () => {
    const view = await asked({ durationDays: 180 })
    await db().server.update({ where: { id: 'srv_github' }, data: { sensitivity: 'restricted' } })
    expect((await decided(view, 'erin')).state).toBe('pending')
    await decided(view, 'rae')
    expect((await decided(view, 'rob')).state).toBe('approved')
    expect(await db().grant.findMany()).toMatchObject([{ validUntil: at('+90d', at('+1h')) }])
  })

  it('a new owner answers anew, and the old one’s answer counts no more', async () => {
    const view = await asked({ server: 'ledger' })
    await decided(view, 'erin')
    await db().server.update({ where: { id: 'srv_ledger' }, data: { ownerId: 'per_otto', backupOwnerId: null } })
    expect(await decided(view, 'rae')).toMatchObject({ state: 'pending', steps: [{ step: 'owner', have: 0, holders: [{ id: 'per_otto' }] }, { step: 'security', have: 1 }], decisions: [{ counts: false }, { counts: true }] })
    expect((await decided(view, 'otto')).state).toBe('approved')
  })

  it('an approver who leaves, or comes to sponsor the agent, vouches for nothing any more', async () => {
    const view = await asked({ server: 'safe' })
    await decided(view, 'rae')
    await decided(view, 'rob')
    await leaves('rae')
    await db().agent.update({ where: { id: 'agt_triage' }, data: { sponsorId: 'per_rob' } })
    expect(await decided(view, 'erin')).toMatchObject({ state: 'pending', steps: [{ have: 1 }, { have: 0, holders: [{ id: 'per_sam' }] }] })
  })

  it('fewer answers needed than there are already: the console grants it, once, as it stands now', async () => {
    const [view, other] = [await asked({ server: 'safe' }), await asked({ server: 'safe' })]
    await decided(view, 'erin')
    expect(await settleRequests(testCtx(at('+2h')))).toBe(0)
    await db().server.update({ where: { id: 'srv_safe' }, data: { sensitivity: 'internal' } })
    expect(await settleRequests(testCtx(at('+2h')))).toBe(1)
    expect(await settleRequests(testCtx(at('+2h')))).toBe(0)
    expect(await db().grantRequest.findMany({ orderBy: { id: 'asc' } })).toMatchObject([{ id: view.id, state: 'approved', closedBy: 'system' }, { id: other.id, state: 'pending' }])
    expect(await db().grant.findMany()).toMatchObject([{ requestId: view.id, validFrom: at('+2h') }])
  })

  it('what cannot be granted any more is not, and can still be denied', async () => {
    const view = await asked()
    await db().agent.update({ where: { id: 'agt_triage' }, data: { active: false } })
    await expect(decided(view, 'erin')).rejects.toMatchObject({ code: 'conflict', errors: [{ path: 'caller.agent' }] })
    expect([await db().grant.count(), await db().requestDecision.count()]).toEqual([0, 0])
    expect((await decided(view, 'erin', no())).state).toBe('denied')
  })
})

describe('a stand-in with dates', () => {
  it('answers for the owner in those dates only, and is as bound as the owner', async () => {
    await aStandIn('erin', 'otto', '+1h', '+2h')
    const [early, late, own] = [await asked(), await asked(), await asked({ caller: { agent: 'triage', client: 'code', human: 'otto@acme.test' } })]
    await expect(decided(early, 'otto', yes(), at('+59m'))).rejects.toMatchObject({ code: 'not_found' })
    await expect(decided(own, 'otto', yes(), at('+61m'))).rejects.toMatchObject({ code: 'forbidden' })
    expect(await decided(early, 'otto', yes(), at('+61m'))).toMatchObject({ state: 'approved', decisions: [{ standing: 'owner', person: { id: 'per_otto' }, onBehalfOf: { id: 'per_erin' } }] })
    await expect(decided(late, 'otto', yes(), at('+2h'))).rejects.toMatchObject({ code: 'not_found' })
  })

  it('never makes two answers of one person’s word', async () => {
    await aStandIn('erin', 'rae', '-1h', '+9h')
    await db().person.update({ where: { id: 'per_erin' }, data: { roles: ['owner', 'security_reviewer'] } })
    const view = await asked({ server: 'ledger' })
    expect(await decided(view, 'rae')).toMatchObject({ state: 'pending', decisions: [{ step: 'owner', onBehalfOf: { id: 'per_erin' } }], steps: [{ have: 1 }, { have: 0 }] })
    await expect(decided(view, 'erin')).rejects.toMatchObject({ code: 'conflict' })
    await expect(decided(view, 'rae')).rejects.toMatchObject({ code: 'conflict' })
    expect((await decided(view, 'rob')).state).toBe('approved')
  })
})

describe('the start token', () => {
  const start = (name: string) => aTokenOf(name, { id: 'tok_start', bootstrap: true })

  it('stands for all steps while there are not two reviewers, but not for its own people', async () => {
    for (const name of ['rob', 'sam']) await leaves(name)
    const view = await asked({ server: 'safe' })
    expect(await decideRequest(testCtx(at('+1h')), await start('rae'), view.id, yes())).toMatchObject({ state: 'approved', decisions: [{ standing: 'bootstrap', person: { id: 'per_rae' } }] })
    const own = await asked({ server: 'safe' }, 'rae')
    await expect(decideRequest(testCtx(at('+1h')), await start('rae'), own.id, yes())).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('may answer for whom it made a token at the start, and never what its own person asked', async () => {
    for (const name of ['rob', 'sam']) await leaves(name)
    const body = aBody({ server: 'safe' })
    const made = await submitRequest(testCtx(), { ...(await aTokenOf('dana', { roles: ['member'] })), behind: ['per_dana', 'per_rae'] }, body)
    expect(await decideRequest(testCtx(at('+1h')), await start('rae'), made.id, yes())).toMatchObject({ state: 'approved' })
    const washed = await submitRequest(testCtx(), { ...(await aTokenOf('rae', { roles: ['security_reviewer'] })), behind: ['per_rae', 'per_dana'] }, { ...body, purpose: 'Again' })
    await expect(decideRequest(testCtx(at('+1h')), await start('rae'), washed.id, yes())).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('is one reviewer like another once there are two', async () => {
    const view = await asked({ server: 'ledger' })
    expect(await decideRequest(testCtx(at('+1h')), await start('rae'), view.id, yes())).toMatchObject({ state: 'pending', decisions: [{ standing: 'security_reviewer' }] })
    await expect(decided(view, 'rae')).rejects.toMatchObject({ code: 'conflict' })
  })
})
