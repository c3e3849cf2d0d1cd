import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { SYSTEM } from '@/lib/auth/actor'
import { findAdapter } from '@/lib/activity/formats/adapters'
import type { IngestResult } from '@/lib/activity/model'
import { verifyBatches } from '@/lib/activity/queries/batches'
import { listEvents } from '@/lib/activity/queries/events'
import { findSourceByName } from '@/lib/activity/queries/find-source'
import { loadUsage } from '@/lib/activity/queries/usage'
import { at, testCtx, TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { ingest } from './ingest'

const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await source('gw')
})

async function source(name: string, data: Record<string, unknown> = {}): Promise<string> {
  const ctx = testCtx()
  const id = ctx.id('source')
  await db().source.create({ data: { id, name, format: 'native', vantage: 'gateway', covers: [], createdAt: ctx.now, ...data } })
  return id
}

async function send(events: readonly unknown[], name = 'gw', format = 'native', now = TEST_NOW): Promise<IngestResult> {
  const [settings, adapter] = [await findSourceByName(name), findAdapter(format)]
  if (settings === null || adapter === null) throw new Error('No such source or format.')
  return ingest({ ctx: testCtx(now), source: settings, format, adapter, records: events.map((event, index) => ({ index, text: typeof event === 'string' ? event : JSON.stringify(event) })) })
}

let counter = 0
function anEvent(data: Record<string, unknown> = {}): Record<string, unknown> {
  counter += 1
  return { id: `e-${counter}`, occurredAt: at('-1h').toISOString(), kind: 'tool_call', server: 'github', target: 'create_issue', agent: 'triage', client: 'code', human: 'dana@acme.test', outcome: 'success', ...data }
}

const stored = async () => (await listEvents(SYSTEM, {}, { limit: 500 })).items
const usage = () => loadUsage({ from: '2026-01-01', to: '2027-01-01' })
async function counters(name = 'gw') {
  const { received, accepted, duplicates, conflicts, rejected } = await db().source.findUniqueOrThrow({ where: { name } })
  return { received: Number(received), accepted: Number(accepted), duplicates: Number(duplicates), conflicts: Number(conflicts), rejected: Number(rejected) }
}

describe('exactly once', () => {
  test('the same batch sent twice changes nothing but the counters', async () => {
    const batch = Array.from({ length: 40 }, () => anEvent())
    expect(await send(batch)).toEqual({ received: 40, accepted: 40, duplicates: 0, rejected: 0, errors: [] })
    const [events, use] = [await stored(), await usage()]
    expect(await send(batch)).toEqual({ received: 40, accepted: 0, duplicates: 40, rejected: 0, errors: [] })
    expect(await stored()).toEqual(events)
    expect(await usage()).toEqual(use)
    expect(await counters()).toEqual({ received: 80, accepted: 40, duplicates: 40, conflicts: 0, rejected: 0 })
  })

  test('the same id with other content is a duplicate and a conflict, in one batch and across batches', async () => {
    expect(await send([anEvent({ id: 'a' }), anEvent({ id: 'a', outcome: 'error' }), anEvent({ id: 'a' })])).toMatchObject({ accepted: 1, duplicates: 2 })
    expect(await send([anEvent({ id: 'a', target: 'other' })])).toMatchObject({ accepted: 0, duplicates: 1 })
    expect(await counters()).toMatchObject({ accepted: 1, duplicates: 3, conflicts: 2 })
    expect((await stored()).map((event) => event.outcome)).toEqual(['success'])
  })

  test('an id is unique whatever the time, and per source', async () => {
    await source('other')
    await send([anEvent({ id: 'a' })])
    expect(await send([anEvent({ id: 'a', occurredAt: at('-40d').toISOString() })])).toMatchObject({ duplicates: 1 })
    expect(await send([anEvent({ id: 'a' })], 'other')).toMatchObject({ accepted: 1 })
  })

  test('an event without id gets one from its content, however it is spelt', async () => {
    const event = anEvent({ id: undefined, occurredAt: '2026-11-20T10:00:00.1234Z', human: 'Dana@Acme.test' })
    const same = Object.fromEntries(Object.entries({ ...event, occurredAt: '2026-11-20T11:00:00.123+01:00', human: 'dana@acme.test' }).reverse())
    expect(await send([event, same])).toMatchObject({ accepted: 1, duplicates: 1 })
    expect(await send([same, { ...event, durationMs: 3 }])).toMatchObject({ accepted: 1, duplicates: 1 })
    expect(await counters()).toMatchObject({ conflicts: 0 })
  })

  test('deliveries of the same events at the same time store each once', async () => {
    const batch = Array.from({ length: 200 }, () => anEvent())
    const results = await Promise.all(Array.from({ length: 8 }, () => send(batch)))
    expect(results.reduce((sum, one) => sum + one.accepted, 0)).toBe(200)
    expect(results.reduce((sum, one) => sum + one.duplicates, 0)).toBe(1400)
    expect((await usage()).reduce((sum, row) => sum + row.count, 0)).toBe(200)
    expect(await verifyBatches((await findSourceByName('gw'))?.id ?? '')).toMatchObject({ ok: true, batches: 8 })
  })
})

