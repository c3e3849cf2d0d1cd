import { describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { isAppError } from '@/lib/errors'
import { importGrants } from '@/lib/grants/commands/import-grants'
import { changePerson } from '@/lib/people/commands/change-person'
import { decideRequest } from '@/lib/requests/commands/decide-request'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { LEAVER_WORLD } from '@/lib/testing/offboarding-leaver'
import { aCaseOf, aWatchedCase } from '@/lib/testing/offboarding-leaver-stories'
import { comparable, onlyIn, storeNow } from '@/lib/testing/offboarding-store'
import { listensUntil, plantWorld } from '@/lib/testing/offboarding-world'
import { as, yes } from '@/lib/testing/request-builders'
import { sendEvents } from '@/lib/testing/send-events'
import { lookAtCases } from './commands/look'
import { openCase } from './commands/open-case'
import { cancelCase } from './commands/cancel-case'
import { freezeCase } from './commands/freeze-case'
import { revokeCase } from './commands/revoke-case'
import { openCaseSchema, revokeCaseSchema } from './model'

/** Two at the same instant: what the store says afterwards, to the row, is what it would say had one come after the other. */
const database = useDatabase()
/** How often each pair meets; more by hand: OFFBOARDING_RACES. */
const ROUNDS = Number(process.env['OFFBOARDING_RACES'] ?? 1)

const LEAVER = { kind: 'person', id: 'per_p0' } as const
const SERVER = { kind: 'server', id: 'srv_s0' } as const
const NOW = at('+1h')

type Doing = (id: string) => Promise<unknown>
const by = (name: string) => as(name, NOW)
const revoke: Doing = async (id) => revokeCase(testCtx(NOW), await by('rae'), id, revokeCaseSchema.parse({ reason: 'It is over' }))
const cancel: Doing = async (id) => cancelCase(testCtx(NOW), await by('rob'), id, 'It stays')
const freeze: Doing = async (id) => freezeCase(testCtx(NOW), await by('inez'), id, 'Now')
const open = (who: string, subject: { kind: string; id: string }, more: Record<string, unknown> = {}): Doing => async () => openCase(testCtx(NOW), await by(who), openCaseSchema.parse({ kind: subject.kind, subject: subject.id, reason: 'It ends', ...more }))
const imports = (caller: Record<string, string>, server = 's2'): Doing => async () => importGrants(testCtx(NOW), await by('rae'), { reason: 'At once', grants: [{ externalId: 'at-once', server, caller: { agent: 'any', client: 'any', human: 'any', ...caller }, target: { kind: 'tool', name: 'list_issues' }, access: 'read', purpose: 'At once', validFrom: NOW.toISOString(), validUntil: at('+9d').toISOString() }] })
/** A request of p2 for s0 in p0’s name: p1, who backs s0, says yes. */
const approve: Doing = async () => decideRequest(testCtx(NOW), await by('p1'), 'req_r1', yes())
const reactivate: Doing = async () => changePerson(await by('adam'), testCtx(NOW), 'per_p0', { active: true })
/** Whoever makes somebody active again cancels the case, and must be one who may: adam reviews as well. */
async function leftAndFrozen(): Promise<string> {
  const id = await aCaseOf(LEAVER, { freeze: true })
  await changePerson(await by('adam'), testCtx(at('+30m')), 'per_p0', { active: false })
  await db().person.update({ where: { id: 'per_adam' }, data: { roles: ['admin', 'security_reviewer'] } })
  return id
}

type Pair = { name: string; prepare: () => Promise<string>; one: Doing; other: Doing }
const frozen = (subject: typeof LEAVER | typeof SERVER) => () => aCaseOf(subject, { freeze: true })
const PAIRS: readonly Pair[] = [
  { name: 'revoking and cancelling', prepare: frozen(SERVER), one: revoke, other: cancel },
  { name: 'freezing and cancelling', prepare: () => aCaseOf(SERVER), one: freeze, other: cancel },
  { name: 'freezing and revoking', prepare: () => aCaseOf(LEAVER), one: freeze, other: revoke },
  { name: 'revoking twice', prepare: frozen(LEAVER), one: revoke, other: revoke },
  { name: 'opening twice', prepare: async () => '', one: open('rae', LEAVER, { freeze: true }), other: open('rae', LEAVER, { freeze: true }) },
  { name: 'revoking a server and an import for it', prepare: frozen(SERVER), one: revoke, other: imports({}, 's0') },
  { name: 'revoking a leaver and an import in their name', prepare: frozen(LEAVER), one: revoke, other: imports({ human: 'p0@acme.test' }) },
  { name: 'an emergency of a leaver and a yes to a request in their name', prepare: async () => '', one: open('rae', LEAVER, { emergency: true }), other: approve },
  { name: 'two emergencies of a server and its owner', prepare: async () => '', one: open('rae', SERVER, { emergency: true }), other: open('inez', LEAVER, { emergency: true }) },
  { name: 'revoking a leaver and making them active', prepare: leftAndFrozen, one: revoke, other: reactivate },
]

const inWords = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => {
  if (isAppError(error) && error.code !== 'internal') return error.code
  throw error
})

async function played(pair: Pair, how: (one: () => Promise<string>, other: () => Promise<string>) => Promise<string[]>): Promise<{ store: string[]; said: string }> {
  await database.truncate()
  await plantWorld(LEAVER_WORLD)
  const id = await pair.prepare()
  const said = await how(() => inWords(pair.one(id)), () => inWords(pair.other(id)))
  return { store: comparable(await storeNow()), said: said.join(', ') }
}

describe('at the same instant', () => {
  for (const pair of PAIRS) {
    it(`${pair.name} come out as one after the other`, async () => {
      const serial = [await played(pair, async (one, other) => [await one(), await other()]), await played(pair, async (one, other) => [await other(), await one()].toReversed())]
      if (process.env['OFFBOARDING_RACES'] !== undefined) console.log(pair.name, serial.map((one) => one.said))
      for (let round = 0; round < ROUNDS; round += 1) {
        const met = await played(pair, async (one, other) => Promise.all([one(), other()]))
        const apart = serial.map(({ store, said }) => ({ said: `${said} / ${met.said}`, ...onlyIn(met.store, store) }))
        const same = apart.some((one) => one.first.length + one.second.length === 0)
        expect(same ? [] : apart).toEqual([])
      }
    })
  }

  it('closing and a call that comes to light do not miss one another: the call is heard, before or after', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      await database.truncate()
      await plantWorld(LEAVER_WORLD)
      const id = await aWatchedCase(SERVER)
      await listensUntil(at('+3d'))
      const look = () => lookAtCases(() => testCtx(at('+3d')))
      await Promise.all([look(), sendEvents(testCtx(at('+3d')), { id: 'late', occurredAt: at('+2d').toISOString(), kind: 'tool_call', server: 's0', target: 'list_issues', access: 'read', agent: 'a1', client: 'c0', human: 'p1@acme.test', outcome: 'success' }), look()])
      await look()
      const { stage, verdictDetail } = await db().offboardingCase.findUniqueOrThrow({ where: { id } })
      expect([stage, (verdictDetail as { calls: number }).calls]).toEqual(['watch', 1])
    }
  })
})
