import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aServer } from '@/lib/testing/grant-builders'
import { aBody, as, aTokenOf, declareRequestWorld, leaves, setPolicy } from '@/lib/testing/request-builders'
import { discardDraft, saveDraft } from './save-draft'
import { submitRequest } from './submit-request'

const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
})

const asks = async (by: string, more: Record<string, unknown> = {}) => submitRequest(testCtx(), await as(by), aBody(more))

describe('who may ask', () => {
  it.each(['adam', 'rae', 'inez', 'erin', 'bert', 'dana'])('%s may', async (by) => {
    expect(await asks(by)).toMatchObject({ state: 'pending', requester: { id: `per_${by}` }, submittedAt: at('+0s').toISOString(), lapsesAt: at('+14d').toISOString() })
  })

  it('nobody else, in words that tell nothing of servers and agents', async () => {
    const words = async (more: Record<string, unknown>): Promise<unknown> => asks('otto', more).catch((error: unknown) => error)
    const foreign = await words({})
    expect(foreign).toMatchObject({ code: 'forbidden', message: 'You may ask only for grants on servers of your own, and for agents that you sponsor. Nothing was changed.' })
    expect(await words({ server: 'no-such-server' })).toEqual(foreign)
    expect(await words({ caller: { agent: 'no-such-agent', client: 'code', human: 'any' } })).toEqual(foreign)
    await db().person.update({ where: { id: 'per_otto' }, data: { roles: ['auditor'] } })
    expect(await words({})).toMatchObject({ code: 'forbidden' })
    await expect(asks('dana', { caller: { agent: 'any', client: 'code', human: 'any' } })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await db().grantRequest.count()).toBe(0)
  })

  it('a token may ask in its owner’s name, and whoever made it stands behind the request', async () => {
    const view = await submitRequest(testCtx(), await aTokenOf('dana', { behind: ['per_dana', 'per_bert'] }), aBody())
    expect(view.requester.id).toBe('per_dana')
    expect(await db().grantRequest.findMany()).toMatchObject([{ requestedBy: 'tok_dana', behind: ['per_dana', 'per_bert'] }])
  })
})

describe('what cannot be asked for', () => {
  it.each([
    [{ server: 'nowhere' }, 'invalid_input', 'server'], [{ caller: { agent: 'ghost', client: 'code', human: 'any' } }, 'invalid_input', 'caller.agent'],
    [{ caller: { agent: 'triage', client: 'code', human: 'team:ghosts' } }, 'invalid_input', 'caller.human'], [{ durationDays: undefined, until: at('-1d').toISOString() }, 'invalid_input', 'until'],
    [{ startsAt: at('+10d').toISOString(), durationDays: undefined, until: at('+9d').toISOString() }, 'invalid_input', 'until'], [{ startsAt: at('+400d').toISOString() }, 'invalid_input', 'startsAt'],
    [{ server: 'vault', target: { kind: 'tool', name: 'x' }, access: 'write' }, 'conflict', 'targets.0.access'], [{ server: 'vault', caller: { agent: 'any', client: 'code', human: 'any' } }, 'conflict', 'caller.agent'],
    [{ renews: 'gnt_none' }, 'invalid_input', 'renews'], [{ confirms: 'gnt_none' }, 'invalid_input', 'confirms'], [{ breakGlass: true, startsAt: at('+1h').toISOString() }, 'invalid_input', 'startsAt'],
  ])('%j is %s by %s', async (more, code, path) => {
    await expect(asks('rae', more)).rejects.toMatchObject({ code, errors: [{ path }] })
    expect([await db().grantRequest.count(), await db().grant.count(), await db().notification.count()]).toEqual([0, 0, 0])
  })

  it.each(['proposed', 'quarantined', 'offboarding', 'retired', 'rejected'] as const)('anything on a server that is %s', async (lifecycle) => {
    await aServer('other', { lifecycle })
    await expect(asks('rae', { server: 'other' })).rejects.toMatchObject({ code: 'conflict', errors: [{ path: 'server' }] })
  })

  it('anything for an agent that is not active or whose sponsor has left, on a server without owners, or naming who has left', async () => {
    await leaves('erin')
    expect((await asks('rae')).state).toBe('pending')
    await leaves('bert')
    await expect(asks('rae')).rejects.toMatchObject({ code: 'conflict', errors: [{ path: 'server' }] })
    await db().person.update({ where: { id: 'per_bert' }, data: { active: true } })
    await leaves('dana')
    await expect(asks('rae')).rejects.toMatchObject({ code: 'conflict', errors: [{ path: 'caller.agent' }] })
    await db().agent.update({ where: { id: 'agt_triage' }, data: { sponsorId: 'per_otto', active: false } })
    await expect(asks('rae')).rejects.toMatchObject({ code: 'conflict', errors: [{ path: 'caller.agent' }] })
    await expect(asks('rae', { caller: { agent: 'any', client: 'code', human: 'dana@acme.test' } })).rejects.toMatchObject({ code: 'conflict', errors: [{ path: 'caller.human' }] })
  })
})

