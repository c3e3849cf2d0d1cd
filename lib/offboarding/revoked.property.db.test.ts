import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadDeclarations } from '@/lib/grants/queries'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { anySubject, anyWorld, type SubjectSpec, type WorldSpec } from '@/lib/testing/offboarding-arbitrary'
import { LEAVER_WORLD } from '@/lib/testing/offboarding-leaver'
import { ACCOUNTS, covered, type EndOf, leftOver, nobodyFor, ownerless, plausibleCalls, untouchedButFor } from '@/lib/testing/offboarding-witness'
import { differences, inWords, type Store, storeNow } from '@/lib/testing/offboarding-store'
import { idsOf, plantWorld, subjectOf } from '@/lib/testing/offboarding-world'
import { as } from '@/lib/testing/request-builders'
import { openCase } from './commands/open-case'
import { cancelCase } from './commands/cancel-case'
import { freezeCase } from './commands/freeze-case'
import { planCase } from './commands/plan-case'
import { revokeCase } from './commands/revoke-case'
import { openCaseSchema, planCaseSchema, revokeCaseSchema } from './model'

const database = useDatabase()
/** Worlds. The same ones each time; more and others by hand: OFFBOARDING_WORLDS, OFFBOARDING_SEED. */
const RUNS = Number(process.env['OFFBOARDING_WORLDS'] ?? 12)
const SEED = Number(process.env['OFFBOARDING_SEED'] ?? 1207)

/** What came of all worlds together, so that a test which tries nothing is seen. */
const tally = new Map<string, number>()
const count = (what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1)

/** What stays of a case that was cancelled: that it was, and nothing else. */
const REMAINS = [...ACCOUNTS, 'offboarding_case', 'identity_freeze', 'state_change', 'server.version', 'server.updated_at']

const opened = async (subject: EndOf, more: Record<string, unknown> = {}): Promise<string> =>
  (await openCase(testCtx(), await as('rae'), openCaseSchema.parse({ kind: subject.kind, subject: subject.id, reason: 'It ends', ...more }))).id

/** Opened, perhaps planned and frozen, and cancelled: every row is again what it was. */
async function cancelRestores(subject: EndOf, frozen: boolean, planned: boolean): Promise<void> {
  const before = await storeNow()
  const id = await opened(subject, { freeze: frozen && !planned })
  if (planned) await planCase(testCtx(at('+1m')), await as('rae'), id, planCaseSchema.parse({ successorEmail: 'sven@acme.test', watchDays: 3, plannedFreezeAt: at('+2d').toISOString() }))
  if (frozen && planned) await freezeCase(testCtx(at('+2m')), await as('inez'), id, 'Now')
  await cancelCase(testCtx(at('+3m')), await as('rob'), id, 'It stays')
  const after = await storeNow()
  expect(inWords(differences(before, after, REMAINS)), `${subject.kind} ${subject.id} cancelled`).toEqual([])
  expect([...(after.get('identity_freeze')?.values() ?? [])].filter((row) => row['lifted_at'] === null)).toEqual([])
}

async function revokes(subject: EndOf, emergency: boolean, successor: boolean): Promise<void> {
  const before = await storeNow()
  const calls = plausibleCalls(before, subject, at('+1h'))
  if (covered(await loadDeclarations(), calls).length > 0) count('was covered before')
  const more = successor ? { successorEmail: 'sven@acme.test' } : {}
  const id = await opened(subject, { ...more, ...(emergency ? { emergency: true } : { freeze: true }) })
  if (!emergency) {
    const frozen = await storeNow()
    const refusal = await revokeCase(testCtx(at('+1m')), await as('inez'), id, revokeCaseSchema.parse({ reason: 'It is over' })).then(() => null, (error: { code?: string; message?: string }) => error)
    if (refusal !== null) return refused(frozen, subject, successor, refusal)
  }
  const after = await storeNow()
  const told = `${emergency ? 'emergency' : 'revoked'} ${subject.kind} ${subject.id}`
  expect(leftOver(after, subject, at('+1m')), told).toEqual([])
  expect(ownerless(before, after, subject), told).toEqual([])
  expect(inWords(untouchedButFor(before, after, subject)), told).toEqual([])
  expect(covered(await loadDeclarations(), calls), told).toEqual([])
  count(emergency ? 'emergency' : 'revoked')
  if (nobodyFor(before, subject, successor ? 'per_sven' : null).length > 0) count('handed over though nobody was named')
}

/** Only because something would be ownerless, naming it, and with nothing changed. */
async function refused(frozen: Store, subject: EndOf, successor: boolean, refusal: { code?: string; message?: string }): Promise<void> {
  const missing = nobodyFor(frozen, subject, successor ? 'per_sven' : null)
  expect([refusal.code, missing.length > 0], String(refusal.message)).toEqual(['conflict', true])
  expect(inWords(differences(frozen, await storeNow()))).toEqual([])
  count('refused for want of a successor')
}

type Told = { world: WorldSpec; subject: SubjectSpec; frozen: boolean; planned: boolean; emergency: boolean; successor: boolean }

async function play({ world, subject: spec, frozen, planned, emergency, successor }: Told): Promise<void> {
  const subject = subjectOf(world, spec)
  // Its own end must not have begun.
  fc.pre(subject.kind !== 'server' || !world.cases.some((one) => idsOf(world).server(one.server) === subject.id))
  await database.truncate()
  await plantWorld(world)
  await cancelRestores(subject, frozen, planned)
  await revokes(subject, emergency, successor)
  count(`of a ${subject.kind}`)
}

/** What must be tried each time, whatever chance brings: somebody who holds something of every sort, and servers in all of their states. */
const ALWAYS: Told[] = [
  { world: LEAVER_WORLD, subject: { kind: 'person', which: 0 }, frozen: true, planned: false, emergency: false, successor: false }, { world: LEAVER_WORLD, subject: { kind: 'server', which: 0 }, frozen: true, planned: true, emergency: true, successor: false },
  { world: { ...LEAVER_WORLD, cases: [] }, subject: { kind: 'server', which: 2 }, frozen: true, planned: false, emergency: false, successor: true }, { world: LEAVER_WORLD, subject: { kind: 'server', which: 1 }, frozen: true, planned: false, emergency: false, successor: true },
]

describe('in random organisations', () => {
  it('after revoked no grant, credential or token covers or reaches the subject, everything owned has an owner, and nothing else has changed; cancel restores what was', async () => {
    await fc.assert(fc.asyncProperty(fc.record({ world: anyWorld, subject: anySubject, frozen: fc.boolean(), planned: fc.boolean(), emergency: fc.nat(3).map((n) => n === 0), successor: fc.boolean() }), play), { numRuns: RUNS, seed: SEED, endOnFailure: true, examples: ALWAYS.map((one): [Told] => [one]) })
    if (process.env['OFFBOARDING_WORLDS'] !== undefined) console.log([...tally].toSorted().map(([what, often]) => `${what}: ${often}`).join('\n'))
    for (const often of ['was covered before', 'revoked', 'emergency', 'of a person', 'of a server']) expect([often, (tally.get(often) ?? 0) > 0]).toEqual([often, true])
  }, 3_600_000)
})
