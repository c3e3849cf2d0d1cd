import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { importGrants } from '@/lib/grants/commands/import-grants'
import { anActor } from '@/lib/testing/actors'
import { at, TEST_NOW, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { sendEvents } from '@/lib/testing/send-events'
import { aRow, declareGrantWorld } from '@/lib/testing/grant-builders'
import { type WhatIfChange, whatIfSchema } from '@/lib/drift/what-if-model'
import { askWhatIf } from './ask-what-if'

const database = useDatabase()
const reviewer = anActor(['security_reviewer'])
let grantId = ''

beforeEach(async () => {
  await database.truncate()
  await declareGrantWorld()
  await db().source.create({ data: { id: 'src_gw', name: 'gw', format: 'native', vantage: 'gateway', covers: [], createdAt: at('-1d') } })
  const { results } = await importGrants(testCtx(), reviewer, { reason: 'In force elsewhere', grants: [aRow()] })
  grantId = results[0]?.id ?? ''
  await send({}, { resources: ['repo:acme/api'] }, { target: 'close_issue' }, { server: 'vault', target: 'read_key', access: 'read' }, { resources: ['repo:acme/api/x/y'] })
})

async function send(...events: Record<string, unknown>[]): Promise<void> {
  const made = events.map((data, index) => ({ id: `e-${index}`, occurredAt: at('-2d').toISOString(), kind: 'tool_call', server: 'github', target: 'create_issue', agent: 'triage', client: 'code', human: 'dana@acme.test', outcome: 'success', ...data }))
  await sendEvents(testCtx(), ...made)
}

const ask = (changes: WhatIfChange[], actor = reviewer) => askWhatIf(actor, { window: { days: 90 }, changes }, TEST_NOW)
const like = { server: 'github', caller: { agent: 'triage', client: 'any', human: 'dana@acme.test' }, target: { kind: 'tool' as const, name: 'close_issue' }, access: 'write' as const, scope: [] }

describe('what if', () => {
  test('today’s grants say what they said; a revoked one refuses, a new one covers, a cut resource is unknown', async () => {
    expect(await ask([])).toMatchObject({ calls: 5, before: { granted: 3, ungranted: 2 }, after: { granted: 2, ungranted: 2, unknown: 1 }, newlyRefused: 0, newlyCovered: 0, unknown: 1, rowCount: 1 })
    expect(await ask([{ revoke: grantId }, { add: like }])).toMatchObject({ newlyRefused: 2, newlyCovered: 1, after: { lapsed: 2, granted: 1, ungranted: 1, unknown: 1 } })
    expect(await ask([{ narrow: grantId, with: [{ ...like, target: { kind: 'tool', name: 'create_issue' }, scope: ['repo:acme/*'] }] }])).toMatchObject({ newlyRefused: 1, after: { granted: 1 } })
    expect(await ask([{ classify: { server: 'github', tool: 'create_issue', access: 'admin' } }])).toMatchObject({ newlyRefused: 2, after: { over_access: 2 }, rows: [{ accessAfter: 'admin' }, { accessAfter: 'admin' }, { after: 'unknown' }] })
  })

  test('a finding’s replacement can be tried by the finding’s id; one without is refused', async () => {
    const finding = {
      kind: 'over_broad_grant', status: 'open', severity: 'medium', serverId: 'srv_github', server: 'github', firstSeen: TEST_NOW, lastSeen: TEST_NOW, executed: 0, blocked: 0, evaluable: true, explanation: '', evidence: {}, remedies: [],
      openedAt: TEST_NOW, updatedAt: TEST_NOW,
    } as const
    await db().finding.create({ data: { ...finding, id: 'fnd_1', fingerprint: '1', grantId, replacement: [{ ...like, purpose: 'x', until: at('+9d').toISOString() }] } })
    await db().finding.create({ data: { ...finding, id: 'fnd_2', fingerprint: '2' } })
    expect(await ask([{ finding: 'fnd_1' }])).toMatchObject({ newlyRefused: 2, newlyCovered: 1 })
    await expect(ask([{ finding: 'fnd_2' }])).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(ask([{ finding: 'fnd_1' }], anActor(['owner'], { ownServerIds: ['srv_vault'] }))).rejects.toMatchObject({ code: 'not_found' })
  })

  test('writes nothing', async () => {
    const counts = (): Promise<{ table: string; count: number }[]> => rows(
      `SELECT relname AS table, (xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM %I', relname), false, true, '')))[1]::text::int AS count
       FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname`)
    const [before, epoch] = [await counts(), await db().declarationEpoch.findFirst()]
    await ask([{ revoke: grantId }, { add: like }, { classify: { server: 'github', tool: 'create_issue', access: 'admin' } }])
    expect(await counts()).toEqual(before)
    expect(await db().declarationEpoch.findFirst()).toEqual(epoch)
  })

  test('an owner asks about their own servers alone; who sees no activity may not ask', async () => {
    const owner = anActor(['owner'], { ownServerIds: ['srv_vault'] })
    expect(await ask([], owner)).toMatchObject({ calls: 1 })
    await expect(ask([{ revoke: grantId }], owner)).rejects.toMatchObject({ code: 'not_found' })
    await expect(ask([{ add: like }], owner)).rejects.toMatchObject({ code: 'invalid_input', errors: [{ path: 'changes.0.add.server' }] })
    expect(await ask([], anActor(['auditor']))).toMatchObject({ calls: 5 })
    await expect(ask([], anActor(['member']))).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('names that nobody holds, and windows that make no sense, are refused with their place', async () => {
    const bad = { ...like, server: 'nowhere', caller: { agent: 'ghost', client: 'ghost', human: 'team:nobody' } }
    const error: unknown = await ask([{ add: like }, { add: bad }]).catch((caught: unknown) => caught)
    expect((error as { errors: { path: string }[] }).errors.map((one) => one.path).sort()).toEqual(['changes.1.add.caller.agent', 'changes.1.add.caller.client', 'changes.1.add.caller.human', 'changes.1.add.server'])
    for (const window of [{ from: at('-1d').toISOString(), to: at('-2d').toISOString() }, { from: at('-300d').toISOString(), to: at('-1d').toISOString() }]) {
      await expect(askWhatIf(reviewer, { window, changes: [] }, TEST_NOW)).rejects.toMatchObject({ code: 'invalid_input' })
    }
    expect(await askWhatIf(reviewer, { window: { from: at('-300d').toISOString(), to: at('-200d').toISOString() }, changes: [] }, TEST_NOW)).toMatchObject({ calls: 0, rows: [] })
  })

  test('a question that no database could be asked is refused before it is', () => {
    for (const change of [{ revoke: '\u0000' }, { narrow: '\u0000', with: [] }, { finding: '\u0000' }, { add: { ...like, server: '\u0000' } }, { revoke: 'a', surprise: 1 }, {}]) {
      expect(whatIfSchema.safeParse({ changes: [change] }).success, JSON.stringify(change)).toBe(false)
    }
    for (const from of ['0000-01-01T00:00:00Z', '1969-12-31T00:00:00Z', '9999-12-31T00:00:00Z', 'soon']) expect(whatIfSchema.safeParse({ window: { from, to: '2026-01-01T00:00:00Z' } }).success, from).toBe(false)
    expect(whatIfSchema.parse({})).toEqual({ window: { days: 90 }, changes: [] })
  })

  test('reads an owner’s servers by index, and a window by its days', async () => {
    await db().$executeRaw`INSERT INTO usage (day, key, nearest_grant_id, server_id, kind, target, access, resource_keys, outcome, verdict, count, first_at, last_at)
      SELECT date '2024-01-01' + i % 700, md5(i::text)::uuid, '', 'srv_' || i % 40, 'tool_call', 't', 'read', '{}', 'success', 'granted', 1, now(), now() FROM generate_series(1, 40000) AS i`
    await db().$executeRaw`ANALYZE usage`
    const plan = async (where: string): Promise<string> => (await rows<{ 'QUERY PLAN': string }>(`EXPLAIN SELECT * FROM usage WHERE ${where} ORDER BY usage.day, key, nearest_grant_id`)).map((line) => line['QUERY PLAN']).join('\n')
    expect(await plan(`day >= '2024-03-01' AND day <= '2024-05-30' AND server_id = 'srv_7'`)).toContain('usage_server')
    expect(await plan(`day >= '2024-03-01' AND day <= '2024-04-05'`)).not.toContain('Seq Scan')
  })
})
