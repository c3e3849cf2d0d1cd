import { type Actor, require } from '@/lib/auth/actor'
import { mintToken } from '@/lib/auth/commands/tokens'
import type { Ctx } from '@/lib/context'
import { transaction } from '@/lib/db/client'
import { AppError, notFound } from '@/lib/errors'
import { record } from '@/lib/trail/record'
import type { SourceInput, SourcePatch } from '@/lib/activity/source-input'

const YEAR = 365 * 86_400_000

export type MadeSource = { id: string; name: string; token: string; tokenId: string; tokenExpiresAt: Date }

/** A new source with its ingest token, which is shown this once and ends after a year. */
export async function createSource(actor: Actor, ctx: Ctx, input: SourceInput): Promise<MadeSource> {
  require(actor, 'source.manage')
  const { personId } = actor
  if (personId === null) throw new AppError('forbidden', 'A source’s token needs a person as its owner. Nothing was changed.')
  return transaction(async (tx) => {
    if ((await tx.source.findUnique({ where: { name: input.name } })) !== null) {
      throw new AppError('already_exists', 'There is a source of this name already. Nothing was changed.', { errors: [{ path: 'name', message: 'is already taken' }] })
    }
    const id = ctx.id('source')
    const { name, format, vantage } = input
    await tx.source.create({
      data: {
        id, name, format, vantage, heartbeatSeconds: input.expectedHeartbeatSeconds ?? null, redaction: input.redaction ?? 'masked', covers: input.covers ?? [],
        attribution: input.attribution ?? {}, sampled: input.sampled ?? false, createdAt: ctx.now,
      },
    })
    const minted = await mintToken(tx, ctx, {
      name: `source ${name}`, ownerId: personId, createdBy: personId, roles: [], scopes: [`ingest:${name}`], expiresAt: new Date(ctx.now.getTime() + YEAR),
    })
    await record(tx, ctx, { actor, action: 'source.created', object: { kind: 'source', id, name }, detail: { after: input, token: minted.id } })
    return { id, name, token: minted.token, tokenId: minted.id, tokenExpiresAt: minted.expiresAt }
  })
}

/** Changes a source's settings from now on; what is stored stays as it was taken in. `ref` is its id or name. */
export async function updateSource(actor: Actor, ctx: Ctx, ref: string, patch: SourcePatch): Promise<{ id: string; name: string }> {
  require(actor, 'source.manage')
  return transaction(async (tx) => {
    const before = await tx.source.findFirst({ where: { OR: [{ id: ref }, { name: ref }] } })
    if (before === null) throw notFound('source')
    const { expectedHeartbeatSeconds, ...others } = patch
    await tx.source.update({
      where: { id: before.id }, data: { ...others, ...(expectedHeartbeatSeconds === undefined ? {} : { heartbeatSeconds: expectedHeartbeatSeconds }) },
    })
    const shown = Object.fromEntries(Object.keys(patch).map((key) => [key, key === 'expectedHeartbeatSeconds' ? before.heartbeatSeconds : before[key as keyof typeof others]]))
    await record(tx, ctx, { actor, action: 'source.changed', object: { kind: 'source', id: before.id, name: before.name }, detail: { before: shown, after: patch } })
    return { id: before.id, name: before.name }
  })
}
