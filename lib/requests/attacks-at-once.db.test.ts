import { beforeEach, describe, expect, it } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { mintToken } from '@/lib/auth/commands/tokens'
import { db, transaction } from '@/lib/db/client'
import { pool } from '@/lib/db/pool'
import { personChangeSchema } from '@/lib/people/model'
import { changePerson } from '@/lib/people/commands/change-person'
import { changeAgent } from '@/lib/registry/commands/agents'
import { editServer } from '@/lib/registry/commands/edit-server'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aBody, as, aTokenOf, declareRequestWorld, no, setPolicy, yes } from '@/lib/testing/request-builders'
import { decideRequest } from './commands/decide-request'
import { editRequest } from './commands/edit-request'
import { saveDraft } from './commands/save-draft'
import { submitRequest } from './commands/submit-request'
import { withdrawRequest } from './commands/withdraw-request'
import type { RequestView } from './model'

/** Attacks that hope for luck: at the same instant, beforehand, the same thing twice, and past the console at the store itself. */
const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
})

const asks = async (more: Record<string, unknown> = {}): Promise<RequestView> => submitRequest(testCtx(), await as('dana'), aBody({ server: 'ledger', ...more }))
const codes = (answered: readonly PromiseSettledResult<unknown>[]): string[] => answered.map((one) => (one.status === 'fulfilled' ? 'ok' : String((one.reason as { code?: string }).code)))

describe('at the same instant', () => {
  it('the requester widens the wish while both approve what they looked at: nothing is granted that nobody looked at', async () => {
    for (let round = 0; round < 4; round += 1) {
      const view = await asks()
      const [dana, erin, rae] = [await as('dana'), await as('erin'), await as('rae')]
      const wide = aBody({ server: 'ledger', target: { kind: 'tool', name: '*' }, access: 'admin' })
      codes(await Promise.allSettled([
        decideRequest(testCtx(at('+1h')), erin, view.id, yes({ revision: 1 })), editRequest(testCtx(at('+1h')), dana, view.id, wide), decideRequest(testCtx(at('+1h')), rae, view.id, yes({ revision: 1 })),
      ]))
      const grants = await db().grant.findMany({ where: { requestId: view.id } })
      const request = await db().grantRequest.findUniqueOrThrow({ where: { id: view.id } })
      expect(grants.map((grant) => [grant.target, grant.access])).toEqual(request.state === 'approved' ? [['list_issues', 'read']] : [])
    }
  })

  it('somebody becomes the agent’s sponsor, or leaves, and approves it: one of both comes first, and what comes second is refused or does not count', async () => {
    for (let round = 0; round < 3; round += 1) {
      const view = await asks()
      const [rae, erin, adam, dana] = [await as('rae'), await as('erin'), await as('adam'), await as('dana')]
      await decideRequest(testCtx(at('+1h')), erin, view.id, yes())
      const answered = await Promise.allSettled([
        decideRequest(testCtx(at('+1h')), rae, view.id, yes()),
        round % 2 === 0 ? changeAgent(dana, testCtx(at('+1h')), 'agt_triage', { sponsorEmail: 'rae@acme.test' }) : changePerson(adam, testCtx(at('+1h')), 'per_rae', personChangeSchema.parse({ active: false })),
      ])
      const { state } = await db().grantRequest.findUniqueOrThrow({ where: { id: view.id } })
      expect([['ok', 'approved'], ['forbidden', 'pending']]).toContainEqual([codes(answered)[0], state])
      await db().agent.updateMany({ data: { sponsorId: 'per_dana' } })
    }
  })

  it('everybody answers everything five times: one outcome, nobody twice', async () => {
    const view = await asks({ server: 'safe' })
    const people = await Promise.all(['dana', 'erin', 'bert', 'rae', 'rob', 'sam'].map((name) => as(name)))
    await Promise.allSettled(people.flatMap((actor) => Array.from({ length: 5 }, () => decideRequest(testCtx(at('+1h')), actor, view.id, yes()))))
    const decisions = await db().requestDecision.findMany()
    expect(new Set(decisions.map((one) => one.personId)).size).toBe(decisions.length)
    expect(decisions.map((one) => one.step).toSorted()).toEqual(['owner', 'security', 'security'])
    expect(decisions.map((one) => one.personId)).not.toContain('per_dana')
    expect([await db().grant.count(), await db().trailEntry.count({ where: { action: 'request.approved' } })]).toEqual([1, 1])
  })
})