describe('what is asked for', () => {
  it('says what would be shortened, and without a length is as long as the settings allow', async () => {
    expect(await asks('dana', { durationDays: 500 })).toMatchObject({ durationDays: 500, shortened: { maximumDays: 180 } })
    expect(await asks('dana', { durationDays: undefined })).toMatchObject({ durationDays: null, until: null, openEnded: false, shortened: null })
    expect(await asks('dana', { durationDays: undefined, until: null })).toMatchObject({ openEnded: true, shortened: null })
    expect(await asks('dana', { durationDays: undefined, until: null, access: 'write' })).toMatchObject({ openEnded: true, shortened: { maximumDays: 90 } })
  })

  it('asks for a fresh approval of every admin call and on restricted servers, unless it says otherwise', async () => {
    expect([(await asks('dana')).reauthorise, (await asks('dana', { access: 'admin' })).reauthorise, (await asks('dana', { server: 'safe' })).reauthorise, (await asks('dana', { server: 'safe', reauthorise: false })).reauthorise]).toEqual([false, true, true, false])
  })

  it('waits for the highest of its targets, and lapses by the settings or by its own end', async () => {
    await setPolicy((policy) => ({ ...policy, lapseDays: 3 }))
    const targets = [{ kind: 'tool', name: 'a', access: 'read' }, { kind: 'tool', name: 'b', access: 'write' }, { kind: 'tool', name: 'a', access: 'read' }]
    expect(await asks('dana', { targets })).toMatchObject({ targets: [{ name: 'a' }, { name: 'b' }], steps: [{ step: 'owner', need: 1 }, { step: 'security', need: 1 }], lapsesAt: at('+3d').toISOString() })
    expect((await asks('dana', { durationDays: undefined, until: at('+2d').toISOString() })).lapsesAt).toBe(at('+2d').toISOString())
  })
})

describe('a draft', () => {
  it('is kept half said, seen by nobody else, and becomes the request', async () => {
    const [dana, rae] = [await as('dana'), await as('rae')]
    const draft = await saveDraft(testCtx(), dana, { server: 'git', caller: { agent: 'triage' } })
    expect(draft).toMatchObject({ state: 'draft', server: 'git', caller: { agent: 'triage', client: '', human: '' }, steps: [], target: null })
    const better = await saveDraft(testCtx(), dana, { server: 'github', targets: [{ name: 'x' }], purpose: 'Later' }, draft.id)
    expect(better).toMatchObject({ id: draft.id, server: 'github', targets: [{ kind: 'tool', name: 'x', access: 'read', scope: [] }] })
    await expect(saveDraft(testCtx(), rae, { server: 'github' }, draft.id)).rejects.toMatchObject({ code: 'not_found' })
    expect(await db().notification.count()).toBe(0)
    expect(await submitRequest(testCtx(at('+1h')), dana, aBody(), draft.id)).toMatchObject({ id: draft.id, state: 'pending', revision: 1, submittedAt: at('+1h').toISOString(), createdAt: at('+0s').toISOString() })
    await expect(submitRequest(testCtx(at('+1h')), dana, aBody(), draft.id)).rejects.toMatchObject({ code: 'illegal_transition' })
    await expect(saveDraft(testCtx(), dana, {}, draft.id)).rejects.toMatchObject({ code: 'illegal_transition' })
    await expect(discardDraft(testCtx(), dana, draft.id)).rejects.toMatchObject({ code: 'illegal_transition' })
  })

  it('is thrown away for good', async () => {
    const dana = await as('dana')
    const draft = await saveDraft(testCtx(), dana, {})
    await discardDraft(testCtx(), dana, draft.id)
    await expect(discardDraft(testCtx(), dana, draft.id)).rejects.toMatchObject({ code: 'not_found' })
  })
})
