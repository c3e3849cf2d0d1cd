import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { revokeGrant } from '@/lib/grants/commands/change-grant'
import { importGrants } from '@/lib/grants/commands/import-grants'
import { narrowGrant } from '@/lib/grants/commands/narrow-grant'
import { anActor } from '@/lib/testing/actors'
import { at, testClock, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aRow } from '@/lib/testing/grant-builders'
import { as, aTokenOf, declareRequestWorld } from '@/lib/testing/request-builders'
import { aDecidedCampaign, aDecidedItem, aDecidedOwnership } from '@/lib/testing/review-builders'
import { remediateItem } from './remediate-item'
import { remediateDue } from './remedy'
import { remedyByHand } from './remedy-by-hand'

const database = useDatabase()
const reviewer = anActor(['security_reviewer'])

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
})

let number = 0
async function aGrant(more: Record<string, unknown> = {}): Promise<string> {
  const { results } = await importGrants(testCtx(at('-2h')), reviewer, { reason: 'In force elsewhere', grants: [aRow({ externalId: `ext-${number += 1}`, caller: { agent: 'triage', client: 'code', human: 'any' }, ...more })] })
  return results[0]?.id ?? JSON.stringify(results)
}

const due = (offset = '+0s'): Promise<number> => remediateDue(() => testCtx(at(offset)))
const item = (id: string) => db().reviewItem.findUniqueOrThrow({ where: { id } })
const grant = (id: string) => db().grant.findUniqueOrThrow({ where: { id }, include: { holds: true } })
const campaign = (id: string) => db().reviewCampaign.findUniqueOrThrow({ where: { id } })
const trail = (action: string) => db().trailEntry.findMany({ where: { action }, orderBy: { seq: 'asc' } })
const narrowTo = (name: string) => ({ kind: 'tool' as const, name, access: 'read' as const, scope: [] })

