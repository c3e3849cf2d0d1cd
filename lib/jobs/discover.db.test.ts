import { MessageChannel } from 'node:worker_threads'
import { beforeEach, expect, test } from 'vitest'
import { db } from '@/lib/db/client'
import { requestDiscovery } from '@/lib/discovery/commands/run-discovery'
import { startRun } from '@/lib/discovery/commands/start-run'
import { anActor } from '@/lib/testing/actors'
import { at, testClock, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { failure, listing } from '@/lib/testing/discovery-builders'
import { aServer, declareGrantWorld } from '@/lib/testing/grant-builders'
import { discoverDue } from './discover'
import { answerRequests, connectJobs } from './request'
import { answerJob } from './run'

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

test('a run on request is done by the thread of the jobs where there is one, with the rights of who asked', async () => {
  const { port1, port2 } = new MessageChannel()
  const worker = Object.assign(port1, { once: (name: string, listener: () => void) => port1.addListener(name === 'exit' ? 'close' : name, listener) })
  connectJobs(worker as unknown as Parameters<typeof connectJobs>[0])
  answerRequests(port2, answerJob)
  const ctx = () => testCtx(new Date())
  const owner = anActor(['owner'], { ownServerIds: ['srv_github'] })
  // No command is listed by an operator here.
  await db().server.update({ where: { slug: 'github' }, data: { transport: 'stdio', command: ['nothing'] } })
  expect(await requestDiscovery(owner, ctx, 'github', { trigger: 'manual' })).toMatchObject({ status: 'failed', trigger: 'manual', requestedBy: owner.id, error: { code: 'not_allowed' } })
  await expect(requestDiscovery(owner, ctx, 'vault', { trigger: 'manual' })).rejects.toMatchObject({ code: 'not_found' })
  port2.close()
})
