import { apart } from '@/lib/apart'
import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db, transaction } from '@/lib/db/client'
import { UNDER_WAY } from '@/lib/offboarding/machine'
import type { CaseView } from '@/lib/offboarding/model'
import { readCase } from '@/lib/offboarding/queries/cases'
import { sourcesSince } from '@/lib/offboarding/queries/watch-facts'
import { lockCase, lockVisible, requireStand, subjectOf } from './load'
import { lookIn, type Looking } from './look-in'
import { reopenHeard } from './reopen'

/** Looks now: proves lines, judges the silence, moves on what may move on; of a closed case, whether something was heard since. */
export async function lookAtCase(ctx: Ctx, actor: Actor, id: string): Promise<CaseView> {
  await transaction(async (tx) => {
    const { row } = await lockVisible(tx, ctx, actor, id, 'look')
    requireStand(actor, 'offboarding.run', await subjectOf(tx, row), row.ownerId)
  })
  await reopenHeard(() => ctx, id)
  return transaction(async (tx) => {
    const { row, ctx: now } = await lockVisible(tx, ctx, actor, id, 'look')
    const { rest } = await lookIn(tx, now, row, { fresh: true })
    const view = await readCase(actor, id, now.now, tx)
    await rest()
    return view
  })
}

/** The same for every case under way, and for closed ones of which something was heard. Returns how many changed. One case's error stops no other. */
export async function lookAtCases(newCtx: () => Ctx): Promise<number> {
  const { attempt, end } = apart()
  await attempt(() => reopenHeard(newCtx))
  const cases = await db().offboardingCase.findMany({ where: { stage: { in: [...UNDER_WAY] } }, select: { id: true, watchFrom: true }, orderBy: { id: 'asc' } })
  const from = cases.reduce<Date | null>((first, one) => (one.watchFrom !== null && (first === null || one.watchFrom < first) ? one.watchFrom : first), null)
  const how: Looking = { fresh: false, sources: await sourcesSince(from ?? newCtx().now) }
  for (const { id } of cases) await attempt(() => lookAtOne(newCtx(), id, how))
  return end((failed) => `${failed} of ${cases.length} offboardings could not be looked at.`)
}

async function lookAtOne(asked: Ctx, id: string, how: Looking): Promise<boolean> {
  return transaction(async (tx) => {
    const locked = await lockCase(tx, asked, id)
    if (locked === null || !UNDER_WAY.some((stage) => stage === locked.row.stage)) return false
    const { changed, rest } = await lookIn(tx, locked.ctx, locked.row, how)
    await rest()
    return changed
  })
}
