import { afterAll, describe, expect, it } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { isAppError } from '@/lib/errors'
import { rotateSecret } from '@/lib/registry/commands/rotate-secret'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { statementsOf } from '@/lib/testing/kill-count'
import { doTask, type KillTask } from '@/lib/testing/kill-program'
import { killPrograms } from '@/lib/testing/kill-statement'
import { LEAVER_WORLD } from '@/lib/testing/offboarding-leaver'
import { aCaseOf, aRevokedCase, aWatchedCase, settled } from '@/lib/testing/offboarding-leaver-stories'
import { comparable, differences, inWords, onlyIn, storeNow } from '@/lib/testing/offboarding-store'
import { listensFrom, listensUntil, plantWorld } from '@/lib/testing/offboarding-world'
import { as } from '@/lib/testing/request-builders'
import { openCaseSchema, revokeCaseSchema } from './model'

/**
 * A process of its own runs one command and is killed by SIGKILL right before one of its statements, or right after it has sent its
 * COMMIT. Ordinarily a few statements of each command; OFFBOARDING_KILL_ALL=1 kills before each of them.
 */
const database = useDatabase()
const programs = killPrograms(database.url)
afterAll(() => programs.end())
const EACH = process.env['OFFBOARDING_KILL_ALL'] !== undefined

const LEAVER = { kind: 'person', id: 'per_p0' } as const
const SERVER = { kind: 'server', id: 'srv_s0' } as const

/** A case whose people have done their part, the secret last; that it is so is the console's to see. */
async function readyToWatch(): Promise<string> {
  await listensFrom(at('-1h'))
  const id = await aRevokedCase(SERVER)
  await settled(id, at('+2m'), { except: ['secret'] })
  await rotateSecret(await as('rae'), testCtx(at('+3m')), 'sec_0_0', { reference: 'CHG-1', note: null })
  return id
}

type Plan = { name: string; by: string; now: Date; kills: number; prepare: () => Promise<KillTask> }
const PLANS: readonly Plan[] = [
  { name: 'opening', by: 'rae', now: at('+1h'), kills: 1, prepare: async () => ({ do: 'open', input: openCaseSchema.parse({ kind: 'person', subject: 'per_p0', reason: 'It ends' }) }) },
  { name: 'an emergency, all at once', by: 'inez', now: at('+1h'), kills: 1, prepare: async () => ({ do: 'open', input: openCaseSchema.parse({ kind: 'server', subject: 'srv_s0', reason: 'It ends', emergency: true }) }) },
  { name: 'freezing', by: 'rae', now: at('+1h'), kills: 1, prepare: async () => ({ do: 'freeze', id: await aCaseOf(SERVER), reason: 'Now' }) },
  { name: 'cancelling', by: 'rob', now: at('+1h'), kills: 1, prepare: async () => ({ do: 'cancel', id: await aCaseOf(SERVER, { freeze: true }), reason: 'It stays' }) },
  { name: 'revoking', by: 'rae', now: at('+1h'), kills: 6, prepare: async () => ({ do: 'revoke', id: await aCaseOf(LEAVER, { freeze: true }), input: revokeCaseSchema.parse({ reason: 'It is over' }) }) },
  { name: 'a look that begins the watch', by: 'rae', now: at('+1h'), kills: 1, prepare: async () => ({ do: 'look', id: await readyToWatch() }) },
  {
    name: 'a look that closes', by: 'rae', now: at('+9d'), kills: 1, prepare: async () => {
      await aWatchedCase(SERVER)
      await listensUntil(at('+9d'))
      return { do: 'tend' }
    },
  },
]

async function prepared(plan: Plan): Promise<{ task: KillTask; actor: Actor; now: string }> {
  await database.truncate()
  await plantWorld(LEAVER_WORLD)
  const task = await plan.prepare()
  return { task, actor: await as(plan.by, plan.now), now: plan.now.toISOString() }
}

/** `count` of them, spread over all; the last, which is the COMMIT, among them. */
function spread(last: number, count: number): number[] {
  if (EACH) return Array.from({ length: last }, (_, i) => i + 1)
  return [...new Set(Array.from({ length: count }, (_, i) => 1 + Math.round(((i + 1) * (last - 1)) / count)))]
}

async function killedAnywhere(plan: Plan): Promise<void> {
  const undisturbed = await prepared(plan)
  const statements = await statementsOf(() => doTask(undisturbed))
  const reference = comparable(await storeNow())
  expect(reference.join('\n')).not.toEqual('')

  const order = await prepared(plan)
  const untouched = await storeNow()
  const commits = statements.filter((text) => /^commit/i.test(text)).length
  const commit = statements.findLastIndex((text) => /^commit/i.test(text)) + 1
  expect(commit).toBeGreaterThan(0)
  let kills = 0
  for (const kill of [...spread(commit, plan.kills), ...(EACH || plan.kills > 2 ? [-commit] : [])]) {
    const ended = await programs.run({ ...order, kill: Math.abs(kill), after: kill < 0 })
    if (!ended.killed && ended.error !== null) expect(ended.error).toBe('')
    kills += Number(ended.killed)
    const now = await storeNow()
    const whole = differences(untouched, now)
    // Wholly before or wholly after, to the row; what is wholly after is so only once the COMMIT was on its way.
    const after = onlyIn(comparable(now), reference)
    if (whole.length > 0 && commits === 1) expect([kill < 0, after], `${plan.name}, killed at ${kill} of ${commit}: ${inWords(whole).slice(0, 5).join('; ')}`).toEqual([true, { first: [], second: [] }])
  }
  expect(kills).toBeGreaterThan(0)
  if (EACH) console.log(`${plan.name}: ${statements.length} statements, killed before ${kills - 1} of them and after the COMMIT`)
  // Whoever comes next goes on: the same command, which may find that it is done.
  await doTask(order).catch((error: unknown) => { if (!isAppError(error)) throw error })
  expect(onlyIn(comparable(await storeNow()), reference)).toEqual({ first: [], second: [] })
}

describe('killed between two statements', () => {
  for (const plan of PLANS) it(`${plan.name} is wholly done or not at all, and done again it ends as if nothing had been`, () => killedAnywhere(plan), EACH ? 3_600_000 : 120_000)
})
