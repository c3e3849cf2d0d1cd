import fc from 'fast-check'
import { extendAlive } from '@/lib/activity/alive'
import type { UsageFact } from '@/lib/activity/model'
import { type BrokenGlassFact, DEFAULT_DRIFT_SETTINGS, type DriftInput, type OwnershipFact, type ReviewFact, type RotatedFact, type SourceFact, type SponsorFact } from '@/lib/drift/model'
import type { GrantFact, HolderFact, ServerFact } from '@/lib/grants/model'
import { type CaseGrant, caseGrant, worldWith } from './grant-world'
import { anyFound, NAMES } from './arbitrary-found'
import { ago, DAY, NOW, STEP } from './drift-time'

const when = fc.integer({ min: 0, max: 220 }).map((steps) => NOW - steps * STEP)

function holder(id: string, inactiveFrom?: number, activeAgain?: number): [string, HolderFact] {
  const changes = [{ at: ago(50), state: 'active' }]
  if (inactiveFrom !== undefined) changes.push({ at: inactiveFrom, state: 'inactive' })
  if (activeAgain !== undefined) changes.push({ at: activeAgain, state: 'active' })
  return [id, { id, states: changes }]
}

function server(id: string, more: Partial<ServerFact> = {}): [string, ServerFact] {
  return [id, { id, slug: id, states: [{ at: ago(100), state: 'active' }], sensitivity: 'internal', effects: [], ...more }]
}

export const SERVERS: ReadonlyMap<string, ServerFact> = new Map([
  server('github'), server('vault', { sensitivity: 'restricted' }), server('pay', { effects: ['payments'] }),
  server('attic', { states: [{ at: ago(100), state: 'active' }, { at: ago(5), state: 'retired' }] }),
])

const grant: fc.Arbitrary<GrantFact> = fc.record({
  id: fc.constantFrom('g1', 'g2', 'g3', 'g4', 'g5', 'g6'), server: fc.constantFrom('github', 'github', 'vault', 'pay', 'attic'),
  agent: fc.constantFrom('any', 'triage', 'returned'), client: fc.constantFrom('any', 'code'), human: fc.constantFrom('any', 'none', 'dana', 'team:core'),
  target: fc.constantFrom('push', 'pull', '*', 'pu*'), access: fc.constantFrom('read', 'write', 'admin'), scope: fc.constantFrom<string[]>([], [], ['repo:a/*']),
  validFrom: when, validUntil: fc.option(when, { freq: 2 }), revokedAt: fc.constantFrom(null, null, null, ago(3)),
  suspensions: fc.constantFrom<NonNullable<CaseGrant['suspensions']>>([], [], [], [{ from: ago(60), to: ago(40) }], [{ from: ago(30), to: null, toolName: 'push' }]),
}).map((change) => caseGrant({}, change))

const row: fc.Arbitrary<UsageFact> = fc.record({
  server: fc.constantFrom('github', 'github', 'github', 'vault', 'pay', 'attic', 'ghost'), kind: fc.constantFrom('tool_call', 'tool_call', 'tool_call', 'context_access', 'downstream_action', 'decision'),
  target: fc.constantFrom('push', 'push', 'pull', 'pg:select'), access: fc.constantFrom('read', 'write', 'admin'), agent: fc.constantFrom('triage', 'triage', 'returned', 'stranger', null),
  client: fc.constantFrom('code', 'code', 'code', 'wild', null), human: fc.constantFrom('dana', 'dana', null),
  resourceKeys: fc.constantFrom<string[]>([], [], ['repo:a/x'], ['repo:b/y'], ['repo:a/x/y/*']), outcome: fc.constantFrom('success', 'error', 'denied', 'denied'),
  verdict: fc.constantFrom('granted', 'ungranted', 'ungranted', 'wrong_caller', 'over_access', 'out_of_scope', 'lapsed', 'unattributed'),
  grantId: fc.constantFrom('g1', 'g2', 'g3'), count: fc.integer({ min: 1, max: 5 }), at: when, last: fc.integer({ min: 0, max: 1 }),
}).map(({ at, last, grantId, ...one }): UsageFact => {
  const known = (name: string | null, names: readonly string[]): string | null => (name !== null && names.includes(name) ? name : null)
  const serverId = SERVERS.has(one.server) ? one.server : null
  const verdict = one.kind === 'decision' ? null : serverId === null ? 'unregistered' : one.verdict
  return {
    ...one, kind: one.kind as UsageFact['kind'], access: one.access as UsageFact['access'], outcome: one.outcome as UsageFact['outcome'], day: new Date(at).toISOString().slice(0, 10),
    serverId, agentId: known(one.agent, ['triage', 'returned']), clientId: known(one.client, ['code']), humanId: known(one.human, ['dana']),
    verdict, grantId: verdict === 'granted' ? grantId : null, nearestGrantId: null, firstAt: at, lastAt: at + last * STEP,
  }
})

type Run = [from: number, length: number]

