import { beforeEach, expect, test } from 'vitest'
import { db } from '@/lib/db/client'
import { startRun } from '@/lib/discovery/commands/start-run'
import { anActor } from '@/lib/testing/actors'
import { at, testClock, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { failure, listing } from '@/lib/testing/discovery-builders'
import { aServer, declareGrantWorld } from '@/lib/testing/grant-builders'
import { discoverDue } from './discover'

const { truncate } = useDatabase()

beforeEach(async () => {
  await truncate()
  await declareGrantWorld()
  await db().server.updateMany({ where: { slug: { in: ['github', 'vault'] } }, data: { discoverEveryHours: 2 } })
})

test('servers are asked again when their time has come, one after the other, whatever became of the one before', async () => {
  const clock = testClock()
  const asked: string[] = []
  let under = 0
  const trouble: unknown[] = []
  const tick = () => discoverDue(clock.ctx, (slug, error) => trouble.push([slug, error]), async ({ slug }) => {
    under += 1
    expect(under).toBe(1)
    asked.push(slug)
    await Promise.resolve()
    under -= 1
    if (slug === 'github') return failure('unreachable')
    return listing([])
  })
  await aServer('never', { discoverEveryHours: null })
  await tick()
  clock.advance('+119m')
  await tick()
  expect(asked).toEqual(['github', 'vault'])
  clock.advance('+1m')
  await tick()
  expect(asked).toEqual(['github', 'vault', 'github', 'vault'])
  expect(trouble).toEqual([])
  expect((await db().discoveryRun.findMany({ select: { status: true, trigger: true, requestedBy: true }, orderBy: { id: 'asc' }, take: 2 }))).toEqual([
    { status: 'failed', trigger: 'schedule', requestedBy: 'system' }, { status: 'complete', trigger: 'schedule', requestedBy: 'system' },
  ])
})

test('a server that somebody is asking already, or that is closed, is left alone; a surprise does not stop the rest', async () => {
  await aServer('closed', { discoverEveryHours: 1, lifecycle: 'rejected', spiffeId: null, identityKind: null })
  await startRun(anActor(['security_reviewer']), testCtx(at('-2m')), 'github', { trigger: 'manual' })
  await db().discoveryRun.updateMany({ data: { startedAt: at('-1m') } })
  await db().server.update({ where: { slug: 'github' }, data: { discoverEveryHours: 1 } })
  const trouble: string[] = []
  await aServer('zeta', { discoverEveryHours: 1 })
  await discoverDue(() => testCtx(at('+0ms')), (slug) => trouble.push(slug), ({ slug }) => (slug === 'vault' ? Promise.reject(new Error('boom')) : Promise.resolve(listing([]))))
  expect(trouble).toEqual(['vault'])
  const runs = await db().discoveryRun.findMany({ include: { server: { select: { slug: true } } }, orderBy: { server: { slug: 'asc' } } })
  expect(runs.map((run) => [run.server.slug, run.status])).toEqual([['github', 'running'], ['vault', 'failed'], ['zeta', 'complete']])
})