describe('applying what was decided', () => {
  it('revokes, narrows and shortens exactly what was frozen, by the console, naming the campaign and who decided', async () => {
    const [gone, less, sooner] = [await aGrant(), await aGrant({ target: { kind: 'tool', name: '*' } }), await aGrant()]
    const id = await aDecidedCampaign('rev_1')
    await aDecidedItem(id, gone, { outcome: 'revoke' })
    await aDecidedItem(id, less, { outcome: 'narrow', detail: { targets: [narrowTo('list_issues'), narrowTo('get_issue')] } })
    await aDecidedItem(id, sooner, { outcome: 'shorten', detail: { until: at('+5d').toISOString() } })
    expect(await due()).toBe(3)
    expect(await grant(gone)).toMatchObject({ revokedAt: at('+0s'), revokedBy: 'system', revokeReason: 'Review “Autumn review” (rev_1): Erin said so' })
    expect(await db().grant.findMany({ where: { narrowsId: less }, orderBy: { target: 'asc' } })).toMatchObject([{ target: 'get_issue', access: 'read' }, { target: 'list_issues', access: 'read' }])
    expect(await db().grant.findMany({ where: { narrowsId: sooner } })).toMatchObject([{ target: 'create_issue', access: 'write', validUntil: at('+5d') }])
    expect(await item(`itm_rev_1_${gone}`)).toMatchObject({ state: 'remediated', remediation: 'success', confirmation: 'watching', watchUntil: at('+7d') })
    expect(await item(`itm_rev_1_${sooner}`)).toMatchObject({ state: 'confirmed', confirmation: 'confirmed', watchUntil: null })
    expect(await campaign(id)).toMatchObject({ state: 'confirming', confirmingAt: at('+0s') })
    expect(await trail('review.remediated')).toHaveLength(3)
    expect(await due('+1m')).toBe(0)
  })

  it('closes at once a campaign that only kept, and records what owners attested', async () => {
    const id = await aDecidedCampaign('rev_1')
    const kept = await aDecidedItem(id, await aGrant(), { outcome: 'keep' })
    const owned = await aDecidedOwnership(id, 'srv_github', { outcome: 'keep' })
    await db().reviewTask.create({ data: { id: 'tsk_1', campaignId: id, itemId: owned, stage: 1, iteration: 1, personId: 'per_erin', standing: 'owner', addedBy: 'system', addedAt: at('-1d') } })
    await db().reviewAnswer.create({ data: { id: 'ans_1', campaignId: id, itemId: owned, taskId: 'tsk_1', stage: 1, iteration: 1, personId: 'per_erin', answer: 'keep', at: at('-2h') } })
    await due()
    expect(await item(kept)).toMatchObject({ state: 'confirmed', remediation: 'none' })
    expect(await db().ownershipAttestation.findMany()).toMatchObject([{ subjectId: 'srv_github', personId: 'per_erin', itemId: owned, at: at('-2h') }])
    expect(await campaign(id)).toMatchObject({ state: 'closed', closedBy: 'system', closeReason: 'Everything is over: 2 of 2 confirmed.' })
    expect(await trail('review.closed')).toMatchObject([{ objectId: id, detail: { items: 2, outcomes: { keep: 2 }, confirmed: 2, signed: 0 } }])
    await due('+1m')
    expect(await db().ownershipAttestation.count()).toBe(1)
  })

  it('goes on where it was ended between two items, and two workers at once do each item once', async () => {
    const id = await aDecidedCampaign('rev_1')
    const ids: string[] = []
    for (let i = 0; i < 6; i += 1) ids.push(await aDecidedItem(id, await aGrant({ target: { kind: 'tool', name: `tool_${i}` } }), { outcome: 'revoke' }))
    expect(await remediateItem(() => testCtx(), ids[0] ?? '')).toBe('changed')
    expect(await campaign(id)).toMatchObject({ state: 'remediation' })
    await Promise.all([due(), due()])
    await due()
    expect(await trail('grant.revoked')).toHaveLength(6)
    expect(await trail('review.remediated')).toHaveLength(6)
    expect(await campaign(id)).toMatchObject({ state: 'confirming' })
  })

  it('keeps an error on its item, tries it again later, and lets no other wait for it', async () => {
    const id = await aDecidedCampaign('rev_1')
    const [bad, good] = [await aGrant(), await aGrant()]
    const failed = await aDecidedItem(id, bad, { outcome: 'revoke' })
    const fine = await aDecidedItem(id, good, { outcome: 'revoke' })
    await db().$executeRawUnsafe(`CREATE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.id = '${bad}' AND NEW.revoked_at IS NOT NULL THEN RAISE EXCEPTION 'the disk is full'; END IF; RETURN NEW; END $$`)
    await db().$executeRawUnsafe('CREATE TRIGGER refuse_one BEFORE UPDATE ON "grant" FOR EACH ROW EXECUTE FUNCTION refuse_one()')
    try {
      await due()
      expect(await item(fine)).toMatchObject({ state: 'remediated' })
      expect(await item(failed)).toMatchObject({ state: 'error', remediation: 'error', remediationTries: 1 })
      expect((await item(failed)).remediationNote).toContain('the disk is full')
      expect(await due('+1m')).toBe(0)
      expect(await due('+3m')).toBe(1)
      expect(await item(failed)).toMatchObject({ remediationTries: 2 })
    } finally {
      await db().$executeRawUnsafe('DROP TRIGGER refuse_one ON "grant"')
      await db().$executeRawUnsafe('DROP FUNCTION refuse_one')
    }
    await remedyByHand(testCtx(at('+4m')), await as('rae'), failed, { action: 'retry' })
    expect(await item(failed)).toMatchObject({ state: 'remediated', remediationTries: 2 })
    expect(await campaign(id)).toMatchObject({ state: 'confirming' })
  })
})

