import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { contentSchema } from '@/lib/reviews/content'
import type { CampaignView } from '@/lib/reviews/model'
import { at, TEST_NOW, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { as, declareRequestWorld } from '@/lib/testing/request-builders'
import { draftCampaign } from './draft-campaign'
import { launchCampaign } from './launch-campaign'
import { endDeadLaunches, startProgress } from './launch-progress'

const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
})

async function grants(count: number, server = 'github'): Promise<void> {
  await db().grant.createMany({
    data: Array.from({ length: count }, (_, index) => ({
      id: `gnt_${server}_${index}`, serverId: `srv_${server}`, agentId: index % 2 === 0 ? 'agt_triage' : 'agt_release', clientId: 'cli_code', humanRule: 'any' as const, targetKind: 'tool' as const, target: `tool_${index}`,
      access: 'write' as const, scope: [], purpose: 'For a test', validFrom: at('-100d'), validUntil: at('+20d'), origin: 'import' as const, importReason: 'Old list', createdBy: 'per_rae', createdAt: at('-100d'),
    })),
  })
}

async function draft(more: Record<string, unknown> = {}): Promise<CampaignView> {
  const content = contentSchema.parse({ stages: [{ reviewers: [{ kind: 'owner' }], days: 5 }], ...more })
  return draftCampaign(testCtx(), await as('rae'), { name: 'Q4', kind: 'grants', content })
}

const launch = async (id: string): Promise<CampaignView> => launchCampaign(() => testCtx(), await as('rae'), id)

