import { beforeEach, describe, expect, test } from 'vitest'
import { SYSTEM } from '@/lib/auth/actor'
import { transaction, type Tx } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { loadDeclarations } from '@/lib/grants/queries'
import { isActKind, resolveCall } from '@/lib/grants/resolve-call'
import { judge } from '@/lib/grants/verdict'
import { bindNames, declare, noteState } from '@/lib/names/commands'
import type { ReevaluationScope } from '@/lib/names/model'
import { findAdapter } from '@/lib/activity/formats/adapters'
import type { NativeEvent } from '@/lib/activity/model'
import { findSourceByName } from '@/lib/activity/queries/find-source'
import { loadUsage } from '@/lib/activity/queries/usage'
import { resourceKeys } from '@/lib/activity/resource-keys'
import { at, testCtx, TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { ingest } from './ingest'
import { reevaluateStep } from './reevaluate-step'
import { runReevaluations, settleReevaluations } from './reevaluate'

const database = useDatabase()
const ctx = () => testCtx()

beforeEach(async () => {
  await database.truncate()
  await rows("INSERT INTO source (id, name, format, vantage, covers, created_at) SELECT 'src_' || n, n, 'native', 'gateway', '{}', now() FROM unnest(ARRAY['gw', 'proxy']) AS n")
  await transaction(async (tx) => {
    await tx.person.create({ data: { id: 'per_owner', email: 'owner@acme.test', name: 'Owner', createdAt: TEST_NOW, updatedAt: TEST_NOW } })
  })
})

async function send(events: readonly NativeEvent[], source = 'gw'): Promise<void> {
  const [settings, adapter] = [await findSourceByName(source), findAdapter('native')]
  if (settings === null || adapter === null) throw new Error('No such source.')
  const result = await ingest({ ctx: ctx(), source: settings, format: 'native', adapter, records: events.map((event, index) => ({ index, text: JSON.stringify(event) })) })
  expect(result.rejected).toBe(0)
}

/** A change of declarations in one transaction, as the rooms' commands make them. */
async function change(scope: ReevaluationScope, work: (tx: Tx) => Promise<void>): Promise<void> {
  await transaction(async (tx) => {
    await work(tx)
    await declare(tx, ctx(), SYSTEM, { reason: 'test', reevaluate: scope })
  })
}

const register = (slug: string) => change({ serverNames: [slug], serverIds: [`srv_${slug}`] }, async (tx) => {
  await tx.server.create({ data: { id: `srv_${slug}`, slug, name: slug, purpose: 'p', environment: 'production', sensitivity: 'internal', transport: 'stdio', ownerId: 'per_owner', source: 'manual', lifecycle: 'active', createdAt: TEST_NOW, updatedAt: TEST_NOW } })
  await bindNames(tx, ctx(), 'server', `srv_${slug}`, [{ name: slug, origin: 'slug' }])
  await noteState(tx, ctx(), 'server', `srv_${slug}`, 'active')
})

const enrol = (name: string) => change({ agentNames: [name], agentIds: [`agt_${name}`] }, async (tx) => {
  await tx.agent.create({ data: { id: `agt_${name}`, name, identityKind: 'spiffe', spiffeId: `spiffe://acme.test/${name}`, sponsorId: 'per_owner', createdAt: TEST_NOW, updatedAt: TEST_NOW } })
  await bindNames(tx, ctx(), 'agent', `agt_${name}`, [{ name, origin: 'name' }])
  await noteState(tx, ctx(), 'agent', `agt_${name}`, 'active')
})

const alias = (agent: string, name: string, sourceName: string | null) => change({ agentNames: [name] }, (tx) => bindNames(tx, ctx(), 'agent', `agt_${agent}`, [{ name, origin: 'alias', sourceName }]))

let grants = 0
const grant = (slug: string, agent: string | null, target: string, from: string, until: string | null) => change({ serverIds: [`srv_${slug}`] }, async (tx) => {
  grants += 1
  await tx.grant.create({
    data: {
      id: `gnt_${String(grants).padStart(6, '0')}`, serverId: `srv_${slug}`, agentId: agent === null ? null : `agt_${agent}`, humanRule: 'none', targetKind: 'tool', target, access: 'write', scope: [], purpose: 'p',
      validFrom: at(from), validUntil: until === null ? null : at(until), origin: 'import', createdBy: 'per_owner', createdAt: TEST_NOW,
    },
  })
})

type Sent = NativeEvent & { source: string }

/** Every verdict and every row of the roll-up, worked out from nothing. */
async function expectFromScratch(sent: readonly Sent[]): Promise<void> {
  const declarations = await loadDeclarations()
  const events = new Map<string, unknown>()
  const usage = new Map<string, { count: number; first: number; last: number }>()
  for (const event of sent) {
    const occurred = Date.parse(event.occurredAt)
    const call = resolveCall(declarations, { ...event, at: occurred })
    if (!isActKind(call.kind)) throw new Error('Only acts are sent here.')
    const { verdict, grantId, nearestGrantId } = judge(declarations, { ...call, kind: call.kind })
    events.set(`${event.source}/${event.id}`, [call.serverId, call.agentId, call.access, verdict, grantId, nearestGrantId])
    const key = JSON.stringify([
      event.occurredAt.slice(0, 10), call.serverId ?? event.server, call.target, call.access, call.agentId ?? call.agentName, resourceKeys(call.resources), event.outcome, verdict, grantId, nearestGrantId,
    ])
    const row = usage.get(key) ?? { count: 0, first: occurred, last: occurred }
    usage.set(key, { count: row.count + 1, first: Math.min(row.first, occurred), last: Math.max(row.last, occurred) })
  }
  const stored = await rows<Record<string, string>>('SELECT source.name || \'/\' || source_event_id AS id, server_id, agent_id, access, verdict, grant_id, nearest_grant_id FROM activity_event JOIN source ON source.id = source_id')
  expect(new Map(stored.map((row) => [row['id'], [row['server_id'], row['agent_id'], row['access'], row['verdict'], row['grant_id'], row['nearest_grant_id']]]))).toEqual(events)
  const facts = await loadUsage({ from: '2026-01-01', to: '2027-01-01' })
  const found = facts.map((row) => [JSON.stringify([row.day, row.serverId ?? row.server, row.target, row.access, row.agentId ?? row.agent, row.resourceKeys, row.outcome, row.verdict, row.grantId, row.nearestGrantId]), { count: row.count, first: row.firstAt, last: row.lastAt }] as const)
  expect(new Map(found)).toEqual(usage)
  expect(found.length).toBe(usage.size)
}

/** A small generator of numbers that is the same for the same seed (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (((t ^ (t >>> 14)) >>> 0) % 1_000_000) % below
  }
}

function someEvents(random: (below: number) => number, count: number, source: string, sent: Sent[]): NativeEvent[] {
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T
  return Array.from({ length: count }, () => {
    const event: NativeEvent = {
      id: `e${sent.length}`, occurredAt: at(`-${1 + random(200)}h`, at(`-${random(1000)}s`)).toISOString(), kind: 'tool_call', server: pick(['s1', 's2', 's3']), target: pick(['read_file', 'write_file']), client: 'code',
      agent: pick(['a1', 'a2', 'nick', 'nobody']), outcome: pick(['success', 'denied'] as const), resources: pick([[], ['repo:a/b/c/d'], ['repo:x', 'repo:y']]),
    }
    sent.push({ ...event, source })
    return event
  })
}

describe.each([11, 22, 33, 44, 55, 66])('world %i', (seed) => {
  test('after any interleaving of deliveries and declarations, verdicts and roll-up are those of a computation from nothing', async () => {
    const random = randomOf(seed)
    const sent: Sent[] = []
    const declarations: (() => Promise<void>)[] = [
      () => register('s1'), () => register('s2'), () => enrol('a1'), () => enrol('a2'),
    ]
    const later = [
      () => alias('a1', 'nick', null), () => alias('a2', 'nick', 'proxy'), () => grant('s1', null, '*', '-300h', null), () => grant('s1', 'a1', 'read_file', '-100h', '-20h'), () => grant('s2', 'a2', 'write_*', '-50h', null), () => register('s3'),
    ]
    const steps = [...declarations.sort(() => random(3) - 1), ...later.sort(() => random(3) - 1)]
    for (const step of steps) {
      const source = random(2) === 0 ? 'gw' : 'proxy'
      // Deliveries and declarations are under way at the same time; the lock decides their order.
      await Promise.all([send(someEvents(random, 20 + random(60), source, sent), source), step(), random(2) === 0 ? runReevaluations(ctx) : null])
    }
    await send(someEvents(random, 30, 'gw', sent))
    expect(await settleReevaluations(ctx, 20_000)).toBe(true)
    await expectFromScratch(sent)
  })
})

test('a first verdict stays, the verdict follows what is declared later, and the trail tells', async () => {
  const sent: Sent[] = []
  await send(someEvents(randomOf(1), 50, 'gw', sent))
  for (const step of [() => register('s1'), () => enrol('a1'), () => grant('s1', null, '*', '-300h', null)]) await step()
  await settleReevaluations(ctx, 20_000)
  const [counts] = await rows<{ first: number; now: number }>("SELECT count(*) FILTER (WHERE first_verdict = 'unregistered') AS first, count(*) FILTER (WHERE verdict = 'unregistered') AS now FROM activity_event")
  expect(counts?.first).toBe(50)
  expect(counts?.now).toBeLessThan(50)
  const trail = await rows<{ detail: { examined: number; changed: number } }>("SELECT detail FROM trail_entry WHERE action = 'activity.reevaluated'")
  expect(trail.length).toBe(3)
  expect(trail.every(({ detail }) => detail.examined > 0)).toBe(true)
})

test('a re-evaluation that is cut off after any step goes on where it stopped', async () => {
  const sent: Sent[] = []
  const random = randomOf(2)
  await register('s1')
  await settleReevaluations(ctx, 20_000)
  for (let i = 0; i < 3; i += 1) await send(someEvents(random, 1_500, 'gw', sent))
  await enrol('a1')
  await grant('s1', 'a1', '*', '-300h', null)
  const [pending] = await rows<{ id: string }>('SELECT id FROM reevaluation WHERE finished_at IS NULL ORDER BY created_at, id LIMIT 1')
  await reevaluateStep(pending?.id ?? '', TEST_NOW)
  await send(someEvents(random, 500, 'proxy', sent), 'proxy')
  expect(await settleReevaluations(ctx, 20_000)).toBe(true)
  await expectFromScratch(sent)
})
