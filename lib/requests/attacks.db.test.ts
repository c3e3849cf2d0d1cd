import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { authenticate } from '@/lib/auth/bearer'
import { createToken } from '@/lib/auth/commands/tokens'
import { db } from '@/lib/db/client'
import { importGrants } from '@/lib/grants/commands/import-grants'
import { narrowGrant } from '@/lib/grants/commands/narrow-grant'
import { narrowBodySchema } from '@/lib/grants/narrow-model'
import { changePerson } from '@/lib/people/commands/change-person'
import { setDelegation } from '@/lib/people/commands/delegations'
import { personChangeSchema, type Role } from '@/lib/people/model'
import { changeAgent } from '@/lib/registry/commands/agents'
import { editServer } from '@/lib/registry/commands/edit-server'
import { at, TEST_NOW, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aRow } from '@/lib/testing/grant-builders'
import { aBody, as, aTokenOf, declareRequestWorld, no, yes } from '@/lib/testing/request-builders'
import { DEFAULT_POLICY } from './approval-policy'
import { changePolicy } from './commands/change-policy'
import { decideRequest } from './commands/decide-request'
import { editRequest } from './commands/edit-request'
import { saveDraft } from './commands/save-draft'
import { settleRequests } from './commands/settle-requests'
import { submitRequest } from './commands/submit-request'
import type { RequestView } from './model'

/**
 * Mallory owns the server safe (restricted: its owner and two security reviewers must say yes), is a security reviewer and an
 * administrator herself, and asks for access to it. Bert is her backup owner, Mona her manager; rae, rob and sam review; otto and adam
 * are her accomplices. Each test is one door, and says what must not come of it.
 */
const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
  await db().person.create({ data: { id: 'per_mallory', email: 'mallory@acme.test', name: 'Mallory', roles: ['owner', 'security_reviewer', 'admin'], managerId: 'per_mona', createdAt: at('-1d'), updatedAt: at('-1d') } })
  await db().nameBinding.create({ data: { id: 'nam_mallory', holderKind: 'person', holderId: 'per_mallory', name: 'mallory@acme.test', origin: 'email', createdAt: at('-1d') } })
  await db().stateChange.create({ data: { id: 'sta_mallory', holderKind: 'person', holderId: 'per_mallory', state: 'active', at: at('-1d') } })
  await db().server.updateMany({ where: { id: { in: ['srv_safe', 'srv_github'] } }, data: { ownerId: 'per_mallory', endpoint: 'https://safe.acme.test/mcp' } })
})

const asks = async (more: Record<string, unknown> = {}, now = TEST_NOW): Promise<RequestView> => submitRequest(testCtx(now), await as('mallory'), aBody({ server: 'safe', ...more }))
const answers = async (view: { id: string }, by: string, input = yes(), offset = '+1h'): Promise<RequestView> => decideRequest(testCtx(at(offset)), await as(by), view.id, input)
const refusedFor = async (view: { id: string }, actor: Actor, code = 'forbidden'): Promise<void> => {
  for (const input of [yes(), no(), yes({ narrowed: { durationDays: 1 } })]) await expect(decideRequest(testCtx(at('+1h')), actor, view.id, input)).rejects.toMatchObject({ code })
}
const trail = async (action: string): Promise<unknown[]> => (await db().trailEntry.findMany({ where: { action }, orderBy: { seq: 'asc' } })).map((one) => one.detail)

/** Nothing was granted, nobody who asked has answered, and it still waits for these. */
async function stillWaits(view: { id: string }, need: Record<string, number> = { owner: 1, security: 2 }): Promise<void> {
  const request = await db().grantRequest.findUniqueOrThrow({ where: { id: view.id }, include: { decisions: true } })
  expect(request.state).toBe('pending')
  expect(await db().grant.count({ where: { origin: 'request' } })).toBe(0)
  expect(request.decisions.filter((one) => request.behind.includes(one.personId) || request.behind.includes(one.onBehalfOf ?? ''))).toEqual([])
  const missing = { ...need }
  for (const one of request.decisions.filter((decision) => decision.round === request.round)) missing[one.step] = (missing[one.step] ?? 0) - 1
  expect(Object.values(missing).reduce((a, b) => a + b, 0)).toBeGreaterThan(0)
}