test('one act that two sources report is stored twice and counted once; one source’s own events count each', async () => {
  await source('other')
  const act = { traceId: 't1', spanId: 's1' }
  await send([anEvent(act), anEvent(act)])
  await send([anEvent(act), anEvent({ ...act, kind: 'downstream_action' })], 'other')
  expect((await stored()).map((event) => [event.source, event.kind, event.counted]).sort()).toEqual([
    ['gw', 'tool_call', true], ['gw', 'tool_call', true], ['other', 'downstream_action', true], ['other', 'tool_call', false],
  ])
  expect((await usage()).map((row) => [row.kind, row.count]).sort()).toEqual([['downstream_action', 1], ['tool_call', 2]])
})

describe('records that are no events', () => {
  test('each is a dead letter with its reason, and the counts add up', async () => {
    const bad = ['{', '[]', anEvent({ surprise: 1 }), anEvent({ outcome: 'maybe' }), anEvent({ occurredAt: at('-91d').toISOString() }), anEvent({ occurredAt: at('+11m').toISOString() }), anEvent({ target: 'a\u0007b' }), anEvent({ parameters: { x: 'y'.repeat(300_000) } })]
    const result = await send([...bad, anEvent()])
    expect(result).toMatchObject({ received: 9, accepted: 1, duplicates: 0, rejected: 8 })
    expect(result.errors.map((error) => [error.index, error.code])).toEqual([
      [0, 'invalid_json'], [1, 'invalid_event'], [2, 'unknown_field'], [3, 'invalid_event'], [4, 'too_old'], [5, 'in_future'], [6, 'invalid_event'], [7, 'too_large'],
    ])
    const letters = await db().deadLetter.findMany({ orderBy: { id: 'asc' } })
    expect(letters.map((letter) => letter.code)).toEqual(result.errors.map((error) => error.code))
    expect(letters[4]?.occurredAt).toEqual(at('-91d'))
    expect(await counters()).toMatchObject({ received: 9, accepted: 1, rejected: 8 })
  })

  test('events exactly 90 days old and 10 minutes ahead are taken', async () => {
    expect(await send([anEvent({ occurredAt: at('-90d').toISOString() }), anEvent({ occurredAt: at('+10m').toISOString() })])).toMatchObject({ accepted: 2 })
  })

  test('a source that speaks for some servers is refused the others', async () => {
    await source('narrow', { covers: ['jira'] })
    expect(await send([anEvent(), anEvent({ server: 'jira' })], 'narrow')).toMatchObject({ accepted: 1, rejected: 1, errors: [{ index: 0, code: 'not_covered' }] })
  })

  test('what only the database refuses is found by halving and kept as a dead letter; the rest is stored', async () => {
    await rows("ALTER TABLE activity_event ADD CONSTRAINT test_refusal CHECK (target <> 'poison')")
    try {
      const batch = Array.from({ length: 50 }, (_, i) => anEvent(i % 20 === 7 ? { target: 'poison' } : {}))
      const result = await send(batch)
      expect(result).toMatchObject({ received: 50, accepted: 47, rejected: 3 })
      expect(result.errors.map((error) => [error.index, error.code])).toEqual([[7, 'storage_refused'], [27, 'storage_refused'], [47, 'storage_refused']])
      expect(await send(batch)).toMatchObject({ accepted: 0, duplicates: 47, rejected: 3 })
    } finally {
      await rows('ALTER TABLE activity_event DROP CONSTRAINT test_refusal')
    }
  })
})

