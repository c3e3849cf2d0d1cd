import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { revokeGrant } from '@/lib/grants/commands/change-grant'
import { importGrants } from '@/lib/grants/commands/import-grants'
import type { RequestView } from '@/lib/requests/model'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aRow } from '@/lib/testing/grant-builders'
import { aBody, as, declareRequestWorld, no, yes } from '@/lib/testing/request-builders'
import { decideRequest } from './decide-request'
import { submitRequest } from './submit-request'
import { withdrawRequest } from './withdraw-request'

const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
})

const asked = async (more: Record<string, unknown> = {}, by = 'dana', now = at('+0s')): Promise<RequestView> => submitRequest(testCtx(now), await as(by), aBody(more))
const decided = async (view: RequestView, by: string, input = yes(), now = at('+1h')): Promise<RequestView> => decideRequest(testCtx(now), await as(by), view.id, input)

async function imported(more: Record<string, unknown> = {}): Promise<string> {
  const { results } = await importGrants(testCtx(), await as('rae'), { reason: 'In force elsewhere', grants: [aRow({ access: 'read', ...more })] })
  return results[0]?.id ?? ''
}

const SAME = { caller: { agent: 'triage', client: 'code', human: 'dana@acme.test' }, target: { kind: 'tool', name: 'create_issue' }, access: 'read' }

describe('a renewal', () => {
  const granted = async (more: Record<string, unknown> = {}): Promise<string> => (await decided(await asked(more), 'erin')).grantId ?? ''

  it('begins when the old grant ends, and lasts no longer than the settings allow from there', async () => {
    const id = await granted()
    const view = await asked({ renews: id, durationDays: 500 }, 'dana', at('+20d'))
    expect(view).toMatchObject({ kind: 'renewal', renews: id, confirms: null })
    const { grantId } = await decided(view, 'erin', yes(), at('+21d'))
    const end = at('+30d', at('+1h'))
    expect(await db().grant.findUnique({ where: { id: grantId ?? '' } })).toMatchObject({ validFrom: end, validUntil: at('+180d', end), origin: 'request' })
  })

  it('begins with its approval when the old one has run out by then', async () => {
    const view = await asked({ renews: await granted() }, 'dana', at('+29d'))
    await decided(view, 'erin', yes(), at('+35d'))
    expect(await db().grant.findFirst({ where: { requestId: view.id } })).toMatchObject({ validFrom: at('+35d') })
  })

  it('is of a standing grant with an end, by its own caller, and for no more', async () => {
    const id = await granted()
    const refusal = (more: Record<string, unknown>, now = at('+2h')): Promise<unknown> => asked({ renews: id, ...more }, 'dana', now).then(() => 'ok', (error: { code: string; errors: { message: string }[] }) => [error.code, error.errors[0]?.message])
    expect(await refusal({ access: 'write' })).toEqual(['invalid_input', expect.stringContaining('(access)')])
    expect(await refusal({ caller: { agent: 'release', client: 'code', human: 'any' } })).toEqual(['invalid_input', expect.stringContaining('(agent)')])
    expect(await refusal({ durationDays: undefined, until: at('+9d').toISOString() })).toEqual(['invalid_input', expect.stringContaining('not after')])
    expect(await refusal({}, at('+31d'))).toEqual(['invalid_input', expect.stringContaining('run out')])
    const open = await granted({ durationDays: undefined, until: null })
    expect(await refusal({ renews: open })).toEqual(['invalid_input', expect.stringContaining('no end')])
    const later = await granted({ startsAt: at('+9d').toISOString() })
    expect(await refusal({ renews: later })).toEqual(['invalid_input', expect.stringContaining('not begun')])
    await revokeGrant(testCtx(at('+2h')), await as('erin'), id, 'Enough')
    expect(await refusal({})).toEqual(['invalid_input', expect.stringContaining('revoked')])
  })

  it('of a grant that was ended meanwhile brings nothing back', async () => {
    const id = await granted()
    const view = await asked({ renews: id }, 'dana', at('+2h'))
    await revokeGrant(testCtx(at('+3h')), await as('erin'), id, 'Enough')
    await expect(decided(view, 'erin', yes(), at('+4h'))).rejects.toMatchObject({ code: 'conflict' })
    expect((await decided(view, 'erin', no(), at('+4h'))).state).toBe('denied')
  })

  it('is granted once for one grant', async () => {
    const id = await granted()
    await decided(await asked({ renews: id }, 'dana', at('+2h')), 'erin', yes(), at('+3h'))
    await expect(asked({ renews: id }, 'dana', at('+4h'))).rejects.toMatchObject({ code: 'already_exists' })
  })
})