describe('what has changed since it was frozen', () => {
  it('comes back as a question, which a reviewer answers by applying it to what there is now', async () => {
    const id = await aDecidedCampaign('rev_1')
    const broad = await aGrant({ target: { kind: 'tool', name: '*' } })
    const asked = await aDecidedItem(id, broad, { outcome: 'revoke' })
    const { replacements } = await narrowGrant(testCtx(at('-30m')), reviewer, broad, { reason: 'Too broad', targets: [narrowTo('list_issues')] })
    expect(await due()).toBe(1)
    expect(await item(asked)).toMatchObject({ state: 'decided', remediation: 'open', question: { kind: 'narrowed', grantIds: replacements.map((one) => one.id) } })
    expect(await due('+1m')).toBe(0)
    await remedyByHand(testCtx(at('+2m')), await as('rae'), asked, { action: 'apply' })
    expect(await grant(replacements[0]?.id ?? '')).toMatchObject({ revokedAt: at('+2m'), revokedBy: 'per_rae' })
    expect(await item(asked)).toMatchObject({ state: 'remediated', question: null })
  })

  it('or by leaving it, which is signed and closes the campaign', async () => {
    const id = await aDecidedCampaign('rev_1')
    const imported = await aGrant()
    const asked = await aDecidedItem(id, imported, { outcome: 'revoke' })
    await db().grant.update({ where: { id: imported }, data: { confirmedAt: at('-30m') } })
    await due()
    expect(await item(asked)).toMatchObject({ question: { kind: 'confirmed' } })
    await expect(remedyByHand(testCtx(), await as('rae'), asked, { action: 'leave' })).rejects.toMatchObject({ code: 'invalid_input' })
    await remedyByHand(testCtx(), await as('rae'), asked, { action: 'leave', reason: 'Approved last week' })
    expect(await item(asked)).toMatchObject({ state: 'exempt', signedBy: 'per_rae', signReason: 'Approved last week', question: null })
    expect(await grant(imported)).toMatchObject({ revokedAt: null })
    expect(await campaign(id)).toMatchObject({ state: 'closed', closedBy: 'per_rae' })
  })

  it('is no question when only wording moved what the grant is bound to, nor when nothing of it is left', async () => {
    const id = await aDecidedCampaign('rev_1')
    const [worded, over] = [await aGrant(), await aGrant()]
    const first = await aDecidedItem(id, worded, { outcome: 'revoke' })
    const second = await aDecidedItem(id, over, { outcome: 'revoke' })
    await db().grantDefinition.create({ data: { grantId: worded, toolName: 'create_issue', hash: 'new', number: 2, boundAt: at('-10m'), boundBy: 'wording' } })
    await revokeGrant(testCtx(at('-10m')), reviewer, over, 'By hand')
    await due()
    expect(await item(first)).toMatchObject({ state: 'remediated', remediationNote: 'Revoked.' })
    expect(await item(second)).toMatchObject({ state: 'remediated', remediationNote: 'It was ended already: By hand' })
  })
})

describe('suspending first', () => {
  const content = { remediation: 'suspend_first', suspendDays: 3 }

  it('lets the grant rest, and ends it for good when the days are over', async () => {
    const id = await aDecidedCampaign('rev_1', content)
    const own = await aGrant()
    const suspended = await aDecidedItem(id, own, { outcome: 'revoke' })
    await due()
    expect(await item(suspended)).toMatchObject({ state: 'decided', remediation: 'open', suspendedAt: at('+0s'), endsAt: at('+3d') })
    expect(await grant(own)).toMatchObject({ revokedAt: null, holds: [{ cause: 'review', closedAt: null, openedBy: 'system' }] })
    expect(await due('+2d')).toBe(0)
    await due('+3d')
    expect(await grant(own)).toMatchObject({ revokedAt: at('+3d'), holds: [{ closedAt: at('+3d') }] })
    expect(await item(suspended)).toMatchObject({ state: 'remediated', watchUntil: at('+10d') })
  })

  it('is undone by restoring it, also where it was narrowed meanwhile; another hold stays', async () => {
    const id = await aDecidedCampaign('rev_1', content)
    const own = await aGrant({ target: { kind: 'tool', name: '*' } })
    const suspended = await aDecidedItem(id, own, { outcome: 'revoke' })
    await due()
    await db().grantHold.create({ data: { id: 'hld_other', grantId: own, cause: 'review', toolName: null, reason: 'Another review', openedBy: 'system', openedAt: at('+0s') } })
    const { replacements } = await narrowGrant(testCtx(at('+1h')), reviewer, own, { reason: 'Less', targets: [narrowTo('list_issues')] })
    await remedyByHand(testCtx(at('+2h')), await as('rae'), suspended, { action: 'restore', reason: 'Needed after all' })
    const left = await grant(replacements[0]?.id ?? '')
    expect(left.holds.filter((hold) => hold.closedAt === null)).toMatchObject([{ reason: 'Another review' }])
    expect(await item(suspended)).toMatchObject({ state: 'exempt', signedBy: 'per_rae' })
    expect(await trail('review.restored')).toMatchObject([{ objectId: suspended, detail: { reason: 'Needed after all' } }])
    await expect(remedyByHand(testCtx(at('+3h')), await as('rae'), suspended, { action: 'restore', reason: 'Again' })).rejects.toMatchObject({ code: 'illegal_transition' })
  })
})

