import { type Actor, ownsInPerson, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { isFrozenNow } from '@/lib/people/queries/freezes'
import { type Asker, beforeAfterMove, judgeMove, mayMove, type Move, whoInWords } from '@/lib/registry/lifecycle'
import { type Lifecycle, PILOT_DAYS } from '@/lib/registry/model'
import type { TransitionInput } from '@/lib/registry/server-input'
import type { ServerView } from '@/lib/registry/server-view'
import { record } from '@/lib/trail/record'
import { change, type LockedServer, lockServer, readServer } from './load'
import { type Consent, consentOf } from './consent'
import { noteMove } from './note-move'

/**
 * Moves a server through its life cycle. An illegal move is refused (`illegal_transition`) with the legal ones named. A move that
 * needs two people is kept waiting after the first: the answer then carries `pending` and the state is the old one. Becoming
 * registered counts backwards without limit and has past events judged again; every later move acts from now on.
 */
export async function transitionServer(actor: Actor, ctx: Ctx, slug: string, input: TransitionInput): Promise<ServerView> {
  require(actor, 'server.transition')
  return change(async (tx) => {
    const row = await lockServer(tx, actor, slug, 'server.transition')
    const answer = judgeMove(row, input.to, actor.kind === 'system')
    if (!answer.ok) throw new AppError('illegal_transition', `${answer.reason} Nothing was changed.`, { errors: [{ path: 'to', message: 'is not a move from this state' }] })
    if (!mayMove(answer.move, askerOf(actor, row))) throw new AppError('forbidden', `From ${row.lifecycle} to ${input.to} a server is moved by ${whoInWords(answer.move)}. Nothing was changed.`)
    await refuseFrozen(tx, row)
    const consent = answer.move.people === 1 ? { complete: true as const, detail: {} } : await consentOf(tx, ctx, actor, row, input)
    if (!consent.complete) return waiting(tx, ctx, actor, row, input, consent)
    await move(tx, ctx, actor, row, answer.move)
    const view = await readServer(tx, row.id)
    await record(tx, ctx, {
      actor, action: 'server.moved', object: { kind: 'server', id: row.id, name: slug },
      detail: { from: row.lifecycle, to: input.to, reason: input.reason, ...consent.detail },
    })
    return view
  })
}

/** A server that an offboarding has frozen meanwhile leaves `offboarding` only with its case: both would say something else otherwise. */
async function refuseFrozen(tx: Tx, row: LockedServer): Promise<void> {
  if (row.lifecycle !== 'offboarding' || !(await isFrozenNow('server', row.id, tx))) return
  throw new AppError('conflict', `${row.slug} was frozen by its offboarding meanwhile. Nothing was changed; look at it again.`)
}

function askerOf(actor: Actor, row: LockedServer): Asker {
  return { roles: actor.roles, ownsIt: ownsInPerson(actor, row), isSystem: actor.kind === 'system' }
}

async function waiting(tx: Tx, ctx: Ctx, actor: Actor, row: LockedServer, input: TransitionInput, consent: Consent): Promise<ServerView> {
  const view = await readServer(tx, row.id)
  if (consent.detail.repeated !== true) {
    await record(tx, ctx, {
      actor, action: 'server.move_consented', object: { kind: 'server', id: row.id, name: row.slug }, detail: { from: row.lifecycle, to: input.to, reason: input.reason, have: 1, need: 2 },
    })
  }
  return view
}

async function move(tx: Tx, ctx: Ctx, actor: Actor, row: LockedServer, move: Move): Promise<void> {
  const { to } = move
  await tx.server.update({
    where: { id: row.id },
    data: {
      lifecycle: to, lifecycleBefore: beforeAfterMove(move, await lastRunning(tx, row.id)), version: { increment: 1 }, updatedAt: ctx.now,
      ...(move.from === 'proposed' && to === 'pilot' ? { pilotUntil: new Date(ctx.now.getTime() + PILOT_DAYS * 86_400_000) } : {}),
      ...(to === 'active' ? { pilotUntil: null } : {}),
    },
  })
  await tx.transitionConsent.updateMany({ where: { serverId: row.id, closedAt: null }, data: { closedAt: ctx.now } })
  await noteMove(tx, ctx, actor, row, to)
}

/** The running state the server was in last: pilot or active. */
async function lastRunning(tx: Tx, serverId: string): Promise<Lifecycle | null> {
  const found = await tx.stateChange.findFirst({
    where: { holderKind: 'server', holderId: serverId, state: { in: ['pilot', 'active'] } }, orderBy: [{ at: 'desc' }, { id: 'desc' }], select: { state: true },
  })
  return found?.state === 'pilot' || found?.state === 'active' ? found.state : null
}
