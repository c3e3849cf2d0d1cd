import { settleReevaluations } from '@/lib/activity/commands/reevaluate'
import { db } from '@/lib/db/client'
import { tendLifecycle } from '@/lib/lifecycle/commands/tend'
import { attestLine } from '@/lib/offboarding/commands/attest-line'
import { countCalls } from '@/lib/offboarding/commands/count-calls'
import { freezeCase } from '@/lib/offboarding/commands/freeze-case'
import { openForLeavers } from '@/lib/offboarding/commands/leavers'
import { lookAtCases } from '@/lib/offboarding/commands/look'
import { openCase } from '@/lib/offboarding/commands/open-case'
import { reachPlanned } from '@/lib/offboarding/commands/planned'
import { revokeCase } from '@/lib/offboarding/commands/revoke-case'
import { openCaseSchema } from '@/lib/offboarding/model'
import { rotateSecret } from '@/lib/registry/commands/rotate-secret'
import { DAY } from './calendar'
import { type ExampleCall, spiffeOf, viaOf } from './calls'
import { at as mailbox, LEAVERS, SECOND_REVIEWER } from './company'
import { ENDINGS, type ToldEnding } from './endings-told'
import { rng } from './prng'
import { actorOf, type Steps } from './steps'

type Happening = { at: number; run: (steps: Steps) => Promise<void> }

/** Everything that people do to end things, in the order of time. */
export function endingHappenings(loadedAt: number): Happening[] {
  return ENDINGS.flatMap((told) => happeningsOf(told, loadedAt)).filter(({ at }) => at < loadedAt)
}

function happeningsOf(told: ToldEnding, loadedAt: number): Happening[] {
  const ago = (days: number): number => loadedAt - days * DAY
  const step = (days: number, run: (steps: Steps, at: number) => Promise<unknown>): Happening => ({ at: ago(days), run: async (steps) => { await run(steps, ago(days)) } })
  const { frozen, revoked, rotated } = told
  return [
    step(told.opened, async (steps, at) => openCase(steps(at), await actorOf(steps(at), mailbox(told.by)), openCaseSchema.parse({
      kind: told.kind, subject: told.subject, reason: told.reason, watchDays: told.watchDays, ...(told.replacedBy === undefined ? {} : { intent: 'replace', replacedBy: told.replacedBy }),
      ...(told.plannedRevoke === undefined ? {} : { plannedRevokeAt: new Date(ago(told.plannedRevoke)).toISOString() }),
    }))),
    ...(frozen === null ? [] : [step(frozen, async (steps, at) => freezeCase(steps(at), await actorOf(steps(at), mailbox(told.by)), await caseOf(told), told.reason))]),
    ...(revoked === null ? [] : [step(revoked, async (steps, at) => revokeCase(steps(at), await actorOf(steps(at), SECOND_REVIEWER), await caseOf(told), { reason: told.reason, handOver: [] }))]),
    ...(rotated === null ? [] : [step(rotated.at, (steps, at) => rotate(steps, at, told, rotated.reference))]),
    ...told.done.map(({ kind, at: days, reference }) => step(days, (steps, at) => attest(steps, at, told, kind, reference))),
  ]
}

async function caseOf({ subject }: ToldEnding): Promise<string> {
  return (await db().offboardingCase.findFirstOrThrow({ where: { subjectName: subject }, select: { id: true } })).id
}

/** Its owner says that each of its secrets is another one. */
async function rotate(steps: Steps, at: number, told: ToldEnding, reference: string): Promise<void> {
  const secrets = await db().serverSecret.findMany({ where: { server: { slug: told.subject } }, select: { id: true, server: { select: { owner: { select: { email: true } } } } } })
  for (const secret of secrets) await rotateSecret(await actorOf(steps(at), secret.server.owner.email), steps(at), secret.id, { reference, rotatedAt: new Date(at).toISOString(), note: null })
}

async function attest(steps: Steps, at: number, told: ToldEnding, kind: string, reference: string): Promise<void> {
  const lines = await db().offboardingLine.findMany({ where: { caseId: await caseOf(told), kind, state: { in: ['open', 'done'] } }, select: { id: true, caseId: true }, orderBy: { position: 'asc' } })
  for (const line of lines) await attestLine(steps(at), await actorOf(steps(at), SECOND_REVIEWER), line.caseId, line.id, { reference })
}

/** How long events may take to be judged again before the days go on. */
const SETTLE_MS = 30_000
/** Days back from which there is something to tend, and between evenings on which nothing else happens to it. */
const TENDED = { from: 43, every: 3 }

/** What the jobs do of an evening: leavers, planned dates, duties, the watch and its picture. The example's do it when something has happened, and now and then. */
export async function tendEndings(steps: Steps, at: number, loadedAt: number): Promise<void> {
  const ago = Math.floor((loadedAt - at) / DAY)
  const happened = [...Object.values(LEAVERS), ...ENDINGS.flatMap((told) => [told.opened, told.frozen, told.revoked, told.rotated?.at ?? null, ...told.done.map((one) => one.at)])].some((days) => days !== null && Math.abs(days - ago) <= 1)
  if (ago > TENDED.from || (!happened && ago % TENDED.every !== 0)) return
  const later = () => steps(at)
  // The day's calls were there before what happened on it: they are judged by that first.
  await settleReevaluations(later, SETTLE_MS)
  await openForLeavers(later)
  await reachPlanned(later)
  await tendLifecycle(later)
  await lookAtCases(later)
  await countCalls(later)
}

/** From its freeze on a server answers nobody: what still calls it is refused, and becomes less until nothing does. */
export function afterTheEnd(call: ExampleCall, loadedAt: number): ExampleCall | null {
  const told = ENDINGS.find((one) => one.kind === 'server' && one.subject === call.server)
  // What does not come through the server's own gateway is not refused by it.
  if (told === undefined || told.frozen === null || call.via !== viaOf(call.server)) return call
  const since = loadedAt - told.frozen * DAY
  if (call.at < since) return call
  const until = told.heard === null ? since : loadedAt - told.heard.until * DAY
  if (call.at >= until || told.heard === null) return null
  const part = (call.at - since) / (until - since)
  const straggler = told.heard.by.some((name) => call.agent === spiffeOf(name))
  // Whoever is not the straggler gives up within the first third.
  // Its last calls are heard for certain, so that the watch counts from them.
  const left = straggler ? (until - call.at < DAY / 4 ? 1 : 1 - 0.7 * part) : Math.max(0, 1 - part * 3)
  return rng(`after the end ${call.session} ${call.at}`).chance(left) ? { ...call, outcome: 'denied', durationMs: 3 } : null
}
