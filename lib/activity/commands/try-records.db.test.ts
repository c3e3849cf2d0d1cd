import { beforeEach, describe, expect, test } from 'vitest'
import { exampleRecord } from '@/lib/activity/formats/examples'
import { buildApp } from '@/lib/api/app'
import { mintToken } from '@/lib/auth/commands/tokens'
import { SYSTEM } from '@/lib/auth/actor'
import { db, transaction } from '@/lib/db/client'
import { aPerson } from '@/lib/testing/actors'
import { testCtx, TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { tryRecords } from './try-records'

const database = useDatabase()
const minute = new Date(TEST_NOW.getTime() - 60_000)

beforeEach(async () => {
  await database.truncate()
  const ctx = testCtx()
  await db().source.create({ data: { id: ctx.id('source'), name: 'laptops', format: 'claude-code', vantage: 'agent', covers: ['github'], attribution: { agent: 'laptop' }, createdAt: ctx.now } })
})

const nothing = async () => Promise.all([db().deadLetter.count(), db().trailEntry.count(), db().source.findUniqueOrThrow({ where: { name: 'laptops' } }).then(({ received }) => Number(received))])

describe('trying a record', () => {
  test('shows the event, its evidence and its verdict, and stores nothing', async () => {
    const before = await nothing()
    const trial = await tryRecords(SYSTEM, testCtx(), 'toolhive', { text: exampleRecord('toolhive', minute) })
    expect(trial).toMatchObject({ adapterVersion: 'toolhive/1', stored: false, received: 1, records: [{ index: 0, result: 'event', event: { evidence: 'gateway_observed', verdict: 'unregistered', access: 'write', server: null, known: false } }] })
    expect(await nothing()).toEqual(before)
  })

  test('as a source, with its constants, its vantage and what it may speak for', async () => {
    const example = exampleRecord('claude-code', minute)
    const { records: [one] } = await tryRecords(SYSTEM, testCtx(), 'claude-code', { text: example, source: 'laptops' })
    expect(one).toMatchObject({ result: 'event', event: { evidence: 'inferred', attributed: ['agent'] } })
    expect(one !== undefined && 'event' in one ? one.event.fields.find(({ name }) => name === 'agent') : null).toEqual({ name: 'agent', value: 'laptop', from: null })
    const { records: [other] } = await tryRecords(SYSTEM, testCtx(), 'claude-code', { text: example.replaceAll('github', 'jira'), source: 'laptops' })
    expect(other).toMatchObject({ result: 'refused', code: 'not_covered' })
  })

  test('what is refused and what is passed over say why; parameters are redacted', async () => {
    const lines = ['nonsense', '{"type":"mcp_ping"}', '{"type":"mcp_tool_call"}', JSON.stringify({ type: 'mcp_tool_call', logged_at: minute.toISOString(), outcome: 'success', component: 'x', target: { name: 't' }, data: { request: { params: { arguments: { password: 'hunter2hunter2' } } } } })]
    const { records } = await tryRecords(SYSTEM, testCtx(), 'toolhive', { text: lines.join('\n') })
    expect(records.map(({ result }) => result)).toEqual(['refused', 'no_act', 'refused', 'event'])
    expect(records.slice(0, 3).map((one) => ('code' in one ? one.code : null))).toEqual(['invalid_json', 'unsupported_record', 'invalid_event'])
    expect(JSON.stringify(records)).not.toContain('hunter2')
  })

  test('only the first twenty of many are shown, and the rest counted', async () => {
    const { received, records } = await tryRecords(SYSTEM, testCtx(), 'native', { text: JSON.stringify({ events: Array.from({ length: 30 }, () => ({})) }) })
    expect([received, records.length]).toEqual([30, 20])
  })

  test('by the machines’ door; a collector’s file of exports is taken in by lines', async () => {
    const faults: unknown[] = []
    const app = buildApp((level, message, detail) => { if (level === 'error') faults.push([message, detail]) })
    const ctx = testCtx(new Date())
    const person = await aPerson('auditor@acme.test', ['auditor'])
    const mint = async (scopes: string[]) => (await transaction((tx) => mintToken(tx, ctx, { name: 't', ownerId: person.id, createdBy: person.id, roles: scopes.includes('read') ? ['auditor'] : [], scopes, expiresAt: new Date(Date.now() + 86_400_000) }))).token
    const ask = async (path: string, token: string, body: string) => (await app.request(path, { method: 'POST', body, headers: { authorization: `Bearer ${token}`, 'content-type': path.endsWith('try') ? 'application/json' : 'application/x-ndjson' } })).json() as Promise<Record<string, unknown>>
    const example = exampleRecord('otlp', new Date(Date.now() - 60_000))
    expect(await ask('/api/v1/events/otlp/try', await mint(['read']), JSON.stringify({ text: example, vantage: 'agent' }))).toMatchObject({ stored: false, records: [{ result: 'event', event: { evidence: 'agent_reported' } }] })
    const line = JSON.stringify(JSON.parse(example))
    expect(await ask('/api/v1/events/otlp', await mint(['ingest:laptops']), `${line}\n${line}\n`)).toMatchObject({ received: 2, accepted: 1, duplicates: 1, rejected: 0 })
    const again = await tryRecords(SYSTEM, ctx, 'otlp', { text: example, source: 'laptops' })
    expect(again.records).toMatchObject([{ result: 'event', event: { known: true } }])
    expect(faults).toEqual([])
  })
})