describe('by ticket', () => {
  it('tells once what somebody has to do, and sees by itself when the grant is over', async () => {
    const id = await aDecidedCampaign('rev_1', { remediation: 'ticket' })
    const own = await aGrant()
    const manual = await aDecidedItem(id, own, { outcome: 'revoke' })
    await due()
    await due('+1m')
    expect(await item(manual)).toMatchObject({ state: 'decided', remediation: 'manual' })
    const messages = await db().notification.findMany({ where: { kind: 'review.ticket' }, orderBy: { channel: 'asc' } })
    expect(messages.map((message) => [message.channel, message.recipientId])).toEqual([['email', 'per_rae'], ['webhook', null]])
    expect(messages[0]?.text).toContain('- Revoke create_issue on github for triage')
    await expect(remedyByHand(testCtx(at('+2m')), await as('rae'), manual, { action: 'done' })).rejects.toMatchObject({ code: 'illegal_transition' })
    await revokeGrant(testCtx(at('+3m')), reviewer, own, 'As the review said')
    expect(await due('+4m')).toBe(1)
    expect(await item(manual)).toMatchObject({ state: 'remediated', remediation: 'success', remediationNote: 'It was ended already: As the review said' })
  })

  it('waits with what nobody attested until somebody else answers for it', async () => {
    const id = await aDecidedCampaign('rev_1', {}, { kind: 'ownership' })
    const manual = await aDecidedOwnership(id, 'srv_github', { outcome: 'revoke' })
    await due()
    expect(await item(manual)).toMatchObject({ state: 'decided', remediation: 'manual' })
    await db().server.update({ where: { id: 'srv_github' }, data: { ownerId: 'per_bert' } })
    await due('+1m')
    expect(await item(manual)).toMatchObject({ state: 'confirmed', remediation: 'success', remediationNote: 'Bert answers for github now.' })
    expect(await campaign(id)).toMatchObject({ state: 'closed' })
  })
})

describe('who may', () => {
  it('is whoever runs campaigns and has no conflict with the item; never a token', async () => {
    const id = await aDecidedCampaign('rev_1', { remediation: 'ticket' })
    const manual = await aDecidedItem(id, await aGrant({ caller: { agent: 'triage', client: 'code', human: 'rob@acme.test' } }), { outcome: 'revoke' })
    await due()
    const sign = { action: 'sign', reason: 'Nothing to end' } as const
    await expect(remedyByHand(testCtx(), await as('erin'), manual, sign)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(remedyByHand(testCtx(), await aTokenOf('rae'), manual, sign)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(remedyByHand(testCtx(), await as('rob'), manual, sign)).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('is named as its human') })
    await remedyByHand(testClock(at('+1m')).ctx(), await as('rae'), manual, sign)
    expect(await item(manual)).toMatchObject({ state: 'exempt', signedBy: 'per_rae', confirmation: null })
    await expect(remedyByHand(testCtx(), await as('rae'), manual, sign)).rejects.toMatchObject({ code: 'illegal_transition' })
  })
})
