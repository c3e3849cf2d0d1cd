import { type Actor, mayOnServer } from '@/lib/auth/actor'
import type { Permission } from '@/lib/auth/permissions'
import type { Ctx } from '@/lib/context'
import { transaction, type Tx } from '@/lib/db/client'
import { AppError, invalid } from '@/lib/errors'
import { mayMove, MOVES } from '@/lib/drift/life'
import type { FindingDetail, FindingMove } from '@/lib/drift/model'
import { getFinding, getFindingRow } from '@/lib/drift/queries/findings'
import { record } from '@/lib/trail/record'

const YEAR_MS = 366 * 86_400_000

/** A finding that the actor may see, locked; not found otherwise, and refused when they may not do this to it. */
async function lockFinding(tx: Tx, actor: Actor, id: string, permission: Permission) {
  await tx.$queryRaw`SELECT id FROM finding WHERE id = ${id} FOR UPDATE`
  const found = await getFindingRow(actor, id, tx)
  if (!mayOnServer(actor, permission, found.serverId)) throw new AppError('forbidden', `Your roles do not allow this (${permission}). The finding was not changed.`)
  return found
}

/** Accepting a risk is an exception that a person answers for, so a service token may not; the headless start token may. */
function refuseService(actor: Actor): void {
  if (actor.kind === 'token' && !actor.bootstrap) throw new AppError('forbidden', 'A service token may not accept a risk; a person must. The finding was not changed.')
}

function acceptedUntil(move: FindingMove, now: Date): Date | null {
  if (move.to !== 'accepted') {
    if (move.until !== undefined) throw invalid('until', 'Only an accepted risk has a date. The finding was not changed.')
    return null
  }
  if (move.until === undefined) throw invalid('until', 'Say until when the risk is accepted. The finding was not changed.')
  const until = new Date(move.until)
  if (until <= now) throw invalid('until', 'The date until which the risk is accepted has passed already. The finding was not changed.')
  if (until.getTime() > now.getTime() + YEAR_MS) throw invalid('until', 'A risk is accepted for a year at most. The finding was not changed.')
  return until
}

/** A person's move in the life of a finding, with its reason. Throws `illegal_transition` for a move the table does not have. */
export async function transitionFinding(actor: Actor, ctx: Ctx, id: string, move: FindingMove): Promise<FindingDetail> {
  const permission = move.to === 'accepted' ? 'finding.accept' : 'finding.acknowledge'
  await transaction(async (tx) => {
    const before = await lockFinding(tx, actor, id, permission)
    if (move.to === 'accepted') refuseService(actor)
    const until = acceptedUntil(move, ctx.now)
    if (!mayMove(before.status, move.to)) {
      throw new AppError('illegal_transition', `A finding that is ${before.status} can become ${MOVES[before.status].join(' or ')}, not ${move.to}. Nothing was changed.`)
    }
    await tx.finding.update({ where: { id }, data: { status: move.to, acceptedUntil: until, resolvedAt: move.to === 'resolved' ? ctx.now : null, updatedAt: ctx.now } })
    const reason = until === null ? move.reason : `${move.reason} (until ${until.toISOString().slice(0, 10)})`
    await tx.findingHistory.create({ data: { id: ctx.id('history'), findingId: id, at: ctx.now, from: before.status, to: move.to, by: actor.name, reason, severity: before.severity } })
    await record(tx, ctx, {
      actor, action: `finding.${move.to === 'open' ? 'reopened' : move.to}`, object: { kind: 'finding', id, name: `${before.kind} ${before.server ?? before.agent ?? before.client ?? before.sourceName ?? ''}`.trim() },
      detail: { before: before.status, after: move.to, reason: move.reason, ...(until === null ? {} : { until: until.toISOString() }) },
    })
  })
  return getFinding(actor, id)
}

/** Gives a finding to an active person, or to nobody (null). */
export async function assignFinding(actor: Actor, ctx: Ctx, id: string, assigneeEmail: string | null): Promise<FindingDetail> {
  await transaction(async (tx) => {
    const before = await lockFinding(tx, actor, id, 'finding.acknowledge')
    const person = assigneeEmail === null ? null : await tx.person.findUnique({ where: { email: assigneeEmail }, select: { id: true, active: true } })
    if (assigneeEmail !== null && person?.active !== true) throw invalid('assigneeEmail', 'There is no active person with this e-mail. The finding was not changed.')
    await tx.finding.update({ where: { id }, data: { assigneeId: person?.id ?? null, updatedAt: ctx.now } })
    await record(tx, ctx, { actor, action: 'finding.assigned', object: { kind: 'finding', id, name: before.kind }, detail: { before: before.assigneeId, after: person?.id ?? null } })
  })
  return getFinding(actor, id)
}