/** The way in which it may be granted: three different people, none of them Mallory. */
async function grantedProperly(view: { id: string }): Promise<void> {
  for (const by of ['bert', 'rae', 'rob']) await answers(view, by, yes(), '+2h')
  expect(await db().grantRequest.findUniqueOrThrow({ where: { id: view.id } })).toMatchObject({ state: 'approved' })
  const [entry] = await trail('request.approved')
  expect(entry).toMatchObject({ step: 'security' })
}

async function tokenBy(maker: Actor, roles: Role[], ownerEmail?: string): Promise<Actor> {
  const made = await createToken(maker, testCtx(), { name: 't', roles, scopes: ['read', 'write'], expiresAt: at('+30d'), ...(ownerEmail === undefined ? {} : { ownerEmail }) })
  return authenticate(new Request('http://x/', { headers: { authorization: `Bearer ${made.token}` } }), testCtx())
}

describe('approving one’s own request', () => {
  it('directly, as owner, reviewer and administrator at once', async () => {
    const view = await asks()
    await refusedFor(view, await as('mallory'))
    await stillWaits(view)
    expect(view.steps.flatMap((step) => step.holders.map((one) => one.email))).not.toContain('mallory@acme.test')
    await grantedProperly(view)
  })

  it('by a token of one’s own', async () => {
    const view = await asks()
    await refusedFor(view, await tokenBy(await as('mallory'), ['admin', 'security_reviewer', 'owner']))
    await stillWaits(view)
  })

  it('by a token that an accomplice made in one’s name', async () => {
    await db().person.update({ where: { id: 'per_adam' }, data: { roles: ['admin', 'security_reviewer'] } })
    const view = await asks()
    await refusedFor(view, await tokenBy(await as('adam'), ['security_reviewer'], 'mallory@acme.test'))
    await stillWaits(view)
  })

  it('through a token of somebody else that one made: who made it stands behind what it asks, and so does whose it is', async () => {
    await db().person.update({ where: { id: 'per_bert' }, data: { roles: ['owner', 'security_reviewer'] } })
    const token = await tokenBy(await as('mallory'), ['owner', 'security_reviewer'], 'bert@acme.test')
    const view = await submitRequest(testCtx(), token, aBody({ server: 'safe' }))
    expect(view.requester.email).toBe('bert@acme.test')
    await refusedFor(view, await as('mallory'))
    await refusedFor(view, await as('bert'))
    await refusedFor(view, token)
    await stillWaits(view)
    expect((await db().trailEntry.findFirstOrThrow({ where: { action: 'request.submitted' } })).actorId).toBe(token.id)
  })

  it('by the start token, while it or its people asked, also where it stands for all steps', async () => {
    await db().person.updateMany({ where: { id: { in: ['per_rae', 'per_rob', 'per_sam'] } }, data: { active: false } })
    const view = await asks()
    await refusedFor(view, await aTokenOf('mallory', { bootstrap: true }))
    await refusedFor(view, await aTokenOf('adam', { bootstrap: true, behind: ['per_adam', 'per_mallory'] }))
    await stillWaits(view)
  })
})

