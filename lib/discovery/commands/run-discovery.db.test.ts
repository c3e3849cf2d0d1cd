import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import type { DiscoveryOutcome } from '@/lib/discovery/model'
import { getRun, listContexts, listRuns } from '@/lib/discovery/queries/runs'
import { classifyTool } from '@/lib/registry/commands/classify-tool'
import { anActor } from '@/lib/testing/actors'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { answering, aTool, failure, listing, widened } from '@/lib/testing/discovery-builders'
import { aServer, declareGrantWorld } from '@/lib/testing/grant-builders'
import { decideRun } from './decide-run'
import { runDiscovery } from './run-discovery'

const { truncate } = useDatabase()
const reviewer = anActor(['security_reviewer'])
let minute = 0

beforeEach(async () => {
  await truncate()
  await declareGrantWorld()
  minute = 0
})

/** Each run takes place a minute after the one before. */
function discover(outcome: DiscoveryOutcome, credential: string | null = null) {
  minute += 1
  return runDiscovery(reviewer, testCtx(at(`+${minute}m`)), 'github', { trigger: 'api', credential, connect: answering(outcome) })
}

async function tools(): Promise<Record<string, string>> {
  const found = await db().tool.findMany({ orderBy: { name: 'asc' }, include: { versions: { orderBy: { number: 'asc' } } } })
  return Object.fromEntries(found.map((tool) => [tool.name, `${tool.versions.map((version) => `${version.number}${version.change.slice(0, 1)}`).join(' ')}${tool.removedAt === null ? '' : ' removed'}`]))
}

const four = ['a', 'b', 'c', 'd'].map((name) => aTool(name))

describe('a complete run', () => {
  it('records tools with versions and classes, contexts, counts and how the connection was negotiated', async () => {
    const run = await discover(listing([aTool('pull'), aTool('drop', { annotations: { destructiveHint: true } })], [{ kind: 'resource', name: 'file:///a', mimeType: 'text/plain', detail: { uri: 'file:///a' } }, { kind: 'prompt', name: 'plan', detail: {} }]))
    expect(run).toMatchObject({ status: 'complete', server: 'github', protocolVersion: '2025-11-25', era: 'legacy', serverInfo: { name: 'test' }, error: null, counts: { tools: 2, resources: 1, templates: 0, prompts: 1, added: 2, widened: 0, altered: 0, reworded: 0, removed: 0, unchanged: 0 } })
    expect(await tools()).toEqual({ drop: '1f', pull: '1f' })
    expect((await db().toolClass.findMany({ orderBy: { tool: { name: 'asc' } } })).map((one) => one.access)).toEqual(['admin', 'read'])
    expect((await db().tool.findMany()).every((tool) => tool.approvedNumber === 1 && tool.approvedBy === 'baseline' && tool.approvedHash === tool.definitionHash)).toBe(true)
    expect((await db().tool.findFirstOrThrow({ where: { name: 'pull' } })).resourceRules).toEqual({ '/repo': 'repo:{}' })
    expect((await listContexts(reviewer, 'github', { limit: 10 })).map((context) => [context.kind, context.name])).toEqual([['prompt', 'plan'], ['resource', 'file:///a']])
    expect(await getRun(reviewer, 'github', run.id)).toEqual(run)
    expect((await db().trailEntry.findMany()).map((entry) => entry.action)).toEqual(['server.discovered'])
  })

  it('makes a version of each change and says what it does to the one before', async () => {
    await discover(listing(four))
    const run = await discover(listing([aTool('a', { description: 'Does a, in other words' }), widened('b'), aTool('c', { annotations: { readOnlyHint: true, destructiveHint: false, openWorldHint: false, idempotentHint: true } }), aTool('d')]))
    expect(run.counts).toMatchObject({ added: 0, widened: 1, altered: 1, reworded: 1, unchanged: 1, removed: 0 })
    expect(await tools()).toEqual({ a: '1f 2w', b: '1f 2w', c: '1f 2a', d: '1f' })
    const approved = await db().tool.findMany({ orderBy: { name: 'asc' } })
    expect(approved.map((tool) => [tool.approvedNumber, tool.approvedBy])).toEqual([[2, 'wording'], [1, 'baseline'], [1, 'baseline'], [1, 'baseline']])
    expect((await discover(listing([widened('b'), aTool('c'), aTool('d'), aTool('a')]))).counts).toMatchObject({ unchanged: 2 })
  })

  it('never lowers a class, and leaves what a person has decided', async () => {
    await discover(listing([aTool('a', { annotations: { destructiveHint: true } }), aTool('b')]))
    await classifyTool(reviewer, testCtx(at('+90s')), 'github', 'b', { accessClass: 'read', reason: 'Reads' })
    await discover(listing([aTool('a'), aTool('b', { annotations: { destructiveHint: true } })]))
    const classes = await db().tool.findMany({ orderBy: { name: 'asc' }, include: { classes: { orderBy: { at: 'desc' }, take: 1 } } })
    expect(classes.map((tool) => tool.classes[0]?.access)).toEqual(['admin', 'read'])
  })

  it('a tool that comes later has no approved definition', async () => {
    await discover(listing([aTool('a')]))
    await discover(listing([aTool('a'), aTool('b')]))
    expect((await db().tool.findFirstOrThrow({ where: { name: 'b' } })).approvedHash).toBeNull()
  })
})

