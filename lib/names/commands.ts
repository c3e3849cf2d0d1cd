import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Prisma, Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { DECLARATIONS_LOCK } from './lock'
import type { HolderKind, NameOrigin, ReevaluationScope } from './model'

export type Declaration = {
  /** In words, for the trail and the job list: "alias gh of github". */
  reason: string
  /** The stored events it may touch; none = it reaches forward only. */
  reevaluate?: ReevaluationScope
}

/**
 * Says that declarations change in this transaction: raises the epoch, so that ingest judges by the new ones from its commit on,
 * and files a re-evaluation when the change reaches into the past, or when events of its time or later are stored already. Call it after the change and before `record`: the epoch's
 * lock is taken here, the trail's last.
 */
export async function declare(tx: Tx, ctx: Ctx, actor: Actor, declaration: Declaration): Promise<{ reevaluationId: string | null }> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${DECLARATIONS_LOCK})`
  const raised = await tx.declarationEpoch.update({ where: { id: 1 }, data: { epoch: { increment: 1 } } })
  await tx.$executeRaw`SELECT pg_notify('bailiwick_declared', ${String(raised.epoch)})`
  const file = async (scope: ReevaluationScope): Promise<string> => {
    const id = ctx.id('reevaluation')
    await tx.reevaluation.create({ data: { id, reason: declaration.reason, scope: scope as Prisma.InputJsonObject, epoch: raised.epoch, requestedBy: actor.id, createdAt: ctx.now } })
    await tx.$executeRaw`SELECT pg_notify('bailiwick_reevaluate', ${id})`
    return id
  }
  const past = declaration.reevaluate === undefined ? null : await file(declaration.reevaluate)
  // Events are accepted up to ten minutes ahead of the clock, and some arrive while the change is on its way.
  const ahead = await tx.$queryRaw<unknown[]>`SELECT 1 FROM activity_event WHERE occurred_at >= ${ctx.now} LIMIT 1`
  const onwards = ahead.length === 0 ? null : await file({ from: ctx.now.getTime() })
  return { reevaluationId: past ?? onwards }
}

export type NameInput = { name: string; origin: NameOrigin; sourceName?: string | null; from?: Date | null }

/**
 * Binds names to a holder. A name never bound before counts backwards without limit (unless `from` says otherwise);
 * one that somebody held earlier counts from now. A name somebody else holds is refused (`name_taken`).
 */
export async function bindNames(tx: Tx, ctx: Ctx, kind: HolderKind, holderId: string, names: readonly NameInput[]): Promise<void> {
  for (const input of names) {
    const sourceName = input.sourceName ?? null
    const others = await tx.nameBinding.findMany({ where: { holderKind: kind, name: input.name, sourceName } })
    if (others.some((other) => other.holderId === holderId && other.validTo === null)) continue
    const holder = others.find((other) => other.validTo === null || other.validTo > ctx.now)
    if (holder) throw new AppError('name_taken', `Another ${kind} is already known as “${input.name}”. Nothing was changed.`, { errors: [{ path: input.origin, message: 'is already taken' }] })
    const validFrom = input.from ?? (others.length > 0 ? ctx.now : null)
    await tx.nameBinding.create({
      data: { id: ctx.id('name'), holderKind: kind, holderId, name: input.name, origin: input.origin, sourceName, validFrom, createdAt: ctx.now },
    })
  }
}

/** Ends a holder's bindings of these names (all of an origin when `names` is absent) now; what they meant before stays. */
export async function releaseNames(tx: Tx, ctx: Ctx, kind: HolderKind, holderId: string, which: { names?: readonly string[]; origins?: readonly NameOrigin[]; sourceName?: string | null }): Promise<void> {
  await tx.nameBinding.updateMany({
    where: {
      holderKind: kind, holderId, validTo: null,
      ...(which.names === undefined ? {} : { name: { in: [...which.names] } }),
      ...(which.origins === undefined ? {} : { origin: { in: [...which.origins] } }),
      ...(which.sourceName === undefined ? {} : { sourceName: which.sourceName }),
      OR: [{ validFrom: null }, { validFrom: { lte: ctx.now } }],
    },
    data: { validTo: ctx.now },
  })
  // A binding that has not begun has meant nothing yet; it cannot end before it begins.
  await forgetNames(tx, kind, holderId, { ...which, beginningAfter: ctx.now })
}

/**
 * Takes bindings away as if they had never been. Only for names that never counted: those of a server that never became
 * registered, and those that have not begun.
 */
export async function forgetNames(
  tx: Tx, kind: HolderKind, holderId: string,
  which: { names?: readonly string[]; origins?: readonly NameOrigin[]; sourceName?: string | null; beginningAfter?: Date },
): Promise<void> {
  await tx.nameBinding.deleteMany({
    where: {
      holderKind: kind, holderId,
      ...(which.names === undefined ? {} : { name: { in: [...which.names] } }),
      ...(which.origins === undefined ? {} : { origin: { in: [...which.origins] } }),
      ...(which.sourceName === undefined ? {} : { sourceName: which.sourceName }),
      ...(which.beginningAfter === undefined ? {} : { validFrom: { gt: which.beginningAfter } }),
    },
  })
}

/** Says what a bound name is to its holder now (an alias became the name); when it counts does not change. */
export async function relabelName(tx: Tx, bindingId: string, origin: NameOrigin): Promise<void> {
  await tx.nameBinding.update({ where: { id: bindingId }, data: { origin } })
}

/** Notes a holder's new state from now on; its first one counts backwards without limit by rule, whatever its time. */
export async function noteState(tx: Tx, ctx: Ctx, kind: HolderKind, holderId: string, state: string): Promise<void> {
  await tx.stateChange.create({ data: { id: ctx.id('state'), holderKind: kind, holderId, state, at: ctx.now } })
}
