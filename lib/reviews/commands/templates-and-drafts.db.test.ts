import { beforeEach, describe, expect, test } from 'vitest'
import { db, type Prisma } from '@/lib/db/client'
import { type CampaignContent, contentSchema, templateSchema } from '@/lib/reviews/content'
import { preflight } from '@/lib/reviews/queries/preflight'
import { getTemplate, listTemplates } from '@/lib/reviews/queries/templates'
import { at, TEST_NOW, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { as, declareRequestWorld } from '@/lib/testing/request-builders'
import { aCampaign, anItem, aTask } from '@/lib/testing/review-rows'
import { cancelCampaign, changeDraft, draftCampaign } from './draft-campaign'
import { changeTemplate, createTemplate } from './save-template'
import { startDueReviews } from './start-due'

const { truncate } = useDatabase()

const content = (more: Record<string, unknown> = {}): CampaignContent => contentSchema.parse({ stages: [{ reviewers: [{ kind: 'owner' }], days: 14 }], ...more })
const template = (more: Record<string, unknown> = {}) => templateSchema.parse({ name: 'Quarterly', kind: 'grants', content: content(), ...more })
const QUARTERLY = { every: 'quarterly', month: 3, on: { businessDay: 'last' }, at: '08:00', timeZone: 'Europe/Berlin' }
const trail = async (): Promise<string[]> => (await db().trailEntry.findMany({ orderBy: { seq: 'asc' } })).map((row) => row.action)

async function aGrant(id: string, more: Partial<Prisma.GrantUncheckedCreateInput> = {}): Promise<void> {
  await db().grant.create({ data: { id, serverId: 'srv_github', agentId: 'agt_triage', humanRule: 'any', targetKind: 'tool', target: 'create_issue', access: 'read', scope: [], purpose: 'Triage', validFrom: at('-30d'), origin: 'import', createdBy: 'per_dana', createdAt: at('-30d'), ...more } })
}

beforeEach(async () => {
  await truncate()
  await declareRequestWorld()
})

describe('a template', () => {
  test('says when it starts next, in words and as a time, and keeps that time when something else changes', async () => {
    const made = await createTemplate(testCtx(), await as('rae'), template({ schedule: QUARTERLY, triggers: ['owner_left'] }))
    expect(made).toMatchObject({ nextAt: '2026-12-31T07:00:00.000Z', scheduleText: 'On the last business day of each quarter at 08:00, Europe/Berlin', version: 1, campaigns: 0, lastCampaign: null })
    const later = testCtx(new Date('2026-12-31T08:00:00Z'))
    const changed = await changeTemplate(later, await as('rob'), made.id, { ...template({ name: 'Each quarter', schedule: QUARTERLY, triggers: ['owner_left'] }), version: 1 })
    // Due meanwhile and not started yet: a change of its name does not skip it.
    expect(changed).toMatchObject({ name: 'Each quarter', nextAt: '2026-12-31T07:00:00.000Z', version: 2 })
    expect((await db().reviewTemplate.findUniqueOrThrow({ where: { id: made.id } })).triggersFrom).toEqual(TEST_NOW)
    expect(await changeTemplate(later, await as('rob'), made.id, template({ schedule: { ...QUARTERLY, at: '09:00' }, triggers: ['owner_left', 'definition_widened'] }))).toMatchObject({ nextAt: '2027-03-31T07:00:00.000Z' })
    expect((await db().reviewTemplate.findUniqueOrThrow({ where: { id: made.id } })).triggersFrom).toEqual(later.now)
    expect(await changeTemplate(later, await as('rob'), made.id, template({ schedule: QUARTERLY, active: false }))).toMatchObject({ nextAt: null })
    expect(await trail()).toEqual(['review.template_created', 'review.template_changed', 'review.template_changed', 'review.template_changed'])
  })

  test('is changed only as it was looked at, and is called as no other is', async () => {
    const made = await createTemplate(testCtx(), await as('rae'), template())
    await createTemplate(testCtx(), await as('rae'), template({ name: 'Other' }))
    await expect(changeTemplate(testCtx(), await as('rae'), made.id, { ...template(), version: 7 })).rejects.toMatchObject({ code: 'stale_version' })
    await expect(changeTemplate(testCtx(), await as('rae'), made.id, template({ name: 'Other' }))).rejects.toMatchObject({ code: 'already_exists', errors: [{ path: 'name' }] })
    await expect(changeTemplate(testCtx(), await as('rae'), made.id, template({ kind: 'ownership' }))).rejects.toMatchObject({ errors: [{ path: 'kind' }] })
    await expect(changeTemplate(testCtx(), await as('rae'), 'tpl_none', template())).rejects.toMatchObject({ code: 'not_found' })
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['a server that nobody knows', { content: content({ scope: { servers: ['ghost'] } }) }, 'content.scope.servers'],
    ['a reviewer whom nobody knows', { content: content({ stages: [{ reviewers: [{ kind: 'named', emails: ['nobody@acme.test'] }], days: 3 }] }) }, 'content.stages.0.reviewers'],
    ['a fallback whom nobody knows', { content: content({ fallback: [{ kind: 'named', emails: ['nobody@acme.test'] }] }) }, 'content.fallback'],
    ['an escalation before the beginning', { content: content({ escalateDaysBefore: 20 }) }, 'content.escalateDaysBefore'],
    ['stages that take years', { content: content({ stages: [{ reviewers: [{ kind: 'owner' }], days: 90, repeats: 3 }, { reviewers: [{ kind: 'security' }], days: 90 }] }) }, 'content.stages'],
    ['a time zone that is none', { schedule: { ...QUARTERLY, timeZone: 'Mars/Olympus' } }, 'schedule.timeZone'],
    ['changed definitions for a review of ownership', { kind: 'ownership', triggers: ['definition_widened'] }, 'triggers'],
    ['a ceiling for a review of ownership', { kind: 'ownership', content: content({ scope: { accesses: ['admin'] } }) }, 'content.scope.accesses'],
  ])('%s is refused at its field', async (_, more, path) => {
    await expect(createTemplate(testCtx(), await as('rae'), template(more))).rejects.toMatchObject({ code: 'invalid_input', errors: [expect.objectContaining({ path })] })
    expect(await trail()).toEqual([])
  })

  test('is made by security reviewers only; who sees every review may read it, nobody else', async () => {
    for (const name of ['adam', 'erin', 'otto', 'inez']) await expect(createTemplate(testCtx(), await as(name), template())).rejects.toMatchObject({ code: 'forbidden' })
    const { id } = await createTemplate(testCtx(), await as('rae'), template())
    expect((await listTemplates(await as('adam'))).map((one) => one.id)).toEqual([id])
    expect(await listTemplates(await as('erin'))).toEqual([])
    await expect(getTemplate(await as('otto'), id)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a draft', () => {
  test('takes what its template says, unless it says otherwise itself, and is changed until it is launched', async () => {
    const made = await createTemplate(testCtx(), await as('rae'), template())
    const draft = await draftCampaign(testCtx(), await as('rae'), { templateId: made.id })
    expect(draft).toMatchObject({ state: 'draft', name: 'Quarterly, 2026-11-20', kind: 'grants', template: 'Quarterly', occasion: 'manual' })
    const changed = await changeDraft(testCtx(), await as('rob'), draft.id, { name: 'Now', content: content({ noResponse: 'keep' }) })
    expect(changed).toMatchObject({ name: 'Now', content: { noResponse: 'keep' } })
    await expect(changeDraft(testCtx(), await as('rob'), draft.id, { name: 'Now', content: content({ scope: { agents: ['ghost'] } }) })).rejects.toMatchObject({ errors: [{ path: 'content.scope.agents' }] })
    expect(await getTemplate(await as('rae'), made.id)).toMatchObject({ campaigns: 1, lastCampaign: { id: draft.id, state: 'draft' }, content: { noResponse: 'revoke' } })
    expect(await trail()).toEqual(['review.template_created', 'review.drafted', 'review.draft_changed'])
    await expect(draftCampaign(testCtx(), await as('rae'), { templateId: 'tpl_none' })).rejects.toMatchObject({ errors: [{ path: 'templateId' }] })
    await expect(draftCampaign(testCtx(), await as('erin'), { templateId: made.id })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('is cancelled for good, with a reason', async () => {
    const draft = await draftCampaign(testCtx(), await as('rae'), { name: 'One', kind: 'ownership', content: content() })
    expect(await cancelCampaign(testCtx(), await as('rae'), draft.id, 'Not now')).toMatchObject({ state: 'cancelled', closeReason: 'Not now' })
    await expect(cancelCampaign(testCtx(), await as('rae'), draft.id, 'Again')).rejects.toMatchObject({ code: 'illegal_transition' })
    await expect(changeDraft(testCtx(), await as('rae'), draft.id, { name: 'x', content: content() })).rejects.toMatchObject({ code: 'illegal_transition' })
  })

  test('cancelling what runs applies nothing: what is not remediated is exempt, answered or not', async () => {
    await aCampaign({ id: 'rev_1', state: 'running' })
    await anItem({ id: 'itm_1', campaignId: 'rev_1', state: 'pending' })
    await anItem({ id: 'itm_2', campaignId: 'rev_1', state: 'decided', outcome: 'revoke', outcomeBy: 'answers', decidedAt: at('-1h') })
    await aTask({ itemId: 'itm_1', person: 'erin' })
    await cancelCampaign(testCtx(), await as('rae'), 'rev_1', 'The wrong scope')
    expect(await db().notification.findMany({ where: { kind: 'review.cancelled' }, select: { recipientId: true, text: true } })).toEqual([{ recipientId: 'per_erin', text: expect.stringContaining('The wrong scope') as string }])
    expect((await db().reviewItem.findMany({ orderBy: { id: 'asc' } })).map((item) => [item.state, item.outcome])).toEqual([['exempt', null], ['exempt', 'revoke']])
    expect(await db().trailEntry.findFirst({ where: { action: 'review.cancelled' } })).toMatchObject({ objectId: 'rev_1', detail: { reason: 'The wrong scope', from: 'running', exempt: 2 } })
    await expect(cancelCampaign(testCtx(), await as('rob'), 'rev_1', 'x')).rejects.toMatchObject({ code: 'illegal_transition' })
  })
})

describe('before launch', () => {
  test('it is known what it holds, whom it asks and in which standing', async () => {
    await aGrant('gnt_a')
    await aGrant('gnt_b', { serverId: 'srv_vault', agentId: 'agt_release', validUntil: at('+3d') })
    expect(await preflight(await as('rae'), 'grants', content(), TEST_NOW)).toMatchObject({
      items: 2, servers: 2, agents: 2, people: 1, byReviewer: [{ person: { email: 'erin@acme.test' }, items: 2, standing: 'owner' }], nobody: { count: 0, first: [] }, obstacles: [], warnings: ['1 grant ends before the first deadline, whatever is decided.'],
    })
  })

  test('an item that nobody may review says so and why, before anybody is asked', async () => {
    await db().person.updateMany({ where: { id: { in: ['per_erin', 'per_bert', 'per_mona'] } }, data: { active: false } })
    await db().person.updateMany({ where: { roles: { has: 'security_reviewer' }, id: { not: 'per_rae' } }, data: { active: false } })
    await aGrant('gnt_a')
    await aGrant('gnt_b', { humanRule: 'person', personId: 'per_rae' })
    const found = await preflight(await as('rae'), 'grants', content(), TEST_NOW)
    expect(found.nobody).toMatchObject({ count: 1, first: [{ title: 'create_issue', server: 'github' }] })
    expect(found.nobody.first[0]?.why).toContain('Erin, the owner, has left')
    expect(found.obstacles).toEqual([])
    expect((await preflight(await as('rae'), 'grants', content({ scope: { grantIds: ['gnt_b'] } }), TEST_NOW)).obstacles).toEqual(['Nobody may be asked about any of it. Name other reviewers, or a fallback.'])
  })

  test('a second stage does not ask the same people about the same thing', async () => {
    await db().person.updateMany({ where: { roles: { has: 'security_reviewer' }, id: { not: 'per_rae' } }, data: { active: false } })
    await aGrant('gnt_a')
    const stages = [{ reviewers: [{ kind: 'security' }], days: 7 }, { name: 'Again', reviewers: [{ kind: 'security' }], days: 7 }]
    expect((await preflight(await as('rae'), 'grants', content({ stages }), TEST_NOW)).warnings).toContain('“Again” would have nobody left for 1 item: nobody answers the same one in two stages.')
  })

  test('nothing in scope, and names that nobody knows, stand in its way', async () => {
    expect((await preflight(await as('adam'), 'grants', content(), TEST_NOW)).obstacles).toEqual(['Nothing fits: no grant that is not over is in this scope.'])
    expect((await preflight(await as('adam'), 'grants', content({ scope: { servers: ['ghost'] } }), TEST_NOW)).obstacles).toEqual(['No server is known as “ghost”.'])
    await expect(preflight(await as('erin'), 'grants', content(), TEST_NOW)).rejects.toMatchObject({ code: 'forbidden' })
  })
})

test('a template whose time has come is launched by itself: its items are frozen and their reviewers asked', async () => {
  await aGrant('gnt_a')
  await createTemplate(testCtx(), await as('rae'), template({ schedule: QUARTERLY }))
  const then = () => testCtx(new Date('2026-12-31T07:00:00Z'))
  expect([await startDueReviews(then), await startDueReviews(then)]).toEqual([1, 0])
  expect(await db().reviewCampaign.findMany()).toMatchObject([{ name: 'Quarterly, 2026-12-31', state: 'running', itemCount: 1, launchedBy: 'system', stageEndsAt: new Date('2027-01-14T07:00:00Z') }])
  expect((await db().reviewTask.findMany()).map((task) => task.personId)).toEqual(['per_erin'])
})
