import { MessageChannel } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SYSTEM } from '@/lib/auth/actor'
import { cleanUpAuth } from '@/lib/auth/commands/clean-up'
import { db, transaction } from '@/lib/db/client'
import { processState } from '@/lib/db/process-state'
import { requestDriftRun } from '@/lib/drift/commands/request-run'
import { newCtx } from '@/lib/ids'
import { declare } from '@/lib/names/commands'
import { enqueue } from '@/lib/notify/enqueue'
import { NO_MAIL_SERVER } from '@/lib/notify/outcome'
import { aPerson } from '@/lib/testing/actors'
import { at, testCtx, TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { sendEvents } from '@/lib/testing/send-events'
import { announceIngest } from './announce'
import { answerRequests, connectJobs } from './request'
import { answerJob, runJobs } from './run'

const database = useDatabase()

/** The jobs go by the real clock, so these tests do too. */
async function send(): Promise<void> {
  const ctx = newCtx()
  await sendEvents(ctx, { occurredAt: ctx.now.toISOString(), kind: 'tool_call', server: 'ghost', target: 'push', outcome: 'success' })
}

describe('the jobs', () => {
  const stops: (() => Promise<void>)[] = []
  beforeEach(async () => {
    await database.truncate()
    await db().source.create({ data: { id: 'src_gw', name: 'gw', format: 'native', vantage: 'gateway', covers: [], createdAt: new Date() } })
  })
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
  })

  test('compare by themselves after ingest and after a declaration, and judge again what a declaration reaches', async () => {
    const trouble: unknown[] = []
    const jobs = await runJobs({ log: (level, message, detail) => { if (level !== 'info') trouble.push([message, detail]) } })
    stops.push(jobs.stop, announceIngest((error) => trouble.push(error)).stop)
    await expect.poll(() => db().driftRun.count({ where: { finishedAt: { not: null } } }), { timeout: 60_000 }).toBeGreaterThan(0)
    await send()
    await expect.poll(() => db().finding.count({ where: { kind: 'unregistered_server', status: 'open' } }), { timeout: 60_000 }).toBe(1)
    const ctx = newCtx()
    const before = await db().driftRun.count()
    await transaction((tx) => declare(tx, ctx, SYSTEM, { reason: 'A test', reevaluate: { serverNames: ['ghost'] } }))
    await expect.poll(() => db().reevaluation.count({ where: { finishedAt: null } }), { timeout: 60_000 }).toBe(0)
    await expect.poll(() => db().driftRun.count(), { timeout: 60_000 }).toBeGreaterThan(before)
    expect(trouble).toEqual([])
  })

  test('deliver a message soon after the transaction that wrote it', async () => {
    const jobs = await runJobs({ log: () => undefined })
    stops.push(jobs.stop)
    const { personId } = await aPerson('dana@acme.test')
    // Until the jobs listen, nobody hears; the look that follows the connection finds what was said before.
    await transaction((tx) => enqueue(tx, newCtx(), [{ key: 'm', kind: 'k', recipientId: personId, subject: 's', text: 't', path: '/' }]))
    await expect.poll(() => db().notification.findUnique({ where: { key: 'm' } }), { timeout: 60_000 }).toMatchObject({ nextTryAt: null, lastError: NO_MAIL_SERVER })
    await transaction((tx) => enqueue(tx, newCtx(), [{ key: 'n', kind: 'k', recipientId: personId, subject: 's', text: 't', path: '/' }]))
    await expect.poll(() => db().notification.findUnique({ where: { key: 'n' } }), { timeout: 60_000 }).toMatchObject({ nextTryAt: null })
  })

  test('answer the main thread, also with an error by its code; when they end, nobody waits for ever', async () => {
    await aPerson('owner@acme.test')
    const { port1, port2 } = new MessageChannel()
    // A port stands in for the worker: both send, receive and tell when they end, under another name.
    const worker = Object.assign(port1, { once: (name: string, listener: () => void) => port1.addListener(name === 'exit' ? 'close' : name, listener) })
    connectJobs(worker as unknown as Parameters<typeof connectJobs>[0])
    answerRequests(port2, answerJob)
    expect(await requestDriftRun(SYSTEM, newCtx)).toMatchObject({ open: 0 })
    expect(await db().trailEntry.count({ where: { action: 'drift.run' } })).toBe(1)
    port2.removeAllListeners('message')
    const unanswered = requestDriftRun(SYSTEM, newCtx)
    port2.close()
    await expect(unanswered).rejects.toMatchObject({ code: 'unavailable' })
    expect(processState()['askJobs']).toBeUndefined()
    expect(await requestDriftRun(SYSTEM, newCtx), 'without a thread the caller does it').toMatchObject({ open: 0 })
  })

  test('remove what ended long ago and keep what has not', async () => {
    const person = await aPerson('dana@acme.test')
    const personId = person.personId ?? ''
    const session = (expires: string, revoked: string | null) => ({ id: testCtx().id('session'), personId, createdAt: at('-60d'), lastSeenAt: at('-60d'), expiresAt: at(expires), revokedAt: revoked === null ? null : at(revoked), method: 'password' })
    await db().session.createMany({ data: [session('-31d', null), session('+1d', '-31d'), session('-29d', null), session('+1d', null)] })
    await db().idempotencyKey.createMany({ data: ['-25h', '-23h'].map((when) => ({ tokenId: 'tok_1', key: when, requestHash: 'x', status: 200, body: {}, createdAt: at(when) })) })
    expect(await cleanUpAuth(TEST_NOW)).toEqual({ sessions: 2, answers: 1, links: 0 })
    expect(await db().session.count()).toBe(2)
  })
})