describe('beforehand', () => {
  it('an owner who reviews nothing makes a server no less sensitive, nor takes the effect tag from it for which the settings ask for two reviewers', async () => {
    await db().server.update({ where: { id: 'srv_github' }, data: { effects: ['payments'], endpoint: 'https://github.acme.test/mcp' } })
    await setPolicy((policy) => ({ ...policy, strictEffects: ['payments'] }))
    await expect(editServer(await as('erin'), testCtx(), 'github', { effects: [] })).rejects.toMatchObject({ code: 'conflict', errors: [{ path: 'effects' }] })
    await expect(editServer(await as('erin'), testCtx(), 'github', { sensitivity: 'public' })).rejects.toMatchObject({ code: 'conflict', errors: [{ path: 'sensitivity' }] })
    expect(await editServer(await as('erin'), testCtx(), 'github', { effects: ['payments', 'iam'] })).toMatchObject({ effects: ['payments', 'iam'] })
    const view = await asks({ server: 'github' })
    expect(await decideRequest(testCtx(at('+1h')), await as('erin'), view.id, yes())).toMatchObject({ state: 'pending', steps: [{ have: 1 }, { need: 2, have: 0 }] })
    expect(await editServer(await as('rae'), testCtx(), 'github', { effects: [] })).toMatchObject({ effects: [] })
  })

  it('whoever wrote a draft through somebody’s token does not answer what comes of it', async () => {
    const token = await aTokenOf('dana', { behind: ['per_dana', 'per_rae'] })
    const draft = await saveDraft(testCtx(), token, { server: 'ledger' })
    const view = await submitRequest(testCtx(), await as('dana'), aBody({ server: 'ledger' }), draft.id)
    await expect(decideRequest(testCtx(at('+1h')), await as('rae'), view.id, yes())).rejects.toMatchObject({ code: 'forbidden' })
    await decideRequest(testCtx(at('+1h')), await as('erin'), view.id, yes())
    expect(await decideRequest(testCtx(at('+1h')), await as('rob'), view.id, yes())).toMatchObject({ state: 'approved' })
  })
})

describe('the same thing twice', () => {
  const app = buildApp((_level, message, detail) => { throw Object.assign(new Error(message), { detail }) })

  async function door(): Promise<(method: string, path: string, body: unknown, key?: string) => Promise<{ status: number; body: Record<string, unknown> }>> {
    const { token } = await transaction((tx) => mintToken(tx, testCtx(), { name: 't', ownerId: 'per_dana', createdBy: 'per_dana', roles: ['member'], scopes: ['read', 'write'], expiresAt: at('+300d', new Date()) }))
    return async (method, path, body, key) => {
      const answer = await app.request(`/api/v1/grant-requests${path}`, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) }, body: JSON.stringify(body) })
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    }
  }
  const BODY = { server: 'ledger', caller: { agent: 'triage', client: 'code', human: 'any' }, target: { kind: 'tool', name: 'list_issues' }, access: 'read', purpose: 'Triage', durationDays: 5 }

  it('a key that was used says again what it said, and asks for nothing more, also once it is approved; for another wish it is refused', async () => {
    const ask = await door()
    const first = await ask('POST', '', BODY, 'k1')
    const id = String(first.body['id'])
    await decideRequest(testCtx(new Date()), await as('erin'), id, yes())
    await decideRequest(testCtx(new Date()), await as('rae'), id, yes())
    const answered = await Promise.all([ask('POST', '', BODY, 'k1'), ask('POST', '', BODY, 'k1'), ask('POST', '', { ...BODY, access: 'admin' }, 'k1')])
    expect(answered.map((one) => [one.status, one.body['id'] ?? one.body['code']])).toEqual([[201, id], [201, id], [409, 'idempotency_mismatch']])
    expect([await db().grantRequest.count(), await db().grant.count()]).toEqual([1, 1])
  })

  it('a token’s decision is refused under any key, and under a key that once asked for something', async () => {
    const ask = await door()
    const id = String((await ask('POST', '', BODY, 'k1')).body['id'])
    for (const key of [undefined, 'k1', 'k2', 'k2']) expect((await ask('POST', `/${id}/decisions`, { answer: 'approve', reason: 'x' }, key)).status).toBeGreaterThanOrEqual(403)
    expect([await db().requestDecision.count(), await db().grant.count()]).toEqual([0, 0])
  })
})

