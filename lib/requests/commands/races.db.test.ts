import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import type { RequestView } from '@/lib/requests/model'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aBody, as, declareRequestWorld, no, yes } from '@/lib/testing/request-builders'
import { decideRequest } from './decide-request'
import { editRequest } from './edit-request'
import { submitRequest } from './submit-request'
import { withdrawRequest } from './withdraw-request'

const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
})

const asked = async (more: Record<string, unknown> = {}): Promise<RequestView> => submitRequest(testCtx(), await as('dana'), aBody(more))

/** Everything at once; how each ended: `ok`, or the code of its refusal. */
async function atOnce(...works: (() => Promise<unknown>)[]): Promise<string[]> {
  const answers = await Promise.allSettled(works.map((work) => work()))
  return answers.map((answer) => (answer.status === 'fulfilled' ? 'ok' : String((answer.reason as { code?: string }).code)))
}

async function decides(view: RequestView, by: string, input = yes(), offset = '+1h'): Promise<() => Promise<unknown>> {
  const actor = await as(by)
  return () => decideRequest(testCtx(at(offset)), actor, view.id, input)
}

/** Nothing was made twice, and nothing before the last answer that it rests on. */
async function expectOneOutcome(view: RequestView): Promise<void> {
  const grants = await db().grant.findMany()
  const answers = await db().requestDecision.findMany({ where: { requestId: view.id } })
  const { state } = await db().grantRequest.findUniqueOrThrow({ where: { id: view.id } })
  expect(grants.length).toBe(state === 'approved' ? 1 : 0)
  for (const grant of grants) for (const answer of answers) expect(grant.validFrom >= answer.at).toBe(true)
  expect(await db().trailEntry.count({ where: { action: { in: ['request.approved', 'request.denied', 'request.withdrawn'] } } })).toBe(state === 'pending' ? 0 : 1)
}

describe.each(Array.from({ length: 3 }, (_, round) => [round]))('at the same second, round %i', () => {
  it('two reviewers take the last step: one does, and there is one grant', async () => {
    const view = await asked({ server: 'ledger' })
    await (await decides(view, 'erin'))()
    expect((await atOnce(await decides(view, 'rae'), await decides(view, 'rob'))).toSorted()).toEqual(['illegal_transition', 'ok'])
    await expectOneOutcome(view)
  })

  it('three people answer three steps: no step is lost', async () => {
    const view = await asked({ server: 'safe' })
    expect(await atOnce(await decides(view, 'erin', yes(), '+3h'), await decides(view, 'rae', yes(), '+2h'), await decides(view, 'rob', yes(), '+1h'))).toEqual(['ok', 'ok', 'ok'])
    expect(await db().grantRequest.findMany()).toMatchObject([{ state: 'approved' }])
    await expectOneOutcome(view)
  })

  it('the same person answers twice: once counts', async () => {
    const view = await asked({ server: 'ledger' })
    expect((await atOnce(await decides(view, 'erin'), await decides(view, 'erin'))).toSorted()).toEqual(['conflict', 'ok'])
    expect(await db().requestDecision.count()).toBe(1)
  })

  it('one approves and one denies: one of them ends it', async () => {
    const view = await asked()
    expect((await atOnce(await decides(view, 'erin'), await decides(view, 'erin', no()))).toSorted()).toEqual(['illegal_transition', 'ok'])
    await expectOneOutcome(view)
  })

  it('an approval and a withdrawal: one of both', async () => {
    const view = await asked()
    const dana = await as('dana')
    expect((await atOnce(await decides(view, 'erin'), () => withdrawRequest(testCtx(at('+1h')), dana, view.id))).toSorted()).toEqual(['illegal_transition', 'ok'])
    await expectOneOutcome(view)
  })

  it('an approval and an edit: the approval counts for what was looked at, or not at all', async () => {
    const view = await asked()
    const dana = await as('dana')
    const [approval, edit] = await atOnce(await decides(view, 'erin', yes({ revision: 1 })), () => editRequest(testCtx(at('+1h')), dana, view.id, aBody({ access: 'admin' })))
    expect([['ok', 'illegal_transition'], ['stale_version', 'ok']]).toContainEqual([approval, edit])
    for (const grant of await db().grant.findMany()) expect(grant.access).toBe('read')
    await expectOneOutcome(view)
  })

  it('the owner answers and is replaced: the grant rests on whoever owned the server when it was made', async () => {
    const view = await asked()
    const [approval] = await atOnce(await decides(view, 'erin'), () => db().server.update({ where: { id: 'srv_github' }, data: { ownerId: 'per_otto' } }))
    expect(['ok', 'forbidden']).toContain(approval)
    await expectOneOutcome(view)
  })
})

it('two renewals of one grant at once are one', async () => {
  const view = await asked()
  await (await decides(view, 'erin'))()
  const { id } = await db().grant.findFirstOrThrow()
  const dana = await as('dana')
  const renew = () => submitRequest(testCtx(at('+20d')), dana, aBody({ renews: id }))
  expect((await atOnce(renew, renew)).toSorted()).toEqual(['already_exists', 'ok'])
})
