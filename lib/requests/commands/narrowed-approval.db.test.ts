import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { type Narrowed, narrowedSchema, type RequestView } from '@/lib/requests/model'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aBody, as, declareRequestWorld, yes } from '@/lib/testing/request-builders'
import { decideRequest } from './decide-request'
import { submitRequest } from './submit-request'

const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
})

const asked = async (more: Record<string, unknown> = {}): Promise<RequestView> => submitRequest(testCtx(), await as('dana'), aBody(more))
const narrows = async (view: RequestView, by: string, narrowed: Narrowed, now = at('+1h')): Promise<RequestView> => decideRequest(testCtx(now), await as(by), view.id, yes({ narrowed }))

describe('an approver narrows', () => {
  it('one after the other, each from what the other left, and all of it counts', async () => {
    const view = await asked({ server: 'ledger', target: { kind: 'tool', name: '*' }, access: 'write', scope: ['repo:acme/*'], durationDays: 60 })
    const first = await narrows(view, 'erin', { target: { kind: 'tool', name: 'list_*' }, durationDays: 20, caller: { human: 'dana@acme.test' } })
    expect(first).toMatchObject({ state: 'pending', revision: 2, round: 1, durationDays: 20, caller: { human: 'dana@acme.test' }, decisions: [{ counts: true, revision: 1, narrowedTo: 2 }], revisions: [{ change: 'submitted', content: { durationDays: 60 } }, { change: 'narrowed', by: 'erin' }] })
    await expect(narrows(view, 'rae', { target: { kind: 'tool', name: 'get_*' } })).rejects.toMatchObject({ code: 'invalid_input', errors: [{ path: 'narrowed.targets.0' }] })
    const second = await narrows(view, 'rae', { scope: ['repo:acme/api'], access: 'read', until: at('+5d').toISOString(), mode: 'task', reauthorise: true })
    expect(second).toMatchObject({ state: 'approved', revision: 3, mode: 'task', reauthorise: true, until: at('+5d').toISOString() })
    expect(await db().grant.findMany()).toMatchObject([{ target: 'list_*', access: 'read', scope: ['repo:acme/api'], humanRule: 'person', personId: 'per_dana', mode: 'task', reauthorise: true, validFrom: at('+1h'), validUntil: at('+5d') }])
  })

  it('away a target of several', async () => {
    const targets = [{ kind: 'tool' as const, name: 'a', access: 'read' as const, scope: [] }, { kind: 'tool' as const, name: 'b', access: 'read' as const, scope: [] }]
    const view = await asked({ targets })
    await expect(narrows(view, 'erin', { access: 'read' })).rejects.toMatchObject({ code: 'invalid_input', errors: [{ path: 'narrowed.targets' }] })
    expect((await narrows(view, 'erin', { targets: targets.slice(1) })).grantIds).toHaveLength(1)
    expect(await db().grant.findMany()).toMatchObject([{ target: 'b' }])
  })

  it('to less access, and then no more must answer than that needs', async () => {
    expect(await narrows(await asked({ access: 'admin' }), 'erin', { access: 'read' })).toMatchObject({ state: 'approved', steps: [{ step: 'owner', need: 1 }] })
  })

  it('to what does not need them any more: it is lowered, and waits for the others', async () => {
    const view = await narrows(await asked({ access: 'write' }), 'rae', { access: 'read' })
    expect(view).toMatchObject({ state: 'pending', revision: 2, access: 'read', steps: [{ step: 'owner', need: 1, have: 0 }], decisions: [{ step: 'security', person: { id: 'per_rae' }, narrowedTo: 2 }], grantIds: [] })
    await expect(narrows(view, 'rae', { durationDays: 1 })).rejects.toMatchObject({ code: 'conflict' })
    await expect(narrows(view, 'rob', { durationDays: 1 })).rejects.toMatchObject({ code: 'forbidden' })
    expect((await decideRequest(testCtx(at('+1h')), await as('erin'), view.id, yes())).state).toBe('approved')
    expect(await db().grant.findMany()).toMatchObject([{ access: 'read' }])
  })

  it('to what the answers before are enough for: it is granted, lowered', async () => {
    const view = await asked({ access: 'admin' })
    for (const by of ['erin', 'rae']) await decideRequest(testCtx(at('+1h')), await as(by), view.id, yes())
    expect(await narrows(view, 'rob', { access: 'write' })).toMatchObject({ state: 'approved', access: 'write' })
    expect(await db().grant.findMany()).toMatchObject([{ access: 'write' }])
  })

  it.each<[string, Narrowed, string]>([
    ['more access', { access: 'admin' }, 'narrowed.targets.0'], ['another target', { target: { kind: 'tool', name: 'x' } }, 'narrowed.targets.0'], ['another kind', { target: { kind: 'context', name: 'list_issues' } }, 'narrowed.targets.0'],
    ['no scope', { scope: [] }, 'narrowed.targets.0'], ['a wider scope', { scope: ['repo:*'] }, 'narrowed.targets.0'], ['another agent', { caller: { agent: 'release' } }, 'narrowed.targets.0'],
    ['any client', { caller: { client: 'any' } }, 'narrowed.targets.0'], ['nobody', { caller: { human: 'none' } }, 'narrowed.targets.0'], ['who is not known', { caller: { human: 'ghost@acme.test' } }, 'narrowed.caller.human'],
    ['a time that is over', { until: at('-1d').toISOString() }, 'narrowed.until'],
  ])('and never to %s', async (_what, narrowed, path) => {
    const view = await asked({ scope: ['repo:acme/*'] })
    await expect(narrows(view, 'erin', narrowed)).rejects.toMatchObject({ code: 'invalid_input', errors: expect.arrayContaining([expect.objectContaining({ path })]) })
    expect([await db().requestDecision.count(), await db().requestRevision.count(), await db().grant.count()]).toEqual([0, 1, 0])
  })

  it('a longer time than asked for has no effect', async () => {
    await narrows(await asked({ durationDays: 5 }), 'erin', { durationDays: 50 })
    expect(await db().grant.findMany()).toMatchObject([{ validUntil: at('+5d', at('+1h')) }])
  })

  it('not to a grant for themselves', async () => {
    await expect(narrows(await asked(), 'erin', { caller: { human: 'erin@acme.test' } })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('only by what the schema knows', () => {
    expect(narrowedSchema.safeParse({ mode: 'direct' }).success).toBe(false)
    expect(narrowedSchema.safeParse({ reauthorise: false }).success).toBe(false)
    expect(narrowedSchema.safeParse({ purpose: 'x' }).success).toBe(false)
  })
})