describe('by way of other people’s places', () => {
  it('a stand-in for oneself holds nothing, since one holds nothing', async () => {
    const view = await asks()
    await setDelegation(testCtx(), await as('mallory'), { delegateEmail: 'otto@acme.test', to: at('+9d') })
    await refusedFor(view, await as('otto'))
    await stillWaits(view)
    expect(await trail('delegation.set')).toMatchObject([{ delegate: 'otto@acme.test', bySomebodyElse: false }])
  })

  it('standing in for the backup owner: oneself may not, an accomplice takes that one place and none more', async () => {
    const view = await asks()
    await setDelegation(testCtx(), await as('bert'), { delegateEmail: 'mallory@acme.test', to: at('+9d') })
    await refusedFor(view, await as('mallory'))
    await setDelegation(testCtx(), await as('adam'), { personEmail: 'bert@acme.test', delegateEmail: 'otto@acme.test', to: at('+9d') })
    expect(await answers(view, 'otto')).toMatchObject({ state: 'pending', decisions: [{ step: 'owner', onBehalfOf: { email: 'bert@acme.test' } }] })
    await refusedFor(view, await as('otto'), 'conflict')
    await refusedFor(view, await as('bert'), 'conflict')
    await stillWaits(view)
    expect(await trail('delegation.set')).toMatchObject([{ bySomebodyElse: false }, { delegate: 'otto@acme.test', bySomebodyElse: true }])
  })

  it('an administrator does not put themselves into somebody’s place', async () => {
    await expect(setDelegation(testCtx(), await as('mallory'), { personEmail: 'bert@acme.test', delegateEmail: 'mallory@acme.test', to: at('+9d') })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await db().delegation.count()).toBe(0)
  })

  it('making an accomplice the owner, or oneself the backup owner, fills the owner’s place with one who is not oneself, and no other', async () => {
    const view = await asks()
    await editServer(await as('mallory'), testCtx(), 'safe', { ownerEmail: 'otto@acme.test', backupOwnerEmail: 'mallory@acme.test' })
    await refusedFor(view, await as('mallory'))
    await answers(view, 'otto')
    await refusedFor(view, await as('otto'), 'conflict')
    await stillWaits(view)
    expect(await trail('server.edited')).toMatchObject([{ changes: { ownerEmail: { before: 'mallory@acme.test', after: 'otto@acme.test' } } }])
  })

  it('whoever answered as owner and is none any more no longer counts', async () => {
    const view = await asks()
    await answers(view, 'bert')
    await editServer(await as('mallory'), testCtx(), 'safe', { backupOwnerEmail: 'otto@acme.test' })
    await answers(view, 'rae')
    expect(await answers(view, 'rob')).toMatchObject({ state: 'pending', decisions: [{ counts: false }, { counts: true }, { counts: true }] })
    await answers(view, 'otto')
    expect(await db().grant.count()).toBe(1)
  })

  it('a reviewer who comes to sponsor the agent no longer counts, whoever gave them the agent', async () => {
    const view = await asks()
    await answers(view, 'rae')
    await changeAgent(await as('mallory'), testCtx(), 'agt_triage', { sponsorEmail: 'rae@acme.test' })
    await answers(view, 'bert')
    expect(await answers(view, 'rob')).toMatchObject({ state: 'pending', decisions: [{ counts: false }, { counts: true }, { counts: true }] })
    expect(await db().grant.count()).toBe(0)
    expect(await trail('agent.changed')).toMatchObject([{ before: { sponsorEmail: 'dana@acme.test' }, after: { sponsorEmail: 'rae@acme.test' } }])
  })

  it('giving the agent away frees nobody to decide what was asked for while it was theirs', async () => {
    await db().agent.update({ where: { id: 'agt_triage' }, data: { sponsorId: 'per_rae' } })
    const view = await asks()
    await refusedFor(view, await as('rae'))
    await changeAgent(await as('rae'), testCtx(), 'agt_triage', { sponsorEmail: 'otto@acme.test' })
    await refusedFor(view, await as('rae'))
    await stillWaits(view)
  })
})