describe('launching', () => {
  it('freezes what fits the scope, asks its people and starts the clock', async () => {
    await grants(3)
    const view = await launch((await draft()).id)
    expect(view).toMatchObject({ state: 'running', stage: 1, iteration: 1, asOf: TEST_NOW.toISOString(), stageEndsAt: at('+5d').toISOString(), counts: { items: 3, nobody: 0 } })
    const items = await db().reviewItem.findMany({ include: { tasks: true }, orderBy: { position: 'asc' } })
    expect(items.map((item) => item.tasks.map((task) => [task.personId, task.standing, task.stage]))).toEqual([[['per_erin', 'owner', 1]], [['per_erin', 'owner', 1]], [['per_erin', 'owner', 1]]])
    expect(await db().trailEntry.findFirst({ where: { action: 'review.launched' } })).toMatchObject({ objectKind: 'review', objectId: view.id, detail: { items: 3, people: 1, nobody: { count: 0 } } })
    expect(await db().notification.findMany({ where: { kind: 'review.started' } })).toMatchObject([{ recipientId: 'per_erin' }])
    expect(await db().reviewLaunch.findMany()).toMatchObject([{ campaignId: view.id, phase: 'done', done: 3, total: 3, error: null, finishedAt: TEST_NOW }])
  })

  it('lets in what nobody may be asked about, and counts it', async () => {
    await grants(2)
    await db().person.updateMany({ data: { roles: ['auditor'] } })
    const view = await launchCampaign(() => testCtx(), { ...(await as('rae')), roles: ['security_reviewer'] }, (await db().reviewCampaign.findFirstOrThrow({ where: { id: (await draftBy()).id } })).id)
    expect(view.counts).toMatchObject({ items: 2, nobody: 2 })
    expect(await db().trailEntry.findFirst({ where: { action: 'review.launched' } })).toMatchObject({ detail: { nobody: { count: 2 } } })
  })

  it('refuses what would contain nothing, and says so beside the draft that is left', async () => {
    const { id } = await draft()
    await expect(launch(id)).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining('contain nothing') as string })
    expect(await db().reviewCampaign.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'draft', itemCount: 0, asOf: null })
    expect(await db().reviewLaunch.findUniqueOrThrow({ where: { campaignId: id } })).toMatchObject({ error: expect.stringContaining('contain nothing') as string })
  })

  it('happens once, however often at the same time it is asked for', async () => {
    await grants(30)
    const { id } = await draft()
    const answers = await Promise.allSettled([launch(id), launch(id), launch(id)])
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1)
    for (const answer of answers) if (answer.status === 'rejected') expect(['conflict', 'illegal_transition']).toContain((answer.reason as { code: string }).code)
    await expect(launch(id)).rejects.toMatchObject({ code: 'illegal_transition' })
    expect(await db().reviewItem.count()).toBe(30)
    expect(await db().trailEntry.count({ where: { action: 'review.launched' } })).toBe(1)
  })

  it('is all or nothing: one that breaks at its last item leaves a draft, which can be launched', async () => {
    await grants(30)
    const { id } = await draft()
    await rows(`CREATE FUNCTION break_last() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.position = 29 THEN RAISE EXCEPTION 'broken'; END IF; RETURN NEW; END $$`)
    await rows('CREATE TRIGGER break_last BEFORE INSERT ON review_item FOR EACH ROW EXECUTE FUNCTION break_last()')
    await expect(launch(id)).rejects.toThrow('broken')
    expect(await db().reviewCampaign.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'draft', stage: 0 })
    expect([await db().reviewItem.count(), await db().reviewTask.count(), await db().notification.count({ where: { kind: 'review.started' } })]).toEqual([0, 0, 0])
    expect(await db().reviewLaunch.findUniqueOrThrow({ where: { campaignId: id } })).toMatchObject({ total: 30, error: expect.stringContaining('launch it again') as string })
    await rows('DROP TRIGGER break_last ON review_item; DROP FUNCTION break_last()')
    expect(await launch(id)).toMatchObject({ state: 'running', counts: { items: 30 } })
  })

  it('can be watched while it is under way', async () => {
    await grants(30)
    const { id } = await draft()
    // Holds the last statement of the launch until somebody has looked.
    await rows(`CREATE FUNCTION wait_there() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(42); RETURN NEW; END $$`)
    await rows('CREATE TRIGGER wait_there BEFORE INSERT ON review_task FOR EACH STATEMENT EXECUTE FUNCTION wait_there()')
    const told: string[] = []
    const launching = await db().$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(42)`
      const started = launch(id)
      for (let tries = 0; tries < 200 && told.at(-1) !== 'writing 30 of 30'; tries += 1) {
        const [row] = await rows<{ phase: string; done: number; total: number }>('SELECT phase, done, total, pg_sleep(0.02) FROM review_launch')
        if (row !== undefined) told.push(`${row.phase} ${row.done} of ${row.total}`)
      }
      // Whoever looks for launches that broke off leaves this one alone.
      expect(await endDeadLaunches(() => testCtx())).toBe(0)
      return { started }
    }, { timeout: 60_000 })
    expect(told.at(-1)).toBe('writing 30 of 30')
    expect(await launching.started).toMatchObject({ state: 'running' })
    await rows('DROP TRIGGER wait_there ON review_task; DROP FUNCTION wait_there()')
  })

  it('that ended with its process leaves a draft that says so, and that can be launched', async () => {
    await grants(1)
    const { id } = await draft()
    await (await startProgress(id, TEST_NOW)).phase('evidence', 0, 1)
    expect(await endDeadLaunches(() => testCtx())).toBe(1)
    expect((await db().reviewLaunch.findUniqueOrThrow({ where: { campaignId: id } })).error).toContain('launch it again')
    expect(await endDeadLaunches(() => testCtx())).toBe(0)
    expect(await launch(id)).toMatchObject({ state: 'running', launch: null })
  })

  it('is for who runs reviews', async () => {
    await grants(1)
    const { id } = await draft()
    for (const name of ['erin', 'adam', 'inez']) await expect(launchCampaign(() => testCtx(), await as(name), id)).rejects.toMatchObject({ code: 'forbidden' })
  })
})

async function draftBy(): Promise<CampaignView> {
  const content = contentSchema.parse({ stages: [{ reviewers: [{ kind: 'owner' }], days: 5 }] })
  return draftCampaign(testCtx(), { ...(await as('rae')), roles: ['security_reviewer'] }, { name: 'Q4', kind: 'grants', content })
}
