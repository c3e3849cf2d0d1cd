import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { loadReviews } from '@/lib/drift/queries/load-reviews'
import { revokeGrant, suspendGrant } from '@/lib/grants/commands/change-grant'
import { importGrants } from '@/lib/grants/commands/import-grants'
import { anActor } from '@/lib/testing/actors'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aRow } from '@/lib/testing/grant-builders'
import { as, declareRequestWorld } from '@/lib/testing/request-builders'
import { aDecidedCampaign, aDecidedItem } from '@/lib/testing/review-builders'
import { sendEvents } from '@/lib/testing/send-events'
import { confirmDue } from './confirm'
import { remediateDue } from './remedy'
import { remedyByHand } from './remedy-by-hand'

const database = useDatabase()
const reviewer = anActor(['security_reviewer'])

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
  await db().source.create({ data: { id: 'src_gw', name: 'gw', format: 'native', vantage: 'gateway', covers: [], heartbeatSeconds: 3600, createdAt: at('-90d') } })
})

let number = 0
async function aGrant(more: Record<string, unknown> = {}): Promise<string> {
  const { results } = await importGrants(testCtx(at('-20d')), reviewer, { reason: 'In force elsewhere', grants: [aRow({ externalId: `ext-${number += 1}`, caller: { agent: 'triage', client: 'code', human: 'any' }, ...more })] })
  return results[0]?.id ?? JSON.stringify(results)
}

/** A call of triage at an offset from the fixed clock, delivered then. */
const call = (offset: string, more: Record<string, unknown> = {}) =>
  sendEvents(testCtx(at(offset)), { id: `e-${number += 1}`, occurredAt: at(offset).toISOString(), kind: 'tool_call', server: 'github', target: 'create_issue', access: 'write', agent: 'triage', client: 'code', human: 'dana@acme.test', outcome: 'success', ...more })

/** The gateway says that it has delivered everything from before the fixed clock up to an offset. */
async function watched(until: string): Promise<void> {
  await db().sourceAlive.deleteMany({})
  await db().sourceAlive.create({ data: { id: `alv_${number += 1}`, sourceId: 'src_gw', from: at('-1d'), to: at(until) } })
}

async function revoked(more: Record<string, unknown> = {}, content: Record<string, unknown> = {}): Promise<{ grantId: string; id: string }> {
  const grantId = await aGrant(more)
  const id = await aDecidedItem(await aDecidedCampaign(`rev_${number += 1}`, content), grantId, { outcome: 'revoke' })
  await remediateDue(() => testCtx())
  return { grantId, id }
}

const confirm = (offset: string): Promise<number> => confirmDue(() => testCtx(at(offset)))
const item = (id: string) => db().reviewItem.findUniqueOrThrow({ where: { id }, include: { campaign: { select: { state: true, closedBy: true, closeReason: true } } } })

