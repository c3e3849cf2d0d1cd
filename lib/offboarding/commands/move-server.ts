import { type Actor, may, ownsInPerson, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db, transaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { UNDER_WAY } from '@/lib/offboarding/machine'
import { neverAttests } from '@/lib/offboarding/rights'
import { readServer } from '@/lib/registry/commands/load'
import { transitionServer } from '@/lib/registry/commands/transition-server'
import { judgeMove, mayMove, whoInWords } from '@/lib/registry/lifecycle'
import { visibleServers } from '@/lib/registry/queries/visibility'
import type { TransitionInput } from '@/lib/registry/server-input'
import type { ServerView } from '@/lib/registry/server-view'
import { cancelIn } from './cancel-case'
import { freezeIn } from './freeze-case'
import { lockCase } from './load'
import { openCaseIn } from './open-case'
import { wake } from './write'

type Found = { id: string; slug: string; lifecycle: string }

/**
 * Moves a server through its life cycle, by the registry's table. Into `offboarding` it opens a case and freezes it, or freezes the one that
 * is open; out of it, until anything is revoked, it cancels the case. Every other move is the registry's alone.
 */
export async function moveServer(actor: Actor, ctx: Ctx, slug: string, input: TransitionInput): Promise<ServerView> {
  require(actor, 'server.transition')
  const visible = visibleServers(actor)
  const found = visible === null ? null : await db().server.findFirst({ where: { AND: [visible, { slug }] }, select: { id: true, slug: true, lifecycle: true } })
  if (found === null || (input.to !== 'offboarding' && found.lifecycle !== 'offboarding')) return transitionServer(actor, ctx, slug, input)
  return found.lifecycle === 'offboarding' ? outOf(actor, ctx, found, input) : into(actor, ctx, found, input)
}

async function into(actor: Actor, ctx: Ctx, { id, slug }: Found, input: TransitionInput): Promise<ServerView> {
  return transaction(async (tx) => {
    const underWay = await tx.offboardingCase.findFirst({ where: { subjectKind: 'server', subjectId: id, stage: { in: [...UNDER_WAY] } }, select: { id: true } })
    const locked = underWay === null ? null : await lockCase(tx, ctx, underWay.id)
    await tx.$queryRaw`SELECT id FROM server WHERE id = ${id} FOR UPDATE`
    const row = await tx.server.findUniqueOrThrow({ where: { id } })
    refuseMove(actor, row, input)
    if (locked !== null && locked.row.stage === 'open') {
      const rest = await freezeIn(tx, locked.ctx, actor, locked.row, input.reason)
      await wake(tx)
      const view = await readServer(tx, id)
      await rest()
      return view
    }
    const opened = locked === null ? await openCaseIn(tx, ctx, actor, { subject: { kind: 'server', id }, reason: input.reason, occasion: 'transition', occasionText: `${actor.name} moved ${slug} to offboarding: “${input.reason}”`.slice(0, 2000), freeze: true }) : null
    if (opened === null) throw new AppError('conflict', `${slug} is being offboarded already. Nothing was changed.`)
    const view = await readServer(tx, id)
    await opened.recordIt()
    return view
  })
}

/** By the registry's table: who owns it in person and may see it, or has the role. */
function refuseMove(actor: Actor, row: Parameters<typeof judgeMove>[0] & { id: string; ownerId: string; backupOwnerId: string | null }, input: TransitionInput): void {
  const answer = judgeMove(row, input.to, actor.kind === 'system')
  if (!answer.ok) throw new AppError('illegal_transition', `${answer.reason} Nothing was changed.`, { errors: [{ path: 'to', message: 'is not a move from this state' }] })
  const asker = { roles: actor.roles, ownsIt: ownsInPerson(actor, row), isSystem: actor.kind === 'system' }
  if (!mayMove(answer.move, asker)) throw new AppError('forbidden', `From ${row.lifecycle} to ${input.to} a server is moved by ${whoInWords(answer.move)}. Nothing was changed.`)
}

/** Of a server that came there before there were cases the registry's own move is all there is. */
async function outOf(actor: Actor, ctx: Ctx, { id, slug }: Found, input: TransitionInput): Promise<ServerView> {
  const underWay = await db().offboardingCase.findFirst({ where: { subjectKind: 'server', subjectId: id, stage: { in: [...UNDER_WAY] } }, select: { id: true } })
  if (underWay === null || input.to === 'offboarding') return transitionServer(actor, ctx, slug, input)
  return transaction(async (tx) => {
    const locked = await lockCase(tx, ctx, underWay.id)
    await tx.$queryRaw`SELECT id FROM server WHERE id = ${id} FOR UPDATE`
    const row = await tx.server.findUniqueOrThrow({ where: { id } })
    refuseMove(actor, row, input)
    if (input.to === 'retired') throw new AppError('illegal_transition', 'A server retires with its case, on the proof that nothing calls it any more. Nothing was changed.', { errors: [{ path: 'to', message: 'is not a move from this state' }] })
    if (!may(actor, 'offboarding.sign')) throw new AppError('forbidden', 'An offboarding is cancelled by a security reviewer. Nothing was changed.')
    // What a token may not cancel at the case's own door it does not cancel through the server's.
    if (actor.kind !== 'system' && neverAttests(actor) !== null) throw new AppError('forbidden', 'An offboarding is cancelled by a person, signed in. Nothing was changed.')
    if (locked === null || (locked.row.stage !== 'open' && locked.row.stage !== 'frozen')) throw new AppError('conflict', 'The case has gone on meanwhile. Nothing was changed; look at it again.')
    const rest = await cancelIn(tx, locked.ctx, actor, locked.row, input.reason)
    const view = await readServer(tx, id)
    await rest()
    return view
  })
}
