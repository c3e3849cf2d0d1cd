import { beforeAll, describe, expect, it } from 'vitest'
import { SYSTEM } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { markDemo, wipeDemo } from '@/lib/demo/commands'
import { countMine } from '@/lib/reviews/queries/mine'
import { testCtx } from '@/lib/testing/clock'
import { countWaitingFor } from '@/lib/requests/queries/waiting-for'
import { useDatabase } from '@/lib/testing/database'
import { verifyTrail } from '@/lib/trail/queries'
import { ADMIN } from './company'
import { loadDemo } from './demo'
import { actorOf } from './steps'

useDatabase()
const ctx = testCtx(new Date('2026-11-20T14:05:00.000Z'))
const SMALL = { log: () => {}, scale: 0.03 }

const counted = async (text: string): Promise<number> => (await rows<{ count: number }>(`SELECT count(*) FROM ${text}`))[0]?.count ?? 0

describe('the demo', () => {
  beforeAll(async () => {
    await loadDemo(ctx, SMALL)
  }, 180_000)

  it('has calls that are granted, but for one in twenty at most', async () => {
    const [others, granted] = [await counted("activity_event WHERE verdict <> 'granted'"), await counted("activity_event WHERE verdict = 'granted'")]
    expect(granted).toBeGreaterThan(4_000)
    // The stories are told whole at any scale, so here they weigh more than in the full demo.
    expect(others).toBeLessThan(500)
  })

  it('concludes from silence only where a gateway was alive: not on the servers that only a silent one sees, or one with a gap', async () => {
    const unused = await db().finding.findMany({ where: { kind: 'unused_grant', status: 'open', evaluable: true }, select: { server: true } })
    const servers = new Set(unused.map((row) => row.server))
    expect(servers).toContain('aws-admin')
    for (const blind of ['gdrive', 'zendesk', 'netsuite', 'workday', 'greenhouse', 'filesystem-docs', 'braze', 'contentful']) expect(servers).not.toContain(blind)
  })

  it('has old findings that are settled, and a few records in dead letter', async () => {
    expect(await db().finding.count({ where: { status: 'resolved' } })).toBeGreaterThan(0)
    expect(await db().deadLetter.count({ where: { status: 'open' } })).toBe(7)
    expect(await db().reevaluation.count({ where: { finishedAt: null } })).toBe(0)
  })

  it('has requests in every state that people make, several of which wait for whoever signs in', async () => {
    const states = await db().grantRequest.groupBy({ by: ['state'], _count: true })
    expect(Object.fromEntries(states.map((one) => [one.state, one._count]))).toMatchObject({ approved: 11, denied: 2, withdrawn: 1, lapsed: 2, pending: 11 })
    expect(await countWaitingFor(await actorOf(ctx, ADMIN), ctx.now)).toBeGreaterThanOrEqual(5)
    expect(await db().finding.count({ where: { kind: 'break_glass', status: 'open' } })).toBe(1)
    expect(await db().notification.count()).toBe(0)
  })

  it('has reviews: one that is over by evidence, one whose ended access is still used, and items that wait for whoever signs in', async () => {
    const states = await rows<{ state: string; count: number }>("SELECT c.state::text || ' ' || coalesce(i.confirmation, 'none') AS state, count(*)::int AS count FROM review_campaign c JOIN review_item i ON i.campaign_id = c.id WHERE i.outcome = 'revoke' GROUP BY 1 ORDER BY 1")
    expect(states.map((one) => one.state)).toEqual(['closed confirmed', 'confirming still_used'])
    expect(await countMine(await actorOf(ctx, ADMIN), ctx.now)).toBeGreaterThanOrEqual(50)
    expect(await db().reviewTemplate.count({ where: { nextAt: { gt: ctx.now } } })).toBe(3)
  })

  it('leaves a trail that verifies', async () => {
    expect(await verifyTrail(SYSTEM)).toMatchObject({ ok: true, brokenAt: null })
  })

  it('is loaded once: again changes nothing', async () => {
    const before = [await counted('activity_event'), await db().person.count(), await db().trailEntry.count()]
    expect(await loadDemo(ctx, SMALL)).toMatchObject({ loaded: false })
    expect([await counted('activity_event'), await db().person.count(), await db().trailEntry.count()]).toEqual(before)
  })

  it('that was killed half-way is removed and loaded anew', async () => {
    const before = await db().server.count()
    await markDemo(ctx, { state: 'loading', startedAt: ctx.now.toISOString(), keep: [] })
    const later = testCtx(new Date(ctx.now.getTime() + 60_000))
    expect(await loadDemo(later, SMALL)).toMatchObject({ loaded: true })
    expect(await db().server.count()).toBe(before)
  }, 180_000)

  it('once removed leaves the administrator alone in an empty console that takes the demo again', async () => {
    const maya = await actorOf(ctx, ADMIN)
    await wipeDemo(maya, ctx)
    expect((await db().person.findMany()).map((row) => row.email)).toEqual([ADMIN])
    expect([await counted('activity_event'), await counted('usage'), await db().finding.count(), await db().grant.count()]).toEqual([0, 0, 0, 0])
    expect(await loadDemo(testCtx(new Date(ctx.now.getTime() + 120_000)), SMALL)).toMatchObject({ loaded: true, adminPersonId: maya.id })
  }, 180_000)

  it('refuses a console in use and touches nothing', async () => {
    await db().setting.delete({ where: { key: 'demo' } })
    const before = await db().server.count()
    await expect(loadDemo(ctx, SMALL)).rejects.toMatchObject({ code: 'conflict' })
    expect(await db().server.count()).toBe(before)
  })
})