describe('the watch', () => {
  it('confirms what was silent while a source watched, and only then closes the campaign', async () => {
    const { id } = await revoked()
    await call('-1h')
    await call('+1h', { outcome: 'denied' })
    await watched('+3d')
    expect(await confirm('+3d')).toBe(1)
    expect(await item(id)).toMatchObject({ state: 'remediated', confirmation: 'watching', confirmationDetail: { blocked: 1, calls: 0 }, campaign: { state: 'confirming' } })
    expect(await confirm('+3d')).toBe(0)
    expect(await confirm('+7d')).toBe(1)
    expect(await item(id)).toMatchObject({ confirmation: 'not_evaluable', confirmationDetail: { gaps: ['gw was not alive throughout'] }, campaign: { state: 'confirming' } })
    await watched('+7d')
    await confirm('+7d')
    expect(await item(id)).toMatchObject({ state: 'confirmed', confirmation: 'confirmed', confirmedAt: at('+7d'), confirmationDetail: { source: 'gw', blocked: 1 }, campaign: { state: 'closed', closedBy: 'system' } })
    await db().server.updateMany({ where: { slug: { in: ['github', 'vault'] } }, data: { reviewEveryDays: 90 } })
    expect(await loadReviews(rows)).toEqual([{ serverId: 'srv_github', everyDays: 90, reviewedAt: at('+7d').getTime(), campaign: 'Autumn review' }, { serverId: 'srv_vault', everyDays: 90, reviewedAt: null, campaign: null }])
    expect(await db().trailEntry.findMany({ where: { action: 'review.closed' } })).toMatchObject([{ detail: { items: 1, outcomes: { revoke: 1 }, confirmed: 1, unproven: 0 } }])
  })

  it('tells use before the end from use after it, though both are of one day', async () => {
    const grantId = await aGrant()
    await suspendGrant(testCtx(at('-3h')), reviewer, grantId, 'Looked at')
    // The same call all day long, lapsed before the end and after it: the roll-up has one row for it.
    await call('-2h')
    await call('-1h')
    const id = await aDecidedItem(await aDecidedCampaign('rev_day'), grantId, { outcome: 'revoke' })
    await remediateDue(() => testCtx())
    await call('+1m', { outcome: 'denied' })
    await confirm('+2m')
    expect(await item(id)).toMatchObject({ confirmation: 'watching', confirmationDetail: { calls: 0, blocked: 1 } })
    for (const offset of ['+3m', '+4m', '+5m']) await call(offset)
    expect(await db().$queryRaw`SELECT sum(count)::int AS count, count(*)::int AS rows FROM usage WHERE outcome = 'success'`).toEqual([{ count: 5, rows: 1 }])
    await confirm('+10m')
    expect(await item(id)).toMatchObject({ confirmation: 'still_used', confirmationDetail: { calls: 3, blocked: 1, lastAt: at('+5m').toISOString() } })
  })

  it('keeps the campaign open for use after the end, says why, and ends with a signature of a reviewer', async () => {
    const { id } = await revoked()
    await call('+1d')
    await watched('+30d')
    await confirm('+30d')
    expect(await item(id)).toMatchObject({ state: 'remediated', confirmation: 'still_used', campaign: { state: 'confirming' }, confirmationDetail: { text: 'One call came through after it was ended, by triage through Code for dana@acme.test; it was on Sat 21 Nov 12:00 UTC.' } })
    await remedyByHand(testCtx(at('+30d')), await as('rae'), id, { action: 'sign', reason: 'The gateway was fixed that day' })
    expect(await item(id)).toMatchObject({ state: 'exempt', confirmation: 'unproven', signedBy: 'per_rae', campaign: { state: 'closed', closedBy: 'per_rae', closeReason: 'Everything is over: 0 of 1 confirmed; 1 signed for, 1 of them without proof.' } })
  })

  it('sees a use that comes after silence was found, as long as another item keeps the campaign open', async () => {
    const grantId = await aGrant()
    const open = await aDecidedCampaign('rev_both', { remediation: 'automatic' })
    const first = await aDecidedItem(open, grantId, { outcome: 'revoke' })
    const second = await aDecidedItem(open, await aGrant({ target: { kind: 'tool', name: 'close_issue' } }), { outcome: 'revoke' })
    await remediateDue(() => testCtx())
    await call('+1d', { target: 'close_issue' })
    await watched('+9d')
    await confirm('+8d')
    expect(await item(first)).toMatchObject({ state: 'remediated', confirmation: 'confirmed', campaign: { state: 'confirming' } })
    expect(await item(second)).toMatchObject({ confirmation: 'still_used' })
    await call('+9d')
    await confirm('+9d')
    expect(await item(first)).toMatchObject({ state: 'remediated', confirmation: 'still_used' })
  })

  it('finds another grant that admits what was used, until that is over too', async () => {
    const grantId = await aGrant({ target: { kind: 'tool', name: '*' } })
    await call('-5d')
    const id = await aDecidedItem(await aDecidedCampaign('rev_other'), grantId, { outcome: 'revoke' })
    await remediateDue(() => testCtx())
    const other = await aGrant()
    await watched('+9d')
    await confirm('+8d')
    expect(await item(id)).toMatchObject({ confirmation: 'still_reachable', confirmationDetail: { grantIds: [other] } })
    await revokeGrant(testCtx(at('+8d')), reviewer, other, 'Not needed either')
    await confirm('+9d')
    expect(await item(id)).toMatchObject({ state: 'confirmed', campaign: { state: 'closed' } })
  })

  it('of what was narrowed watches only what was taken away', async () => {
    const grantId = await aGrant({ target: { kind: 'tool', name: '*' }, access: 'write' })
    const campaign = await aDecidedCampaign('rev_narrow')
    const id = await aDecidedItem(campaign, grantId, { outcome: 'narrow', detail: { targets: [{ kind: 'tool', name: 'create_issue', access: 'write', scope: [] }] } })
    await remediateDue(() => testCtx())
    await call('+1d')
    await watched('+8d')
    await confirm('+2d')
    expect(await item(id)).toMatchObject({ confirmation: 'watching', confirmationDetail: { calls: 0 } })
    await call('+2d', { target: 'delete_issue' })
    await confirm('+3d')
    expect(await item(id)).toMatchObject({ confirmation: 'still_used', confirmationDetail: { calls: 1 } })
  })

  it('asks the events where the roll-up no longer says which resources were named', async () => {
    const { id } = await revoked({ scope: ['repo/acme/api/issues/*'] })
    // The roll-up keeps three segments, which does not say whether it was in the scope.
    await call('+1d', { resources: ['repo/acme/api/pulls/7'], access: 'admin' })
    await confirm('+2d')
    expect(await item(id)).toMatchObject({ confirmation: 'watching' })
    await call('+2d', { resources: ['repo/acme/api/issues/7'] })
    await confirm('+3d')
    expect(await item(id)).toMatchObject({ confirmation: 'still_used', confirmationDetail: { calls: 1 } })
  })
})