test('constants of a source complete what is absent and mark the event as inferred', async () => {
  await source('mine', { attribution: { client: 'cursor', agent: 'spiffe://acme.test/a' } })
  await send([anEvent({ client: undefined, agent: undefined }), anEvent()], 'mine')
  expect((await stored()).map((event) => [event.client, event.agent, event.evidence, event.attributed]).sort()).toEqual([
    ['code', 'triage', 'gateway_observed', []], ['cursor', 'spiffe://acme.test/a', 'inferred', ['client', 'agent']],
  ])
})

test('decisions and credentials are kept without verdict and outside the roll-up', async () => {
  await send([anEvent({ kind: 'decision' }), anEvent({ kind: 'credential' })])
  expect((await stored()).map((event) => event.verdict)).toEqual([null, null])
  expect(await usage()).toEqual([])
})

test('texts that COPY and arrays treat specially come back as they went in', async () => {
  const odd = 'a\\b"c{d},\'e\\N\\. \u2028 ü'
  await send([anEvent({ id: odd, target: odd, server: odd, agent: odd, client: odd, human: odd, task: odd, resources: [odd, 'NULL', 'x\ty\nz'], parameters: { [odd]: odd, n: 1.5e300 }, delegation: [{ iss: odd, sub: odd }] })])
  expect(await stored()).toMatchObject([{ sourceEventId: odd, target: odd, server: odd, agent: odd, human: odd, task: odd, resources: [odd, 'NULL', 'x\ty\nz'], parameters: { [odd]: odd, n: 1.5e300 }, delegation: [{ iss: odd, sub: odd }] }])
  expect((await usage()).map((row) => row.resourceKeys)).toEqual([[odd, 'NULL', 'x\ty\nz'].sort((a, b) => (a < b ? -1 : 1))])
})

test('over 200 distinct resource keys of one day, server, target and agent become *, whatever the order', async () => {
  const many = Array.from({ length: 201 }, (_, i) => anEvent({ resources: [`repo:${i}`] }))
  await send([...many.slice(0, 150), anEvent({ agent: 'another', resources: ['repo:1'] })])
  await send(many.slice(150, 200))
  expect((await usage()).length).toBe(201)
  await send([many[200], anEvent(), anEvent({ resources: ['repo:5'] })])
  expect((await usage()).map((row) => [row.agent, row.resourceKeys, row.count]).sort()).toEqual([['another', ['repo:1'], 1], ['triage', ['*'], 202], ['triage', [], 1]])
  await send([anEvent({ resources: ['repo:new'] })])
  expect((await usage()).map((row) => row.count).sort()).toEqual([1, 1, 203])
})

test('the chain of batches tells when an event is removed or a count is changed', async () => {
  const id = (await findSourceByName('gw'))?.id ?? ''
  for (let i = 0; i < 3; i += 1) await send([anEvent(), anEvent(), '{'])
  expect(await verifyBatches(id)).toMatchObject({ ok: true, batches: 3 })
  await rows('UPDATE activity_batch SET rejected = 0 WHERE seq = 2')
  expect(await verifyBatches(id)).toMatchObject({ ok: false, brokenAt: 2 })
  await rows('UPDATE activity_batch SET rejected = 1 WHERE seq = 2')
  await rows('DELETE FROM activity_event WHERE key = (SELECT key FROM activity_event ORDER BY key LIMIT 1)')
  expect(await verifyBatches(id)).toMatchObject({ ok: false })
})
