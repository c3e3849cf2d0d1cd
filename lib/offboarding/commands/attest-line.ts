import { type Actor, reach, require, SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Prisma, type Tx, transaction } from '@/lib/db/client'
import { AppError, notFound } from '@/lib/errors'
import { rotationRefusal } from '@/lib/offboarding/machine'
import { attestingRefusal, exemptingRefusal, neverAttests } from '@/lib/offboarding/rights'
import type { AttestLineInput, CaseView } from '@/lib/offboarding/model'
import { readCase } from '@/lib/offboarding/queries/cases'
import { interestedIn } from '@/lib/offboarding/queries/subjects'
import { standOf } from '@/lib/offboarding/queries/visible'
import { rotateIn } from '@/lib/registry/commands/rotate-secret'
import { advanceIn } from './advance'
import { type CaseRecord, lockVisible, subjectOf } from './load'
import { recordCase, updateCase, wake } from './write'

/** As much of a reference as the inventory of secrets keeps. */
const MOST_REFERENCE = 200

type Line = Prisma.OffboardingLineGetPayload<object>

/**
 * Done elsewhere, by somebody's word, with where that can be looked up: by whoever must act on the line, the owner of the server, or a
 * security reviewer. What the console does itself, and the silence, nobody attests.
 */
export async function attestLine(ctx: Ctx, actor: Actor, id: string, lineId: string, input: AttestLineInput): Promise<CaseView> {
  refuseMachine(actor)
  return transaction(async (tx) => {
    const { row, ctx: now } = await lockVisible(tx, ctx, actor, id, 'attest')
    const line = await lockLine(tx, row, lineId)
    await refuseStranger(tx, actor, row, line)
    refuseConsole(line)
    refuseSettled(line, 'attested')
    const early = rotationRefusal(line.action, row.stage)
    if (early !== null) throw new AppError('conflict', `${early} Nothing was changed.`)
    await tx.offboardingLine.update({ where: { id: lineId }, data: { state: 'attested', actedAt: now.now, actedBy: actor.id, reference: input.reference, note: input.note ?? null } })
    // The secret is another one for everybody, not for this case alone.
    const rotated = line.action === 'rotate' && line.objectId !== null ? await rotateIn(tx, now, actor, line.objectId, { reference: input.reference.slice(0, MOST_REFERENCE), note: input.note ?? null }) : async () => {}
    const view = await settled(tx, now, actor, row, line, 'line_attested', { reference: input.reference, note: input.note ?? null })
    await rotated()
    return view
  })
}

/** A line that cannot be proven, on a security reviewer's name. */
export async function exemptLine(ctx: Ctx, actor: Actor, id: string, lineId: string, reason: string): Promise<CaseView> {
  refuseMachine(actor)
  if (require(actor, 'offboarding.sign') !== 'all') throw new AppError('forbidden', 'A line is exempted by a security reviewer. Nothing was changed.')
  return transaction(async (tx) => {
    const { row, ctx: now } = await lockVisible(tx, ctx, actor, id, 'exempt')
    const line = await lockLine(tx, row, lineId)
    const refusal = exemptingRefusal(actor, await interestedIn(row.id, tx), line.ownerId)
    if (refusal !== null) throw new AppError('forbidden', `${refusal} Nothing was changed.`)
    if (line.action === 'watch') throw new AppError('conflict', 'Silence is proven by the sources. Close the case by a signature instead, once it is watched. Nothing was changed.')
    refuseSettled(line, 'exempted')
    await tx.offboardingLine.update({ where: { id: lineId }, data: { state: 'exempt', actedAt: now.now, actedBy: actor.id, note: reason } })
    return settled(tx, now, actor, row, line, 'line_exempted', { reason })
  })
}

async function settled(tx: Tx, ctx: Ctx, actor: Actor, row: CaseRecord, line: Line, action: string, detail: Record<string, unknown>): Promise<CaseView> {
  await updateCase(tx, ctx, row.id, {})
  const advanced = await advanceIn(tx, ctx, SYSTEM, row.id)
  await wake(tx)
  const view = await readCase(actor, row.id, ctx.now, tx)
  await recordCase(tx, ctx, actor, action, row, { line: line.id, kind: line.kind, title: line.title, ...detail })
  await advanced()
  return view
}

async function lockLine(tx: Tx, row: CaseRecord, id: string): Promise<Line> {
  await tx.$queryRaw`SELECT id FROM offboarding_line WHERE id = ${id} AND case_id = ${row.id} FOR UPDATE`
  const line = await tx.offboardingLine.findFirst({ where: { id, caseId: row.id } })
  if (line === null) throw notFound('line')
  return line
}

function refuseMachine(actor: Actor): void {
  const never = neverAttests(actor)
  if (never !== null) throw new AppError('forbidden', `${never} Nothing was changed.`)
}

async function refuseStranger(tx: Tx, actor: Actor, row: CaseRecord, line: Line): Promise<void> {
  const stand = standOf(actor, await subjectOf(tx, row), row.ownerId)
  const secret = line.kind === 'secret' && line.objectId !== null ? await tx.serverSecret.findUnique({ where: { id: line.objectId }, select: { serverId: true, server: { select: { ownerId: true, backupOwnerId: true } } } }) : null
  const ownsServer = secret !== null && actor.personId !== null && actor.ownServerIds.includes(secret.serverId) && [secret.server.ownerId, secret.server.backupOwnerId].includes(actor.personId)
  const refusal = attestingRefusal(reach(actor, 'secret.attest'), { ownsLine: actor.personId !== null && line.ownerId === actor.personId, isTheirs: stand.isTheirs, ownsServer, isOneself: stand.isOneself })
  if (refusal !== null) throw new AppError('forbidden', `${refusal} Nothing was changed.`)
}

/** What the console does itself is proven from its own records, and silence by the sources. */
function refuseConsole(line: Line): void {
  if (line.action === 'watch') throw new AppError('conflict', 'Silence is proven by the sources that would have heard a call, not attested. Nothing was changed.')
  if (['revoke', 'withdraw', 'end', 'hand_over', 'reassign'].includes(line.action)) throw new AppError('conflict', 'The console does this itself, at the revocation, and proves it from its own records. Nothing was changed.')
}

function refuseSettled(line: Line, word: string): void {
  if (line.state === 'proven' || line.state === 'exempt' || (line.state === 'attested' && word === 'attested')) throw new AppError('conflict', `The line is ${line.state} already. Nothing was changed.`)
}
