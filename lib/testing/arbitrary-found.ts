import fc from 'fast-check'
import type { CatalogueFact, CatalogueFacts, DriftInput, RegistryFact, SignalFact } from '@/lib/drift/model'
import type { NameBinding } from '@/lib/names/model'
import { indexNames } from '@/lib/names/resolve'
import { ago, DAY, HOUR, NOW, SERVER_IDS } from './drift-time'

function bound(holderKind: NameBinding['holderKind'], holderId: string, name: string, more: Partial<NameBinding> = {}): NameBinding {
  return { holderKind, holderId, name, origin: name === holderId ? 'name' : 'alias', sourceName: null, from: null, to: null, ...more }
}

/** Holders by their own names; some by another, one for a source alone, one only since lately. */
export const NAMES = indexNames([
  ...SERVER_IDS.map((id) => bound('server', id, id, { origin: 'slug' })), bound('agent', 'triage', 'triage'), bound('agent', 'triage', 'tri'), bound('agent', 'returned', 'returned'),
  bound('client', 'code', 'code'), bound('client', 'code', 'vscode'), bound('client', 'cursor', 'cursor'), bound('client', 'cursor', 'ide', { sourceName: 'edge' }), bound('client', 'code', 'late', { from: ago(10) }),
  bound('person', 'dana', 'dana'),
])

const tool: fc.Arbitrary<CatalogueFact> = fc.record({
  serverId: fc.constantFrom('github', 'github', 'vault', 'pay', 'attic'), name: fc.constantFrom('push', 'pull', 'pulse', 'tag', 'list', 'merge'), approved: fc.constantFrom(null, 1, 1, 1, 2),
  current: fc.constantFrom(null, 1, 2, 2, 3), change: fc.constantFrom('widening' as const, 'altering' as const, 'wording' as const), removed: fc.constantFrom(null, null, null, ago(3), ago(95)), seen: fc.constantFrom(ago(95), ago(4)),
}).map(({ serverId, name, approved, current, change, removed, seen }) => ({
  serverId, name, approvedHash: approved === null ? null : `h${approved}`, approvedNumber: approved, currentHash: current === null ? null : `h${current}`, currentNumber: current,
  change: approved === null || approved === current ? 'none' as const : change, reasons: [], firstSeenAt: seen, changedAt: seen, removedAt: removed,
}))

const catalogue: fc.Arbitrary<CatalogueFacts> = fc.record({ tools: fc.uniqueArray(tool, { maxLength: 8, size: 'max', selector: (one) => `${one.serverId} ${one.name}` }), runs: fc.subarray(['github', 'vault', 'attic']) })
  .map(({ tools, runs }) => ({ tools, contexts: [], firstCompleteRun: new Map(runs.map((serverId) => [serverId, ago(90)])) }))

const registry: fc.Arbitrary<RegistryFact[]> = fc.tuple(...SERVER_IDS.map((serverId) => fc.record({
  serverId: fc.constant<string>(serverId), hasIdentity: fc.boolean(), revokedAt: fc.constantFrom(null, null, null, ago(30)), downstream: fc.subarray(['pg', 'push']),
  secrets: fc.constantFrom<RegistryFact['secrets']>([], [], [], [{ place: 'command', shape: 'API key' }], [{ place: 'command', shape: 'API key' }, { place: 'endpoint', shape: 'private key' }]),
})))

/** A few minutes in one hour, some days or hours ago. */
const hour = fc.record({ days: fc.constantFrom(0, 0, 5, 20, 30, 95), hours: fc.integer({ min: 0, max: 3 }), first: fc.constantFrom(0, 1, 10, 30, 59), length: fc.constantFrom(0, 0, 20, 60) }).map(({ days, hours, first, length }) => {
  const start = NOW - days * DAY - (hours + 1) * HOUR
  const end = start + HOUR - 1
  return { firstAt: start + first * 60_000, lastAt: Math.min(end, start + (first + length) * 60_000) }
})

const signal: fc.Arbitrary<SignalFact> = fc.oneof(
  fc.record({ kind: fc.constant('agent_client' as const), agent: fc.constantFrom('triage', 'tri', 'triage', 'returned', 'ghost'), client: fc.constantFrom('code', 'vscode', 'cursor', 'ide', 'late', 'wild'), source: fc.constantFrom('gw', 'gw', 'edge'), count: fc.constant(2), hour }),
  fc.record({ kind: fc.constant('embedded_secret' as const), server: fc.constantFrom('github', 'pay', 'ghost'), target: fc.constantFrom('push', 'pull'), agent: fc.constantFrom('triage', 'tri', 'ghost', null), parameter: fc.constant('/token'), shape: fc.constant('API key'), source: fc.constantFrom('gw', 'edge'), count: fc.constant(1), hour }),
).map(({ hour: times, ...one }) => ({ ...one, ...times }))

/** What is declared and noted beside grants and usage. */
export const anyFound: fc.Arbitrary<Pick<DriftInput, 'registry' | 'catalogue' | 'signals' | 'grantWords'>> = fc.record({ registry, catalogue, signals: fc.array(signal, { maxLength: 6, size: 'max' }), grantWords: fc.constant(new Map<string, never>()) })
