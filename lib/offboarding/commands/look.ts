import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import type { CaseView } from '@/lib/offboarding/model'

/** Looks now: proves lines, counts calls, judges the silence, moves on what may move on. */
export async function lookAtCase(_ctx: Ctx, _actor: Actor, _id: string): Promise<CaseView> {
  throw new AppError('unavailable', 'This is being built.')
}

/** The same for every case under way, and for closed ones of which something was heard. Returns how many changed. One case's error stops no other. */
export async function lookAtCases(_newCtx: () => Ctx): Promise<number> {
  throw new AppError('unavailable', 'This is being built.')
}
