import { apart } from '@/lib/apart'
import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction, type Tx } from '@/lib/db/client'
import { hasCode } from '@/lib/errors'
import { type Leaver, leaversWithoutCase, strayServers, waitingLeavers } from '@/lib/offboarding/queries/due'
import { frozenAmong } from '@/lib/people/queries/freezes'
import { endedAgentsWithoutCase } from '@/lib/offboarding/queries/ended-agents'
import { dayInWords } from '@/lib/grants/day-in-words'
import { openForEndedAgent } from './ended-agents'
import { lockCase } from './load'
import { openCaseIn } from './open-case'
import { revokeIn } from './revoke-case'
import { tellWaiting } from './tell-waiting'

/** A revocation of somebody who was everywhere. */
const LONGEST_MS = 120_000

/**
 * What opens by itself: a case for each person who left and has had none since (frozen, and revoked at once when everything owned has a
 * successor; else it waits and security is told), the same for each agent that its directory ended, and one for each server that came into
 * `offboarding` without one. Each in transactions
 * of its own; one that fails stops no other and is tried again the next time. Returns how many cases changed.
 */
export async function openForLeavers(newCtx: () => Ctx): Promise<number> {
  const { attempt, end } = apart()
  for (const leaver of await leaversWithoutCase()) await attempt(() => openForLeaver(newCtx(), leaver))
  for (const agent of await endedAgentsWithoutCase()) await attempt(() => openForEndedAgent(newCtx(), agent))
  for (const { id } of await waitingLeavers()) await attempt(() => revokeWaiting(newCtx, id))
  for (const server of await strayServers()) await attempt(() => openForStray(newCtx(), server))
  return end((failed) => `${failed} offboardings could not be opened or carried on`)
}

async function openForLeaver(ctx: Ctx, leaver: Leaver): Promise<boolean> {
  return transaction(async (tx) => {
    const text = `${leaver.name} left on ${dayInWords(leaver.leftAt)}.`
    // Asked again under the lock: they may have come back meanwhile.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(7410003)`
    const [still] = await tx.$queryRaw<{ left: boolean }[]>`SELECT NOT active AS left FROM person WHERE id = ${leaver.id} FOR UPDATE`
    if (still?.left !== true) return false
    const opened = await openCaseIn(tx, ctx, SYSTEM, { subject: { kind: 'person', id: leaver.id }, reason: text, occasion: 'left', occasionText: `Opened by itself: ${text}`, freeze: true, ownerId: await whoAnswers(tx, leaver.id, ctx.now) })
    await opened?.recordIt()
    return opened !== null
  }, LONGEST_MS)
}

/** The leaver's manager, who is there and acts; else nobody in particular. */
async function whoAnswers(tx: Tx, personId: string, now: Date): Promise<string | null> {
  const person = await tx.person.findUnique({ where: { id: personId }, select: { manager: { select: { id: true, active: true } } } })
  const manager = person?.manager ?? null
  return manager === null || !manager.active || (await frozenAmong('person', [manager.id], now, tx)).has(manager.id) ? null : manager.id
}

/** Their access has ended already: what is left goes on by itself, unless something owned has nobody to go to. */
async function revokeWaiting(newCtx: () => Ctx, id: string): Promise<boolean> {
  try {
    return await transaction(async (tx) => {
      const locked = await lockCase(tx, newCtx(), id)
      if (locked === null || locked.row.stage !== 'frozen') return false
      const rest = await revokeIn(tx, locked.ctx, SYSTEM, id, locked.row.reason, [])
      await rest()
      return true
    }, LONGEST_MS)
  } catch (error) {
    if (!hasCode(error, 'conflict')) throw error
    await tellWaiting(newCtx(), id, error)
    return false
  }
}

async function openForStray(ctx: Ctx, { id, slug }: { id: string; slug: string }): Promise<boolean> {
  return transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM server WHERE id = ${id} FOR UPDATE`
    const row = await tx.server.findUniqueOrThrow({ where: { id }, select: { lifecycle: true, revokedAt: true } })
    if (row.lifecycle !== 'offboarding' || row.revokedAt !== null) return false
    const opened = await openCaseIn(tx, ctx, SYSTEM, { subject: { kind: 'server', id }, reason: `${slug} is in offboarding and had no case.`, occasion: 'transition', occasionText: `Opened by itself: ${slug} was moved to offboarding and had no case.`, freeze: true })
    await opened?.recordIt()
    return opened !== null
  })
}