describe('by way of roles and settings', () => {
  it('nobody gives themselves a role, and one given by an accomplice waits for consent and changes nothing of whose request it is', async () => {
    await db().person.update({ where: { id: 'per_mallory' }, data: { roles: ['owner', 'admin'] } })
    const view = await asks()
    await expect(changePerson(await as('mallory'), testCtx(), 'per_mallory', personChangeSchema.parse({ roles: ['owner', 'admin', 'security_reviewer'] }))).rejects.toMatchObject({ code: 'forbidden' })
    expect(await changePerson(await as('adam'), testCtx(), 'per_mallory', personChangeSchema.parse({ roles: ['owner', 'admin', 'security_reviewer'] }))).toEqual({ pendingRoles: ['security_reviewer'] })
    await refusedFor(view, await as('mallory'))
    await stillWaits(view)
    expect(await trail('person.changed')).toMatchObject([{ pendingRoles: ['security_reviewer'] }])
  })

  it('a looser policy lets nothing through that was asked before, still asks somebody else afterwards, and is told to the others', async () => {
    const view = await asks()
    await answers(view, 'bert')
    const { public: least } = DEFAULT_POLICY.steps.read
    const all = { public: least, internal: least, confidential: least, restricted: least }
    await changePolicy(testCtx(), await as('mallory'), { content: { ...DEFAULT_POLICY, steps: { read: all, write: all, admin: all } }, reason: 'Less work', number: 0 })
    expect(await settleRequests(testCtx(at('+2h')))).toBe(0)
    await stillWaits(view)
    await refusedFor(await asks(), await as('mallory'))
    expect(await db().grant.count()).toBe(0)
    expect(await trail('approval_policy.changed')).toMatchObject([{ reason: 'Less work', loosened: expect.arrayContaining([expect.stringContaining('restricted')]) }])
    expect((await db().notification.findMany({ where: { recipientId: { in: ['per_rae', 'per_rob', 'per_sam'] }, kind: { contains: 'policy' } } })).length).toBe(3)
    await expect(changePolicy(testCtx(), await aTokenOf('mallory'), { content: DEFAULT_POLICY, reason: 'x', number: 1 })).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('by way of what was asked', () => {
  it('an edit after approvals voids them, and going back to what was approved does not bring them back', async () => {
    const view = await asks()
    await answers(view, 'bert')
    await answers(view, 'rae')
    await editRequest(testCtx(at('+2h')), await as('mallory'), view.id, aBody({ server: 'safe', access: 'admin' }))
    await editRequest(testCtx(at('+3h')), await as('mallory'), view.id, aBody({ server: 'safe' }))
    expect(await answers(view, 'rob', yes(), '+4h')).toMatchObject({ state: 'pending', round: 3, decisions: [{ counts: false }, { counts: false }, { counts: true }] })
    await stillWaits(view)
    expect(await trail('request.edited')).toHaveLength(2)
  })

  it('an approval of what somebody looked at is not one of what it has become meanwhile', async () => {
    const view = await asks()
    await editRequest(testCtx(at('+1h')), await as('mallory'), view.id, aBody({ server: 'safe', target: { kind: 'tool', name: '*' }, access: 'admin' }))
    await expect(answers(view, 'bert', yes({ revision: view.revision }), '+2h')).rejects.toMatchObject({ code: 'stale_version' })
    await stillWaits(view)
  })

  it('an accomplice who “narrows” adds nothing', async () => {
    const view = await asks({ scope: ['repo:acme/*'], caller: { agent: 'triage', client: 'code', human: 'dana@acme.test' } })
    for (const narrowed of [{ access: 'admin' as const }, { scope: [] }, { scope: ['*'] }, { target: { kind: 'tool' as const, name: '*' } }, { caller: { human: 'any' } }, { caller: { agent: 'any' } }, { targets: [{ kind: 'tool' as const, name: 'list_issues', access: 'read' as const, scope: ['repo:acme/*'] }, { kind: 'tool' as const, name: 'x', access: 'read' as const, scope: ['repo:acme/*'] }] }]) {
      await expect(answers(view, 'bert', yes({ narrowed }))).rejects.toMatchObject({ code: 'invalid_input' })
    }
    expect(await db().requestRevision.count()).toBe(1)
    await stillWaits(view)
  })

  it('another person’s draft, and a request from a draft, are nobody’s way round', async () => {
    const draft = await saveDraft(testCtx(), await as('bert'), { server: 'safe' })
    await expect(submitRequest(testCtx(), await as('mallory'), aBody({ server: 'safe' }), draft.id)).rejects.toMatchObject({ code: 'not_found' })
    const own = await saveDraft(testCtx(), await as('mallory'), { server: 'safe' })
    await refusedFor(own, await as('mallory'), 'illegal_transition')
    await stillWaits(await submitRequest(testCtx(), await as('mallory'), aBody({ server: 'safe' }), own.id))
  })
})

describe('by way of other grants', () => {
  it('what a reviewer imports is marked as such, permits nothing where rules are enforced, and is confirmed by others', async () => {
    const { results } = await importGrants(testCtx(), await as('mallory'), { reason: 'In force, they say', grants: [aRow({ server: 'safe', access: 'admin', validUntil: undefined })] })
    const id = results[0]?.id ?? ''
    expect(await db().grant.findUniqueOrThrow({ where: { id } })).toMatchObject({ origin: 'import', confirmedAt: null, requestId: null })
    const view = await asks({ access: 'admin', target: { kind: 'tool', name: 'create_issue' }, caller: { agent: 'triage', client: 'code', human: 'dana@acme.test' }, confirms: id })
    await refusedFor(view, await as('mallory'))
    await stillWaits(view)
    expect(await db().grant.findUniqueOrThrow({ where: { id } })).toMatchObject({ confirmedAt: null, validUntil: null })
    expect(await trail('grant.imported')).toHaveLength(1)
    await grantedProperly(view)
    const { confirmedAt, validUntil } = await db().grant.findUniqueOrThrow({ where: { id } })
    expect([confirmedAt, validUntil]).toEqual([at('+2h'), at('+3d', at('+2h'))])
  })

  it('a renewal is a request like any other, and renews no more than there was', async () => {
    const first = await asks()
    await grantedProperly(first)
    const { id } = await db().grant.findFirstOrThrow()
    await expect(asks({ renews: id, access: 'write' }, at('+3h'))).rejects.toMatchObject({ code: 'invalid_input' })
    const view = await asks({ renews: id }, at('+3h'))
    await refusedFor(view, await as('mallory'))
    expect([await db().grant.count(), await db().grantRequest.count({ where: { state: 'pending' } })]).toEqual([1, 1])
  })

  it('an emergency lasts for hours, is made no longer by anything, and is not found justified by whoever called it', async () => {
    const view = await asks({ breakGlass: true, access: 'admin', durationDays: 300 })
    const { id } = await db().grant.findFirstOrThrow()
    await refusedFor(view, await as('mallory'))
    await expect(editRequest(testCtx(), await as('mallory'), view.id, aBody({ server: 'safe' }))).rejects.toMatchObject({ code: 'illegal_transition' })
    await expect(narrowGrant(testCtx(), await as('mallory'), id, narrowBodySchema.parse({ reason: 'x', until: at('+30d').toISOString(), targets: [{ kind: 'tool', name: 'list_issues', access: 'admin' }] }))).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await db().grant.findMany()).toMatchObject([{ origin: 'break_glass', validUntil: at('+4h'), revokedAt: null }])
    await answers(view, 'rae')
    await stillWaits(view, { security: 2 })
    expect(await answers(view, 'rob', no('It could have waited'))).toMatchObject({ state: 'denied' })
    expect(await db().grant.findMany()).toMatchObject([{ revokedAt: at('+1h') }])
    expect([(await trail('request.broke_glass')).length, (await trail('grant.revoked')).length]).toEqual([1, 1])
  })

  it('an emergency that was narrowed ends with its denial all the same', async () => {
    const view = await asks({ breakGlass: true, access: 'write' })
    const { id } = await db().grant.findFirstOrThrow()
    await narrowGrant(testCtx(at('+10m')), await as('mallory'), id, narrowBodySchema.parse({ reason: 'x', targets: [{ kind: 'tool', name: 'list_issues', access: 'read' }] }))
    await answers(view, 'rae', no('No need'))
    expect(await db().grant.count({ where: { revokedAt: null } })).toBe(0)
  })
})