describe('removal', () => {
  it('a thing that is no longer listed is removed, and back when it is listed again', async () => {
    await discover(listing(four, [{ kind: 'prompt', name: 'plan', detail: {} }]))
    expect((await discover(listing(four.slice(1)))).counts).toMatchObject({ removed: 1, unchanged: 3 })
    expect(await tools()).toMatchObject({ a: '1f removed' })
    expect((await db().serverContext.findFirstOrThrow()).removedAt).not.toBeNull()
    await discover(listing(four, [{ kind: 'prompt', name: 'plan', detail: {} }]))
    expect(await tools()).toEqual({ a: '1f', b: '1f', c: '1f', d: '1f' })
    expect((await db().serverContext.findFirstOrThrow()).removedAt).toBeNull()
  })

  it('a failed run removes nothing, changes nothing and says why', async () => {
    await discover(listing(four))
    const run = await discover(failure('timeout', 'It took too long.'))
    expect(run).toMatchObject({ status: 'failed', error: { code: 'timeout', message: 'It took too long.' }, counts: {} })
    expect(await tools()).toEqual({ a: '1f', b: '1f', c: '1f', d: '1f' })
    expect((await listRuns(reviewer, 'github', { limit: 10 })).map((one) => one.status)).toEqual(['failed', 'complete'])
  })

  it.each([
    ['the same tool twice', [aTool('a'), aTool('a')]],
    ['a name that is none', [aTool('a\u0007')]],
    ['U+0000 in a description', [aTool('a', { description: 'x\u0000' })]],
    ['half a character', [aTool('a', { description: 'x\ud800' })]],
  ])('a listing that cannot be stored (%s) is a failed run', async (_what, listed) => {
    await discover(listing(four))
    expect(await discover(listing(listed))).toMatchObject({ status: 'failed', error: { code: 'invalid_answer' } })
    expect(await tools()).toEqual({ a: '1f', b: '1f', c: '1f', d: '1f' })
  })

  it('text that only looks like an escaped U+0000 is text', async () => {
    expect(await discover(listing([aTool('a', { description: 'Matches \\u0000 and \\\\ud800' })]))).toMatchObject({ status: 'complete' })
  })

  it('a tool that only a person declared is never removed by a run', async () => {
    await classifyTool(reviewer, testCtx(), 'github', 'by_hand', { accessClass: 'read', reason: 'Known' })
    await discover(listing([aTool('a')]))
    await discover(listing([aTool('a')]))
    expect(await tools()).toEqual({ a: '1f', by_hand: '' })
  })
})

