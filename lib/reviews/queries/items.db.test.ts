import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { draftCampaign } from '@/lib/reviews/commands/draft-campaign'
import { launchCampaign } from '@/lib/reviews/commands/launch-campaign'
import { contentSchema } from '@/lib/reviews/content'
import type { ItemDetail, ItemFilter } from '@/lib/reviews/model'
import { at, TEST_NOW, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { as, aStandIn, aTokenOf, declareRequestWorld } from '@/lib/testing/request-builders'
import { anAnswer } from '@/lib/testing/review-rows'
import { getItem, itemIds, itemRows, listItems } from './items'

const database = useDatabase()
let campaign = ''
/** Ids of items by the target of their grant. */
let item: Record<string, string> = {}

/** Two reviewers for each: the owner (erin of github, bert of ledger) and, since dana sponsors every agent, a security reviewer. */
beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
  await db().server.update({ where: { id: 'srv_ledger' }, data: { ownerId: 'per_bert', backupOwnerId: null } })
  const grant = { clientId: 'cli_code', humanRule: 'any' as const, targetKind: 'tool' as const, scope: [], purpose: 'For a test', validFrom: at('-100d'), validUntil: at('+20d'), origin: 'import' as const, createdBy: 'per_rae', createdAt: at('-100d') }
  await db().grant.createMany({
    data: [
      { ...grant, id: 'gnt_1', serverId: 'srv_github', agentId: 'agt_triage', target: 'push', access: 'write' }, { ...grant, id: 'gnt_2', serverId: 'srv_github', agentId: 'agt_release', target: 'pull_100%', access: 'read' },
      { ...grant, id: 'gnt_3', serverId: 'srv_ledger', agentId: null, target: 'book', access: 'admin' }, { ...grant, id: 'gnt_4', serverId: 'srv_ledger', agentId: 'agt_triage', target: 'list', access: 'read' },
    ],
  })
  const content = contentSchema.parse({ stages: [{ reviewers: [{ kind: 'owner' }, { kind: 'named', emails: ['rob@acme.test'] }], days: 5 }] })
  campaign = (await draftCampaign(testCtx(), await as('rae'), { name: 'Q4', kind: 'grants', content })).id
  await launchCampaign(() => testCtx(), await as('rae'), campaign)
  item = Object.fromEntries((await db().reviewItem.findMany()).map((one) => [one.target, one.id]))
})

const seen = async (name: string, filter: ItemFilter = {}): Promise<string[]> => {
  const actor = await as(name)
  const ids = await itemIds(actor, campaign, filter, TEST_NOW)
  return (await itemRows(actor, campaign, ids, TEST_NOW)).map((row) => row.title)
}
const whole = async (name: string, target: string): Promise<ItemDetail> => getItem(await as(name), item[target] ?? '', TEST_NOW)

async function answers(person: string, target: string, answer: 'keep' | 'revoke', more: Record<string, unknown> = {}): Promise<void> {
  const task = await db().reviewTask.findFirstOrThrow({ where: { itemId: item[target] ?? '', personId: `per_${person}`, endedAt: null } })
  await anAnswer({ taskId: task.id, answer, ...more })
}

