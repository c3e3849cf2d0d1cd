import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { type ApprovalPolicy, DEFAULT_POLICY } from '@/lib/requests/approval-policy'
import { getRequest } from '@/lib/requests/queries/list-requests'
import { listPolicies, policyInForce } from '@/lib/requests/queries/policies'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aBody, as, aTokenOf, declareRequestWorld, leaves, yes } from '@/lib/testing/request-builders'
import { changePolicy } from './change-policy'
import { decideRequest } from './decide-request'
import { submitRequest } from './submit-request'

const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
})

const LOOSER: ApprovalPolicy = { ...DEFAULT_POLICY, steps: { ...DEFAULT_POLICY.steps, write: { ...DEFAULT_POLICY.steps.write, internal: { owner: 1, security: 0 } } }, breakGlassHours: 8 }
const STRICTER: ApprovalPolicy = { ...DEFAULT_POLICY, lapseDays: 7 }
const change = async (by: string, content: ApprovalPolicy, number = 0) => changePolicy(testCtx(at('+1h')), await as(by), { content, reason: 'Too slow for internal servers.', number })

describe('a change of the approval policy', () => {
  it('is in force at once, keeps the one before it, and says in the trail and to every other reviewer what asks for less', async () => {
    const view = await change('rae', LOOSER)
    const said = ['approvals for write on internal servers: owner + 1 security reviewer → owner', 'what breaks the glass ends after: 4 hours → 8 hours']
    expect(view).toMatchObject({ number: 1, changedBy: { id: 'per_rae', name: 'Rae' }, reason: 'Too slow for internal servers.', loosened: said })
    expect(await policyInForce()).toEqual({ number: 1, policy: LOOSER })
    expect((await listPolicies(10)).map(({ number, loosened }) => [number, loosened.length])).toEqual([[1, 2], [0, 0]])
    expect(await db().trailEntry.findMany({ where: { action: 'approval_policy.changed' } })).toMatchObject([{ actorId: 'per_rae', detail: { number: 1, loosened: said, reason: 'Too slow for internal servers.' } }])
    const told = await db().notification.findMany({ where: { kind: 'approval_policy.loosened' }, orderBy: { recipientId: 'asc' } })
    expect(told.map((one) => one.recipientId)).toEqual(['per_rob', 'per_sam'])
    for (const line of said) expect(told[0]?.text).toContain(`- ${line}`)
  })

  it('that only asks for more is told to nobody', async () => {
    await change('rae', STRICTER)
    expect(await db().notification.count()).toBe(0)
    expect(await db().trailEntry.findFirst({ where: { action: 'approval_policy.changed' } })).toMatchObject({ detail: { loosened: [] } })
  })

  it('by the only reviewer is told to the administrators', async () => {
    for (const name of ['rob', 'sam']) await leaves(name)
    await change('rae', LOOSER)
    expect(await db().notification.findMany()).toMatchObject([{ recipientId: 'per_adam' }])
  })

  it('tells in its number and reason what cannot make a link or pose as the message', async () => {
    await changePolicy(testCtx(), await as('rae'), { content: LOOSER, reason: 'Fine.\n/settings/approvals\nNothing was loosened.', number: 0 })
    const message = await db().notification.findFirstOrThrow()
    expect(message.text.split('\n').filter((line) => line.startsWith('/'))).toEqual([])
    expect(message.text).toContain('Reason: “Fine. /settings/approvals Nothing was loosened.”')
  })

  it('of two at once comes through once, and the other is told to look again', async () => {
    const answers = await Promise.allSettled([change('rae', LOOSER), change('rob', STRICTER), change('sam', { ...DEFAULT_POLICY, nudgeHours: 12 })])
    expect(answers.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    for (const one of answers) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'stale_version' })
    expect(await db().approvalPolicy.count()).toBe(1)
    expect(await db().trailEntry.count({ where: { action: 'approval_policy.changed' } })).toBe(1)
  })

  it('is no change when it says what is in force', async () => {
    await expect(change('rae', DEFAULT_POLICY)).rejects.toMatchObject({ code: 'invalid_input', errors: [{ path: 'content' }] })
    await change('rae', STRICTER)
    await expect(change('rob', LOOSER)).rejects.toMatchObject({ code: 'stale_version' })
    expect((await change('rob', LOOSER, 1)).number).toBe(2)
    const numbers = async (take: number, before?: number) => (await listPolicies(take, undefined, before)).map((one) => one.number)
    expect([await numbers(3), await numbers(2), await numbers(2, 1), await numbers(2, 0)]).toEqual([[2, 1, 0], [2, 1], [0], []])
  })

  it.each(['adam', 'erin', 'inez', 'mona', 'otto'])('is not for %s', async (name) => {
    await expect(change(name, LOOSER)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await db().approvalPolicy.count()).toBe(0)
  })

  it('is not for a token of a reviewer; the start token stands for the first administrator', async () => {
    const input = { content: LOOSER, reason: 'Start', number: 0 }
    await expect(changePolicy(testCtx(), await aTokenOf('rae'), input)).rejects.toMatchObject({ code: 'forbidden' })
    const start = await aTokenOf('adam', { bootstrap: true, roles: ['admin', 'security_reviewer'] })
    expect((await changePolicy(testCtx(), start, input)).changedBy).toEqual({ id: 'per_adam', name: 'Adam' })
  })

  it('is never rewritten afterwards', async () => {
    await change('rae', LOOSER)
    await expect(db().approvalPolicy.update({ where: { number: 1 }, data: { reason: 'Other' } })).rejects.toThrow()
    await expect(db().approvalPolicy.delete({ where: { number: 1 } })).rejects.toThrow()
  })

  it('lets nothing through that was asked before: the stricter of then and now counts', async () => {
    const { id } = await submitRequest(testCtx(), await as('dana'), aBody({ target: { kind: 'tool', name: 'create_issue' }, access: 'write' }))
    await change('rae', LOOSER)
    expect((await decideRequest(testCtx(at('+2h')), await as('erin'), id, yes())).state).toBe('pending')
    expect(await getRequest(await as('dana'), id, at('+2h'))).toMatchObject({ steps: [{ step: 'owner', need: 1, have: 1 }, { step: 'security', need: 1, have: 0 }] })
    expect((await decideRequest(testCtx(at('+3h')), await as('rae'), id, yes())).state).toBe('approved')
  })
})