describe('a run that would remove more than half', () => {
  it('waits for a person and changes nothing; exactly half does not wait', async () => {
    await discover(listing(four))
    const held = await discover(listing(four.slice(3)))
    expect(held).toMatchObject({ status: 'held', error: { code: 'held' }, counts: { tools: 1 }, decision: null })
    expect(await tools()).toEqual({ a: '1f', b: '1f', c: '1f', d: '1f' })
    expect(await discover(listing(four.slice(2)))).toMatchObject({ status: 'complete', counts: { removed: 2 } })
    expect(await getRun(reviewer, 'github', held.id)).toMatchObject({ decision: { decision: 'discarded', by: 'system' } })
  })

  it('removes when a person lets it stand, once', async () => {
    await discover(listing(four))
    const held = await discover(listing([]))
    const decided = await decideRun(reviewer, testCtx(at('+1h')), held.id, { decision: 'apply', reason: 'They were retired' })
    expect(decided).toMatchObject({ status: 'complete', counts: { removed: 4 }, decision: { decision: 'applied', reason: 'They were retired' } })
    expect(Object.values(await tools())).toEqual(Array(4).fill('1f removed'))
    await expect(decideRun(reviewer, testCtx(), held.id, { decision: 'discard', reason: 'x' })).rejects.toMatchObject({ code: 'illegal_transition' })
  })

  it('changes nothing when a person sets it aside, and nobody else may decide', async () => {
    await discover(listing(four))
    const held = await discover(listing([]))
    await expect(decideRun(anActor(['member']), testCtx(), held.id, { decision: 'apply', reason: 'x' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(decideRun(anActor(['owner'], { ownServerIds: ['srv_vault'] }), testCtx(), held.id, { decision: 'apply', reason: 'x' })).rejects.toMatchObject({ code: 'not_found' })
    expect(await decideRun(anActor(['owner'], { ownServerIds: ['srv_github'] }), testCtx(), held.id, { decision: 'discard', reason: 'A broken release' })).toMatchObject({ status: 'held', decision: { decision: 'discarded' } })
    expect(await tools()).toEqual({ a: '1f', b: '1f', c: '1f', d: '1f' })
  })

  it('is not applied after a newer run was', async () => {
    await discover(listing(four))
    const held = await discover(listing([]))
    await discover(listing(four))
    await expect(decideRun(reviewer, testCtx(), held.id, { decision: 'apply', reason: 'x' })).rejects.toMatchObject({ code: 'illegal_transition' })
    await db().discoveryRun.update({ where: { id: held.id }, data: { decision: null } })
    await expect(decideRun(reviewer, testCtx(), held.id, { decision: 'apply', reason: 'x' })).rejects.toMatchObject({ code: 'stale_version' })
  })
})

describe('two credentials', () => {
  it('that are shown different definitions do not take turns in making versions', async () => {
    await discover(listing([aTool('a')]), 'reader')
    await discover(listing([widened('a')]), 'writer')
    for (let i = 0; i < 3; i += 1) {
      expect((await discover(listing([aTool('a')]), 'reader')).counts).toMatchObject({ unchanged: 1 })
      expect((await discover(listing([widened('a')]), 'writer')).counts).toMatchObject({ unchanged: 1 })
    }
    expect(await tools()).toEqual({ a: '1f 2w' })
  })

  it('catching up with what another one sees is no version; going back where nobody stays is', async () => {
    await discover(listing([aTool('a')]), 'reader')
    await discover(listing([widened('a')]), 'writer')
    expect((await discover(listing([widened('a')]), 'reader')).counts).toMatchObject({ unchanged: 1 })
    await discover(listing([aTool('a')]), 'reader')
    await discover(listing([aTool('a')]), 'writer')
    const found = await db().toolVersion.findMany({ orderBy: { number: 'asc' } })
    // Reader went back while writer stayed: known, but nobody sees it; then writer followed.
    expect(found.map((one) => one.number)).toEqual([1, 2, 3])
    expect(found[2]?.hash).toBe(found[0]?.hash)
    expect((await db().tool.findFirstOrThrow()).definitionHash).toBe(found[0]?.hash)
  })

  it('a thing is removed when no credential sees it any more', async () => {
    await discover(listing(four), 'writer')
    expect((await discover(listing(four.slice(0, 1)), 'reader')).counts).toMatchObject({ removed: 0 })
    expect((await discover(listing(four.slice(1)), 'writer')).counts).toMatchObject({ removed: 0 })
    expect((await discover(listing([]), 'reader')).counts).toMatchObject({ removed: 1 })
    expect(await tools()).toEqual({ a: '1f removed', b: '1f', c: '1f', d: '1f' })
  })
})

describe('who and when', () => {
  it('whoever may not discover is refused, an owner elsewhere is told of nothing', async () => {
    const ask = (actor: ReturnType<typeof anActor>) => runDiscovery(actor, testCtx(), 'github', { trigger: 'api', connect: answering(listing([])) })
    await expect(ask(anActor(['auditor']))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(ask(anActor(['owner'], { ownServerIds: ['srv_vault'] }))).rejects.toMatchObject({ code: 'not_found' })
    expect(await ask(anActor(['owner'], { ownServerIds: ['srv_github'] }))).toMatchObject({ status: 'complete' })
  })

  it('a rejected or retired server is not asked', async () => {
    await db().$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL session_replication_role = replica`
      await tx.$executeRaw`UPDATE server SET lifecycle = 'retired' WHERE slug = 'github'`
    })
    await expect(discover(listing([]))).rejects.toMatchObject({ code: 'illegal_transition' })
    expect(await db().discoveryRun.count()).toBe(0)
  })

  it('of two runs at once one is refused, and no version is made twice', async () => {
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => runDiscovery(reviewer, testCtx(), 'github', { trigger: 'api', connect: answering(listing(four)) })))
    const refused = results.filter((result) => result.status === 'rejected')
    expect(refused.every((result) => (result.reason as { code?: string }).code === 'conflict')).toBe(true)
    expect(refused.length).toBeLessThan(5)
    expect(await db().discoveryRun.count()).toBe(5 - refused.length)
    expect(await tools()).toEqual({ a: '1f', b: '1f', c: '1f', d: '1f' })
  })

  it('a run that its process left behind is closed, and what it brings later is not used', async () => {
    let release: (outcome: DiscoveryOutcome) => void = () => undefined
    let lateRun: Promise<unknown> = Promise.resolve()
    const begun = new Promise<void>((started) => {
      const late = runDiscovery(reviewer, testCtx(), 'github', { trigger: 'api', connect: () => new Promise((resolve) => { release = resolve; started() }) })
      late.catch(() => undefined)
      lateRun = late
    })
    await begun
    await expect(discover(listing(four))).rejects.toMatchObject({ code: 'conflict' })
    const fresh = await runDiscovery(reviewer, testCtx(at('+10m')), 'github', { trigger: 'api', connect: answering(listing(four)) })
    expect(fresh.status).toBe('complete')
    release(listing([aTool('late')]))
    await expect(lateRun).rejects.toMatchObject({ code: 'conflict' })
    expect(Object.keys(await tools())).toEqual(['a', 'b', 'c', 'd'])
    expect((await listRuns(reviewer, 'github', { limit: 9 })).map((run) => [run.status, run.error?.code ?? null])).toEqual([['complete', null], ['failed', 'internal']])
  })

  it('asks four servers at a time, and the others in their turn', async () => {
    for (let i = 0; i < 10; i += 1) await aServer(`fleet-${i}`, { spiffeId: `spiffe://acme.test/fleet/${i}` })
    let [under, most] = [0, 0]
    const runs = await Promise.all(Array.from({ length: 10 }, (_, i) => runDiscovery(reviewer, testCtx(), `fleet-${i}`, {
      trigger: 'api',
      connect: async () => {
        under += 1
        most = Math.max(most, under)
        await new Promise((resolve) => { setImmediate(resolve) })
        under -= 1
        return listing([aTool('a')])
      },
    })))
    expect(runs.map((run) => run.status)).toEqual(Array(10).fill('complete'))
    expect(most).toBeLessThanOrEqual(4)
  })

  it('a surprise while connecting closes the run as failed and is not swallowed', async () => {
    await expect(runDiscovery(reviewer, testCtx(), 'github', { trigger: 'api', connect: () => Promise.reject(new Error('boom')) })).rejects.toThrow('boom')
    expect((await listRuns(reviewer, 'github', { limit: 9 })).map((run) => [run.status, run.error?.code])).toEqual([['failed', 'internal']])
  })
})
