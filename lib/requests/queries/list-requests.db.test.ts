import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import type { RequestFilter, RequestView } from '@/lib/requests/model'
import { decideRequest } from '@/lib/requests/commands/decide-request'
import { saveDraft } from '@/lib/requests/commands/save-draft'
import { submitRequest } from '@/lib/requests/commands/submit-request'
import { at, testCtx, TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aBody, as, aStandIn, aTokenOf, declareRequestWorld, yes } from '@/lib/testing/request-builders'
import { getRequest, listRequests } from './list-requests'
import { countWaitingFor, waitingFor } from './waiting-for'

const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
})

const asked = async (more: Record<string, unknown> = {}, by = 'dana'): Promise<RequestView> => submitRequest(testCtx(), await as(by), aBody(more))
const seenBy = async (name: string, filter: RequestFilter = {}, now = at('+1h')): Promise<string[]> => (await listRequests(await as(name), filter, { limit: 100 }, now)).items.map((one) => one.id)

describe('who sees a request', () => {
  it('is whoever has to do with it, and nobody else', async () => {
    await aStandIn('bert', 'zoe', '-1h', '+2h')
    const { id } = await asked({ caller: { agent: 'triage', client: 'code', human: 'otto@acme.test' } }, 'adam')
    for (const name of ['adam', 'dana', 'otto', 'erin', 'bert', 'mona', 'zoe', 'rae', 'inez']) expect([name, await seenBy(name)]).toEqual([name, [id]])
    await db().person.create({ data: { id: 'per_nora', email: 'nora@acme.test', name: 'Nora', roles: ['member'], createdAt: TEST_NOW, updatedAt: TEST_NOW } })
    for (const name of ['nora']) expect([name, await seenBy(name)]).toEqual([name, []])
    expect(await seenBy('zoe', {}, at('+2h'))).toEqual([])
    await expect(getRequest(await as('nora'), id, at('+1h'))).rejects.toMatchObject({ code: 'not_found' })
    await expect(getRequest(await as('nora'), 'req_none', at('+1h'))).rejects.toMatchObject({ code: 'not_found' })
    expect((await listRequests(await aTokenOf('erin', { roles: [] }), {}, { limit: 10 }, TEST_NOW)).items).toEqual([])
  })

  it('of a draft is whoever wrote it', async () => {
    const draft = await saveDraft(testCtx(), await as('dana'), { server: 'github' })
    expect([await seenBy('dana'), await seenBy('rae'), await seenBy('erin')]).toEqual([[draft.id], [], []])
  })

  it('reads the same of it, word for word', async () => {
    const { id } = await asked({ server: 'ledger' })
    const views = await Promise.all(['dana', 'erin', 'rae', 'mona'].map(async (name) => getRequest(await as(name), id, at('+1h'))))
    expect(new Set(views.map((view) => JSON.stringify(view))).size).toBe(1)
    expect(views[0]?.sentence).toBe('Waits for erin (owner) and one of 3 security reviewers, until 4 Dec 2026.')
  })
})

describe('what waits for somebody', () => {
  it('is what they may decide now', async () => {
    const [read, write] = [await asked(), await asked({ server: 'ledger', access: 'write' })]
    await asked({ server: 'ledger' }, 'rae')
    const waiting = async (name: string, now = at('+1h')): Promise<number> => countWaitingFor(await as(name), now)
    expect([await waiting('erin'), await waiting('rae'), await waiting('rob'), await waiting('bert'), await waiting('dana'), await waiting('mona')]).toEqual([3, 1, 2, 0, 0, 0])
    await decideRequest(testCtx(at('+1h')), await as('erin'), write.id, yes())
    expect((await waitingFor(await as('erin'), at('+1h'))).map((one) => one.id)).not.toContain(write.id)
    expect(await seenBy('erin', { waiting: 'me' })).toContain(read.id)
    expect([await waiting('erin', at('+14d')), await countWaitingFor(await aTokenOf('erin'), at('+1h'))]).toEqual([0, 0])
  })
})

describe('a list', () => {
  it('is narrowed by state as of now, kind, server, agent, requester and whether it is mine, page by page', async () => {
    const [first, second, third] = [await asked(), await asked({ server: 'ledger', caller: { agent: 'release', client: 'code', human: 'any' } }), await asked({ breakGlass: true, durationDays: undefined }, 'rae')]
    await decideRequest(testCtx(at('+1h')), await as('erin'), first.id, yes())
    const find = (filter: RequestFilter, now = at('+2h')): Promise<string[]> => seenBy('rae', filter, now)
    expect(await find({ state: 'approved' })).toEqual([first.id])
    expect(await find({ state: 'pending' })).toEqual([third.id, second.id])
    expect([await find({ state: 'lapsed' }, at('+20d')), await find({ state: 'pending' }, at('+20d'))]).toEqual([[second.id], [third.id]])
    expect(await find({ kind: 'break_glass' })).toEqual([third.id])
    expect([await find({ server: 'ledger' }), await find({ agent: 'release' }), await find({ requester: 'dana@acme.test' }), await find({ mine: true }), await find({ server: 'nowhere' })]).toEqual([[second.id], [second.id], [second.id, first.id], [third.id], []])
    const page = await listRequests(await as('rae'), {}, { limit: 2 }, at('+2h'))
    expect(page.items.map((one) => one.id)).toEqual([third.id, second.id])
    expect((await listRequests(await as('rae'), {}, { limit: 2, cursor: page.nextCursor ?? '' }, at('+2h'))).items.map((one) => one.id)).toEqual([first.id])
  })
})
