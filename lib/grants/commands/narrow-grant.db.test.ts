import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import type { NarrowInput } from '@/lib/grants/narrow-model'
import { anActor } from '@/lib/testing/actors'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aRow, declareGrantWorld } from '@/lib/testing/grant-builders'
import { revokeGrant, suspendGrant } from './change-grant'
import { importGrants } from './import-grants'
import { narrowGrant } from './narrow-grant'

const database = useDatabase()
const reviewer = anActor(['security_reviewer'])

beforeEach(async () => {
  await database.truncate()
  await declareGrantWorld()
})

async function imported(more: Record<string, unknown> = {}): Promise<string> {
  const { results } = await importGrants(testCtx(), reviewer, { reason: 'In force elsewhere', grants: [aRow({ target: { kind: 'tool', name: '*' }, scope: ['repo:acme/*'], ...more })] })
  return results[0]?.id ?? JSON.stringify(results)
}

const to = (more: Partial<NarrowInput['targets'][number]> = {}): NarrowInput['targets'][number] => ({ kind: 'tool', name: 'create_issue', access: 'write', scope: ['repo:acme/api'], ...more })
const narrowed = (id: string, targets: NarrowInput['targets'], more: Partial<NarrowInput> = {}, now = at('+1h')) => narrowGrant(testCtx(now), reviewer, id, { reason: 'Too broad', targets, ...more })

describe('narrowing a grant', () => {
  it('ends it and puts what is left in its place from now on, with a trail entry and nothing judged anew', async () => {
    const id = await imported()
    const before = await db().reevaluation.count()
    const answer = await narrowed(id, [to(), to({ name: 'list_*', access: 'read', scope: ['repo:acme/*'] })], { until: new Date(at('+9d')) })
    expect(answer).toMatchObject({
      grant: { id, state: 'revoked', revokedAt: at('+1h').toISOString(), revokeReason: 'Narrowed: Too broad', validUntil: at('+30d').toISOString() },
      replacements: [
        { target: { name: 'create_issue' }, access: 'write', scope: ['repo:acme/api'], validFrom: at('+1h').toISOString(), validUntil: at('+9d').toISOString(), narrowsId: id, caller: { human: 'dana@acme.test' }, state: 'active' },
        { target: { name: 'list_*' }, access: 'read' },
      ],
    })
    expect(await db().reevaluation.count()).toBe(before)
    expect(await db().trailEntry.findMany({ where: { action: 'grant.narrowed' } })).toMatchObject([{ objectId: id, detail: { reason: 'Too broad' } }])
  })

  it('keeps an imported grant imported, and unconfirmed where it was', async () => {
    const id = await imported()
    const { replacements } = await narrowed(id, [to()])
    expect(replacements).toMatchObject([{ imported: true, confirmedAt: null, externalId: null, importReason: 'In force elsewhere' }])
    expect(await importGrants(testCtx(at('+2h')), reviewer, { reason: 'Again', grants: [aRow({ target: { kind: 'tool', name: '*' }, scope: ['repo:acme/*'] })] })).toMatchObject({ unchanged: 1, created: 0 })
  })

  it('leaves bindings as they were bound, and only those of what is left', async () => {
    const id = await imported()
    await db().grantDefinition.createMany({ data: ['create_issue', 'list_issues'].map((toolName) => ({ grantId: id, toolName, hash: 'old', number: 2, boundAt: at('-3d'), boundBy: 'baseline' })) })
    const { replacements } = await narrowed(id, [to()])
    expect(await db().grantDefinition.findMany({ where: { grantId: replacements[0]?.id ?? '' } })).toMatchObject([{ toolName: 'create_issue', hash: 'old', number: 2, boundAt: at('-3d'), boundBy: 'baseline' }])
  })

  it('never ends a rest: holds on the whole, and on a tool that is left, go on', async () => {
    const id = await imported()
    await suspendGrant(testCtx(), reviewer, id, 'Look at it')
    await db().grantHold.create({ data: { id: 'hld_def', grantId: id, cause: 'definition', toolName: 'create_issue', reason: 'Widened', openedBy: 'system', openedAt: at('-1h') } })
    const { replacements } = await narrowed(id, [to(), to({ name: 'create_*' }), to({ name: 'list_issues' })])
    expect(replacements.map((one) => [one.suspended, one.holds.map((hold) => [hold.cause, hold.toolName, hold.closedAt])])).toEqual([
      [true, [['definition', null, null], ['person', null, null]]], [true, [['definition', 'create_issue', null], ['person', null, null]]], [true, [['person', null, null]]],
    ])
  })

  it('of a grant that has not begun begins when that would have', async () => {
    const id = await imported({ validFrom: at('+5d').toISOString() })
    expect((await narrowed(id, [to()])).replacements).toMatchObject([{ validFrom: at('+5d').toISOString(), state: 'scheduled' }])
  })

  it.each<[string, NarrowInput['targets'], Partial<NarrowInput>, string]>([
    ['more access', [to({ access: 'admin' })], {}, 'targets.0'], ['no scope', [to(), to({ scope: [] })], {}, 'targets.1'], ['another scope', [to({ scope: ['repo:other/x'] })], {}, 'targets.0'], ['another kind', [to({ kind: 'context' })], {}, 'targets.0'],
    ['longer', [to()], { until: new Date(at('+31d')) }, 'until'], ['no time at all', [to()], { until: new Date(at('+1h')) }, 'until'], ['what it was', [to({ name: '*', scope: ['repo:acme/*'] })], {}, 'targets'],
  ])('to %s is refused', async (_what, targets, more, path) => {
    const id = await imported()
    await expect(narrowed(id, targets, more)).rejects.toMatchObject({ code: 'invalid_input', errors: [expect.objectContaining({ path })] })
    expect(await db().grant.count()).toBe(1)
  })

  it('is possible once, while it stands, for whoever may revoke it', async () => {
    const id = await imported()
    await expect(narrowGrant(testCtx(), anActor(['owner'], { ownServerIds: ['srv_vault'] }), id, { reason: 'x', targets: [to()] })).rejects.toMatchObject({ code: 'not_found' })
    await expect(narrowGrant(testCtx(), anActor(['auditor']), id, { reason: 'x', targets: [to()] })).rejects.toMatchObject({ code: 'forbidden' })
    const both = await Promise.allSettled([narrowed(id, [to()]), revokeGrant(testCtx(at('+1h')), reviewer, id, 'Enough')])
    expect(both.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await expect(narrowed(id, [to()])).rejects.toMatchObject({ code: 'illegal_transition' })
  })
})