describe('which items somebody sees', () => {
  it('who sees all sees all by risk; others what they are asked about, in person or for somebody away, and what is on their servers', async () => {
    for (const name of ['rae', 'adam', 'inez', 'rob']) expect(await seen(name)).toEqual(['book', 'push', 'list', 'pull_100%'])
    expect(await seen('erin')).toEqual(['push', 'pull_100%'])
    await aStandIn('bert', 'zoe', '-1d', '+1d')
    expect(await seen('zoe')).toEqual(['book', 'list'])
    await expect(seen('otto')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('a row or an item that is not one’s own does not exist', async () => {
    expect(await itemRows(await as('erin'), campaign, [item['book'] ?? '', item['push'] ?? ''], TEST_NOW)).toMatchObject([{ title: 'push' }])
    await expect(whole('erin', 'book')).rejects.toMatchObject({ code: 'not_found' })
    await expect(whole('otto', 'push')).rejects.toMatchObject({ code: 'not_found' })
    await expect(getItem(await as('rae'), 'itm_none', TEST_NOW)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('a filter finds what it says, and nothing of it is part of the statement', async () => {
    const cases: [ItemFilter, string[]][] = [
      [{ risk: 'critical' }, ['book']], [{ server: 'github' }, ['push', 'pull_100%']], [{ server: 'srv_ledger' }, ['book', 'list']], [{ agent: 'triage' }, ['push', 'list']], [{ agent: 'any' }, ['book']], [{ q: '100%' }, ['pull_100%']], [{ q: 'LEDG' }, ['book', 'list']],
      [{ q: 'gnt_1' }, ['push']], [{ recommendation: 'keep' }, []], [{ recommendation: 'none', state: 'pending' }, ['push', 'list', 'pull_100%']], [{ recommendation: 'shorten' }, ['book']], [{ outcome: 'keep' }, []], [{ remediation: 'none' }, ['book', 'push', 'list', 'pull_100%']],
      [{ view: 'need_look' }, ['book', 'push', 'list', 'pull_100%']], [{ view: 'recommended_keep' }, []], [{ view: 'changed' }, ['book', 'push', 'list', 'pull_100%']], [{ reviewer: 'per_bert' }, ['book', 'list']], [{ reviewer: 'me' }, []],
      [{ q: "' OR true --" }, []], [{ server: 'github', q: 'pu', risk: 'low' }, ['pull_100%']],
    ]
    for (const [filter, expected] of cases) expect([filter, await seen('rae', filter)]).toEqual([filter, expected])
  })

  it('a page at a time, each item once, in the order of risk', async () => {
    const actor = await as('rae')
    const first = await listItems(actor, campaign, {}, { limit: 3 }, TEST_NOW)
    const second = await listItems(actor, campaign, {}, { limit: 3, cursor: first.nextCursor ?? undefined }, TEST_NOW)
    expect([first, second].map((page) => page.items.map((row) => row.title))).toEqual([['book', 'push', 'list'], ['pull_100%']])
    expect(second.nextCursor).toBeNull()
  })
})

describe('what is decided', () => {
  it('undecided and decided by one’s own answer; a stand-in by that of whom they stand in for', async () => {
    await answers('erin', 'push', 'keep')
    expect([await seen('erin', { view: 'decided' }), await seen('erin', { view: 'undecided' })]).toEqual([['push'], ['pull_100%']])
    expect([await seen('rob', { view: 'decided', reviewer: 'me' }), await seen('rae', { view: 'decided', reviewer: 'per_erin' })]).toEqual([[], ['push']])
    await aStandIn('erin', 'zoe', '-1d', '+1d')
    expect([await seen('zoe', { view: 'decided' }), await seen('zoe', { view: 'undecided' })]).toEqual([['push'], ['pull_100%']])
    await db().reviewAnswer.updateMany({ data: { supersededAt: TEST_NOW } })
    expect(await seen('erin', { view: 'decided' })).toEqual([])
  })

  it('whether one may answer is told of each row: not tokens, not in somebody’s place with a conflict of one’s own, not once it is decided', async () => {
    const mine = async (name: string): Promise<boolean[]> => (await itemRows(await as(name), campaign, [item['push'] ?? '', item['book'] ?? ''], TEST_NOW)).map((row) => row.mine)
    expect([await mine('erin'), await mine('rob'), await mine('rae')]).toEqual([[true], [true, true], [false, false]])
    await aStandIn('erin', 'dana', '-1d', '+1d')
    await aStandIn('bert', 'erin', '-1d', '+1d')
    // Dana sponsors its agent; erin is asked about the one and stands in for the other.
    expect([await mine('dana'), await mine('erin')]).toEqual([[false], [true, true]])
    expect((await itemRows(await aTokenOf('rob'), campaign, [item['push'] ?? ''], TEST_NOW))[0]?.mine).toBe(false)
    expect((await itemRows(await aTokenOf('rob', { bootstrap: true }), campaign, [item['push'] ?? ''], TEST_NOW))[0]?.mine).toBe(true)
    await db().reviewItem.updateMany({ data: { state: 'decided', outcome: 'keep', outcomeBy: 'answers', decidedAt: TEST_NOW } })
    expect(await mine('erin')).toEqual([false, false])
  })

  it('others’ answers, and that they contradict, are seen after one’s own; by who sees all at once', async () => {
    await answers('rob', 'push', 'revoke', { reason: 'Too much' })
    expect([(await whole('erin', 'push')).answers, (await whole('rae', 'push')).answers.map((one) => [one.person.name, one.answer, one.reason])]).toEqual([[], [['Rob', 'revoke', 'Too much']]])
    expect((await whole('erin', 'push')).tasks.map((task) => [task.person.id, task.standing, task.answered])).toEqual([['per_erin', 'owner', false], ['per_rob', 'named', true]])
    await answers('erin', 'push', 'keep')
    await db().reviewItem.update({ where: { id: item['push'] ?? '' }, data: { conflict: true } })
    expect((await whole('erin', 'push')).row.conflict?.map(({ answer }) => answer).toSorted()).toEqual(['keep', 'revoke'])
    expect((await whole('erin', 'push')).answers).toHaveLength(2)
    expect([await seen('erin', { view: 'conflict' }), await seen('rae', { view: 'conflict' })]).toEqual([['push'], ['push']])
    await db().reviewAnswer.updateMany({ where: { personId: 'per_erin' }, data: { supersededAt: TEST_NOW } })
    expect([await seen('erin', { view: 'conflict' }), (await whole('erin', 'push')).row.conflict]).toEqual([[], null])
  })
})

describe('one item whole', () => {
  it('has its row, its frozen evidence, and what has changed since', async () => {
    expect(await whole('rae', 'push')).toMatchObject({
      campaignId: campaign, campaign: 'Q4', asOf: TEST_NOW.toISOString(), stage: 1, stages: 1, since: [], question: null, signed: null, outcomeDetail: null, frozen: { subject: 'grant', grant: { id: 'gnt_1' } },
      row: { server: 'github', title: 'push', access: 'write', caller: { agent: 'triage', client: 'Code', human: 'anybody' }, risk: 'medium', peers: '0 people, 1 of 2 agents', granted: 'Imported, 12 Aug 2026', previous: null, answer: null, mine: false },
      remediation: { status: 'none', tries: 0 }, confirmation: { status: null },
    })
    await db().grantHold.create({ data: { id: 'hld_1', grantId: 'gnt_1', cause: 'definition', reason: 'widened', openedBy: 'system', openedAt: at('+1h') } })
    await db().grant.update({ where: { id: 'gnt_1' }, data: { revokedAt: at('+2h'), revokedBy: 'per_rae', revokeReason: 'x', confirmedAt: at('+1h') } })
    await db().stateChange.create({ data: { id: 'sta_x', holderKind: 'server', holderId: 'srv_github', state: 'quarantined', at: at('+1h') } })
    expect((await getItem(await as('rae'), item['push'] ?? '', at('+3h'))).since).toEqual(['revoked on 20 Nov 2026', 'suspended because its definition changed', 'confirmed through the approval steps on 20 Nov 2026', 'its server became quarantined on 20 Nov 2026'])
  })
})