describe('at the store itself', () => {
  const refused = async (sql: string): Promise<void> => {
    await expect(pool().query(sql)).rejects.toThrow(/not rewritten|does not change|does not go|violates|trail/i)
  }

  it('answers, wishes, outcomes and policies are not rewritten', async () => {
    const [open, ended, lost] = [await asks(), await asks({ server: 'github' }), await asks()]
    await decideRequest(testCtx(at('+1h')), await as('erin'), open.id, yes())
    await decideRequest(testCtx(at('+1h')), await as('erin'), ended.id, yes())
    await decideRequest(testCtx(at('+1h')), await as('erin'), lost.id, no())
    await db().approvalPolicy.create({ data: { number: 1, content: {}, changedBy: 'x', changedAt: at('+1h'), reason: 'x' } })
    await refused("UPDATE request_decision SET person_id = 'per_otto'")
    await refused(`UPDATE request_decision SET answer = 'approve' WHERE request_id = '${lost.id}'`)
    await refused("UPDATE request_revision SET content = '{}'")
    await refused("UPDATE approval_policy SET content = '{}'")
    await refused('DELETE FROM approval_policy')
    for (const state of ['pending', 'approved', 'withdrawn', 'draft']) await refused(`UPDATE grant_request SET state = '${state}' WHERE id = '${lost.id}'`)
    await refused(`UPDATE grant_request SET content = '{}' WHERE id = '${ended.id}'`)
    await refused(`UPDATE grant_request SET state = 'draft' WHERE id = '${open.id}'`)
    await refused(`UPDATE grant_request SET state = 'approved' WHERE id = '${open.id}'`)
    await refused(`INSERT INTO request_decision SELECT 'dec_x', request_id, round, revision, narrowed_to, 'security', standing, answer, person_id, on_behalf_of, actor_id, reason, at FROM request_decision WHERE request_id = '${open.id}'`)
    await refused(`INSERT INTO request_decision SELECT 'dec_y', request_id, round + 1, revision, narrowed_to, step, standing, 'deny', person_id, on_behalf_of, actor_id, NULL, at FROM request_decision WHERE request_id = '${open.id}'`)
    await refused(`DELETE FROM grant_request WHERE id = '${open.id}'`)
  })

  it('what was taken back or has ended gives nothing to whoever answers late', async () => {
    const view = await asks()
    await withdrawRequest(testCtx(at('+1h')), await as('dana'), view.id)
    for (const by of ['erin', 'rae']) await expect(decideRequest(testCtx(at('+2h')), await as(by), view.id, yes())).rejects.toMatchObject({ code: 'illegal_transition' })
    const late = await asks()
    for (const by of ['erin', 'rae']) await expect(decideRequest(testCtx(at('+14d')), await as(by), late.id, yes())).rejects.toMatchObject({ code: 'illegal_transition' })
    expect([await db().grant.count(), await db().requestDecision.count()]).toEqual([0, 0])
  })
})