describe('a confirmation', () => {
  it('takes an imported grant through the steps as it is, and ends it no later than the settings allow', async () => {
    const id = await imported({ validUntil: undefined })
    await expect(asked({ ...SAME, confirms: id, access: 'write' })).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(asked({ ...SAME, confirms: id, scope: ['repo:acme/api'] })).rejects.toMatchObject({ code: 'invalid_input', errors: [{ message: expect.stringContaining('scope') }] })
    const view = await asked({ ...SAME, confirms: id, durationDays: undefined })
    expect(await decided(view, 'erin')).toMatchObject({ state: 'approved', grantIds: [id], confirms: id })
    expect(await db().grant.findMany()).toMatchObject([{ id, origin: 'import', confirmedAt: at('+1h'), validFrom: at('-30d'), validUntil: at('+180d', at('+1h')), revokedAt: null }])
    await expect(asked({ ...SAME, confirms: id })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('never makes it longer', async () => {
    const id = await imported()
    await decided(await asked({ ...SAME, confirms: id, durationDays: undefined, until: null }), 'erin')
    expect(await db().grant.findMany()).toMatchObject([{ id, confirmedAt: at('+1h'), validUntil: at('+30d') }])
  })

  it('that an approver narrows leaves what is narrower, confirmed, in its place', async () => {
    const id = await imported({ target: { kind: 'tool', name: '*' } })
    const view = await asked({ ...SAME, target: { kind: 'tool', name: '*' }, confirms: id, durationDays: undefined })
    const after = await decided(view, 'erin', yes({ narrowed: { target: { kind: 'tool', name: 'list_*' }, durationDays: 7, reauthorise: true } }))
    expect(await db().grant.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { id, revokedAt: at('+1h'), confirmedAt: null, externalId: 'ext-1' },
      { id: after.grantId, narrowsId: id, target: 'list_*', origin: 'import', externalId: null, confirmedAt: at('+1h'), validFrom: at('+1h'), validUntil: at('+7d', at('+1h')), reauthorise: true, requestId: view.id },
    ])
  })

  it('never drops a fresh approval that the grant asked for', async () => {
    const id = await imported({ reauthorise: true })
    for (const reauthorise of [undefined, false]) {
      const view = await asked({ ...SAME, confirms: id, reauthorise })
      expect(view.reauthorise).toBe(true)
      await withdrawRequest(testCtx(), await as('dana'), view.id)
    }
    expect((await decided(await asked({ ...SAME, confirms: id }), 'erin')).grantIds).toEqual([id])
  })

  it('is of an imported grant only', async () => {
    const { grantId } = await decided(await asked(), 'erin')
    await expect(asked({ confirms: grantId ?? '' }, 'dana', at('+2h'))).rejects.toMatchObject({ code: 'invalid_input', errors: [{ message: expect.stringContaining('imported') }] })
  })
})

describe('breaking the glass', () => {
  const broken = (by = 'inez', more: Record<string, unknown> = {}): Promise<RequestView> => asked({ breakGlass: true, durationDays: undefined, ...('targets' in more ? {} : { access: 'admin' }), ...more }, by)

  it('puts a grant in force at once, for hours, and waits for two reviewers afterwards', async () => {
    const view = await broken()
    expect(view).toMatchObject({ kind: 'break_glass', state: 'pending', grantIds: [expect.any(String)], steps: [{ step: 'security', need: 2, have: 0 }] })
    expect(view.sentence).toBe('The glass was broken; it waits for two of 3 security reviewers to say whether it had to be.')
    expect(await db().grant.findMany()).toMatchObject([{ origin: 'break_glass', validFrom: at('+0s'), validUntil: at('+4h'), access: 'admin' }])
    expect((await db().notification.findMany({ where: { kind: 'request.broke_glass' } })).map((one) => one.recipientId ?? 'channel').toSorted()).toEqual(['channel', 'per_bert', 'per_dana', 'per_erin', 'per_rae', 'per_rob', 'per_sam'])
    expect((await decided(view, 'rae')).state).toBe('pending')
    await expect(decided(view, 'rae')).rejects.toMatchObject({ code: 'conflict' })
    expect(await decided(view, 'rob', yes(), at('+40d'))).toMatchObject({ state: 'approved', sentence: 'Found justified by Rae and Rob on 30 Dec 2026.' })
    expect(await db().grant.count()).toBe(1)
  })

  it('is nobody’s but those who may, and the owner’s on servers of their own', async () => {
    for (const by of ['dana', 'adam', 'otto']) await expect(broken(by)).rejects.toMatchObject({ code: 'forbidden' })
    expect((await broken('erin')).state).toBe('pending')
  })

  it('is answered for: whoever broke it neither withdraws nor approves it', async () => {
    const view = await broken('rae')
    await expect(withdrawRequest(testCtx(at('+1h')), await as('rae'), view.id)).rejects.toMatchObject({ code: 'illegal_transition' })
    await expect(decided(view, 'rae')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(decided(view, 'rob', yes({ narrowed: { access: 'read' } }))).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('without need ends the grant at once', async () => {
    const view = await broken('inez', { targets: [{ kind: 'tool', name: 'a', access: 'read' }, { kind: 'tool', name: 'b', access: 'admin' }] })
    expect(await decided(view, 'sam', no('Nothing was burning.'))).toMatchObject({ state: 'denied', sentence: 'Found not justified, and its grant revoked, by Sam on 20 Nov 2026: Nothing was burning.' })
    expect((await db().grant.findMany()).map((grant) => grant.revokedAt)).toEqual([at('+1h'), at('+1h')])
    expect(await db().trailEntry.count({ where: { action: 'grant.revoked' } })).toBe(2)
  })
})

describe('the window of a grant', () => {
  it('begins when it was wished for, never before the approval, and ends by its own terms', async () => {
    await decided(await asked({ startsAt: at('-9d').toISOString() }), 'erin')
    await decided(await asked({ startsAt: at('+9d').toISOString(), durationDays: 2 }), 'erin')
    await decided(await asked({ durationDays: undefined, until: null }), 'erin')
    await decided(await asked({ durationDays: undefined }), 'erin')
    expect((await db().grant.findMany({ orderBy: { id: 'asc' } })).map((grant) => [grant.validFrom, grant.validUntil])).toEqual([
      [at('+1h'), at('+30d', at('+1h'))], [at('+9d'), at('+11d')], [at('+1h'), null], [at('+1h'), at('+180d', at('+1h'))],
    ])
  })

  it('is each target’s own', async () => {
    const view = await asked({ targets: [{ kind: 'tool', name: 'a', access: 'read' }, { kind: 'tool', name: 'b', access: 'admin' }], durationDays: 100 })
    for (const by of ['erin', 'rae', 'rob']) await decided(view, by)
    expect((await db().grant.findMany({ orderBy: { target: 'asc' } })).map((grant) => grant.validUntil)).toEqual([at('+100d', at('+1h')), at('+7d', at('+1h'))])
  })
})
