import { z } from 'zod'
import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction, type Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { DAY_MS, HOLDER_KINDS, type HolderKind } from '@/lib/lifecycle/model'
import { attestEveryDays } from '@/lib/lifecycle/policy'
import { lifecyclePolicyInForce } from '@/lib/lifecycle/queries/policies'
import { record } from '@/lib/trail/record'
import { lockHolder } from './lock-holder'

/** `POST /api/v1/ownership/attest`. `subject`: a server's slug or id, an agent's id. */
export const attestSchema = z.strictObject({ kind: z.enum(HOLDER_KINDS), subject: z.string().trim().min(1).max(400) })
export type AttestInput = z.output<typeof attestSchema>
export type Attested = { kind: HolderKind; id: string; at: string; nextDueAt: string }

/** "It is still mine." By its owner, backup owner or sponsor in person: a token vouches for nobody. */
export async function attestOwnership(ctx: Ctx, actor: Actor, { kind, subject }: AttestInput): Promise<Attested> {
  require(actor, 'ownership.change')
  if (actor.kind !== 'person' || actor.personId === null) throw new AppError('forbidden', 'Only a person says that something is theirs: sign in. Nothing was changed.')
  const { personId } = actor
  return transaction(async (tx) => {
    const holder = await lockHolder(tx, actor, kind, subject)
    if (holder.owner.id !== personId && holder.backup?.id !== personId) throw new AppError('forbidden', kind === 'server' ? 'Its owner or backup owner says that it is theirs. Nothing was changed.' : 'Its sponsor says that it is theirs. Nothing was changed.')
    if (!holder.inService) throw new AppError('conflict', `${holder.name} is not in service; nobody is asked whether it is still theirs. Nothing was changed.`)
    await writeAttestation(tx, ctx, holder, personId)
    const { policy } = await lifecyclePolicyInForce(tx)
    const server = kind === 'server' ? await tx.server.findUnique({ where: { id: holder.id }, select: { reviewEveryDays: true } }) : null
    const nextDueAt = new Date(ctx.now.getTime() + attestEveryDays(policy, { reviewEveryDays: server?.reviewEveryDays }) * DAY_MS).toISOString()
    await tx.$executeRaw`SELECT pg_notify('bailiwick_offboarding', '')`
    await record(tx, ctx, { actor, action: 'ownership.attested', object: { kind, id: holder.id, name: holder.name }, detail: { nextDueAt } })
    return { kind, id: holder.id, at: ctx.now.toISOString(), nextDueAt }
  })
}

/** Writes that this person says it is theirs. */
export async function writeAttestation(tx: Tx, ctx: Ctx, holder: { kind: HolderKind; id: string }, personId: string): Promise<void> {
  await tx.ownershipAttestation.create({ data: { id: ctx.id('attestation'), subject: holder.kind, subjectId: holder.id, personId, at: ctx.now } })
}