/** Alive times as starts and lengths; merged by the heartbeat as ingest merges them. */
const source: fc.Arbitrary<SourceFact> = fc.record({
  name: fc.constantFrom('gw', 'edge', 'agentlog'), vantage: fc.constantFrom('gateway', 'gateway', 'server', 'agent', 'mixed'), heartbeat: fc.constantFrom(null, DAY, 2 * DAY, 30 * DAY),
  covers: fc.constantFrom<string[]>([], [], ['github'], ['vault', 'pay']), sampled: fc.constantFrom(false, false, false, true), createdAt: when,
  beat: fc.option(when), alive: fc.oneof(fc.constant<Run[]>([[ago(100), 200 * STEP]]), fc.array<Run>(fc.tuple(when, fc.integer({ min: 0, max: 60 }).map((steps) => steps * STEP)), { maxLength: 3 })),
  drops: fc.constantFrom<SourceFact['drops'][]>([], [], [], [{ from: ago(80), to: ago(79), count: 2 }], [{ from: ago(10), to: ago(9), count: 1 }]), deadLetters: fc.constantFrom<number[]>([], [], [], [ago(95)], [ago(20)], [ago(2)]),
}).map(({ heartbeat, beat, alive, ...one }) => {
  const times = alive.flatMap(([from, length]) => Array.from({ length: length / STEP + 1 }, (_, i) => Math.min(NOW, from + i * STEP)))
  return { ...one, id: `src_${one.name}`, vantage: one.vantage as SourceFact['vantage'], heartbeatMs: heartbeat, lastHeartbeatAt: beat, alive: extendAlive([], times, heartbeat ?? STEP) }
})

const ownership: fc.Arbitrary<OwnershipFact[]> = fc.record({ active: fc.boolean(), backup: fc.constantFrom<string | null>(null, 'erin@acme.test'), backupActive: fc.boolean() })
  .map(({ active, backup, backupActive }) => [...SERVERS.keys()].map((serverId, i) => ({
    serverId, owner: 'dana@acme.test', ownerActive: i % 2 === 0 ? active : !active, backupOwner: backup, backupActive: backup !== null && backupActive,
  })))

const sponsors: fc.Arbitrary<SponsorFact[]> = fc.uniqueArray(fc.constantFrom('triage', 'returned'), { maxLength: 2 }).chain((agents) =>
  fc.tuple(...agents.map((agentId) => fc.record({ agentActive: fc.boolean(), sponsorActive: fc.boolean() }).map((more) => ({ agentId, agent: agentId, sponsor: 'dana@acme.test', ...more })))))

const brokenGlass: fc.Arbitrary<BrokenGlassFact[]> = fc.uniqueArray(fc.constantFrom(...SERVERS.keys()), { maxLength: 2 }).chain((servers) =>
  fc.tuple(...servers.map((serverId) => fc.record({ until: fc.constantFrom(NOW - 1, NOW, NOW + 1), have: fc.constantFrom(0, 1) })
    .map((more) => ({ grantId: `glass-${serverId}`, requestId: `req-${serverId}`, serverId, agentId: 'triage', agent: 'triage', target: 'pull', access: 'write' as const, purpose: 'Outage', by: 'dana@acme.test', at: ago(1), ...more })))))

const reviews: fc.Arbitrary<ReviewFact[]> = fc.uniqueArray(fc.constantFrom(...SERVERS.keys()), { maxLength: 2 }).chain((servers) =>
  fc.tuple(...servers.map((serverId) => fc.record({ everyDays: fc.constantFrom(1, 30, 100, 365), reviewedAt: fc.option(when), campaign: fc.constant(null) }).map((more) => ({ serverId, ...more })))))

const rotations: fc.Arbitrary<RotatedFact[]> = fc.uniqueArray(fc.constantFrom(...SERVERS.keys()), { maxLength: 2 }).chain((servers) =>
  fc.tuple(...servers.map((serverId) => fc.record({ everyDays: fc.constantFrom(1, 30, 100, 365), rotatedAt: fc.option(when) }).map((more) => ({ secretId: `sec_${serverId}`, serverId, name: 'KEY', reference: null, ...more })))))

export const anyDrift: fc.Arbitrary<DriftInput> = fc.record({
  grants: fc.array(grant, { maxLength: 8, size: 'max' }), usage: fc.array(row, { maxLength: 14, size: 'max' }), sources: fc.array(source, { maxLength: 3 }), ownership, sponsors, brokenGlass, reviews, rotations, returned: when, more: anyFound,
}).map(({ grants, usage, sources, ownership: owners, sponsors: sponsoring, brokenGlass: broken, reviews: due, rotations: rotated, returned, more }) => ({
  declarations: worldWith(grants.filter((one, i) => grants.findIndex((other) => other.id === one.id) === i), {
    names: NAMES, servers: SERVERS, agents: new Map([holder('triage'), holder('returned', ago(110), returned)]), clients: new Map([holder('code')]), people: new Map([holder('dana')]),
    memberships: new Map([['core', [{ teamId: 'core', personId: 'dana', from: ago(20), to: null }]]]),
  }),
  usage, sources: sources.filter((one, i) => sources.findIndex((other) => other.name === one.name) === i), ownership: owners, sponsors: sponsoring, brokenGlass: broken, reviews: due, ...more, rotations: rotated, settings: DEFAULT_DRIFT_SETTINGS, now: NOW,
}))
