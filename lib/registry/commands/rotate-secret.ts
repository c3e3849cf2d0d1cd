import { type Actor, mayOnServer, require, SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { AppError, invalid, notFound } from '@/lib/errors'
import { mayRotate } from '@/lib/registry/queries/secrets'
import { type RotationInput, type RotationsInput, rotationTime, type RotationVia } from '@/lib/registry/secret-rotation'
import { record, type TrailInput } from '@/lib/trail/record'
import { change } from './load'

/** `recorded: false`: this reference was known already (`known`), or the vault's is older than the one in use (`older`); nothing was changed. */
export type Rotated = { rotationId: string | null; secretId: string; server: string; name: string; reference: string; rotatedAt: string; recorded: boolean; why: 'known' | 'older' | null }

type Secret = { id: string; name: string; lastRotatedAt: Date | null; server: { id: string; slug: string; ownerId: string; backupOwnerId: string | null } }
type Attested = { reference: string; rotatedAt: string | null; note: string | null; via: RotationVia; by: string; actor: Actor }

/**
 * A person, or a token for one, says that a secret is another one now, by its reference. The same reference again changes nothing.
 * Refuses a time in the future or before the last rotation (`invalid_input`). Drift and offboardings that wait for it go on.
 */
export async function rotateSecret(actor: Actor, ctx: Ctx, id: string, input: RotationInput): Promise<Rotated> {
  require(actor, 'secret.attest')
  return change(async (tx) => {
    const [secret] = await lockSecrets(tx, { id })
    if (secret === undefined || !mayOnServer(actor, 'registry.read', secret.server.id)) throw notFound('secret')
    refuseOthers(actor, [secret])
    const [done] = await writeAll(tx, ctx, [secret], attestedBy(actor, input))
    if (done === undefined) throw notFound('secret')
    return done
  })
}

/** The same for the secret of this name on a server, or for every secret kept at this place: all of them or none. */
export async function rotateSecrets(actor: Actor, ctx: Ctx, input: RotationsInput): Promise<Rotated[]> {
  require(actor, 'secret.attest')
  return change(async (tx) => {
    const found = await lockSecrets(tx, input.location === undefined ? { name: input.name ?? '', server: { slug: input.server ?? '' } } : { location: input.location })
    const visible = found.filter((secret) => mayOnServer(actor, 'registry.read', secret.server.id))
    if (visible.length === 0) throw notFound('secret')
    refuseOthers(actor, visible)
    return writeAll(tx, ctx, visible, attestedBy(actor, input))
  })
}

/**
 * What somebody attests elsewhere of this secret is one rotation with the others: in the caller's transaction, which has asked whether they
 * may. A reference that is known already, or a later rotation on record, changes nothing. Answers what the trail is told last.
 */
export async function rotateIn(tx: Tx, ctx: Ctx, actor: Actor, id: string, input: { reference: string; note: string | null }): Promise<() => Promise<void>> {
  const [secret] = await lockSecrets(tx, { id })
  const entries: TrailInput[] = []
  const later = secret?.lastRotatedAt ?? null
  if (secret !== undefined && (later === null || later <= ctx.now)) await write(tx, ctx, secret, attestedBy(actor, input), entries)
  if (entries.length > 0) await tx.$executeRaw`SELECT pg_notify('bailiwick_declared', '')`
  return async () => {
    for (const entry of entries) await record(tx, ctx, entry)
  }
}

/** A vault's word, whose signature the caller has verified: every secret kept at this place. One that is unknown here changes nothing. */
export async function rotateByVault(ctx: Ctx, vault: string, input: { location: string; version: string; rotatedAt: string | null }): Promise<Rotated[]> {
  const said: Attested = { reference: input.version, rotatedAt: input.rotatedAt, note: null, via: 'webhook', by: vault, actor: { ...SYSTEM, name: `Vault ${vault}` } }
  return change(async (tx) => writeAll(tx, ctx, await lockSecrets(tx, { location: input.location }), said))
}

function attestedBy(actor: Actor, input: Pick<RotationInput, 'reference' | 'note'> & Partial<Pick<RotationInput, 'rotatedAt'>>): Attested {
  return { reference: input.reference, rotatedAt: input.rotatedAt ?? null, note: input.note, via: actor.kind === 'token' ? 'api' : 'person', by: actor.id, actor }
}

function refuseOthers(actor: Actor, secrets: readonly Secret[]): void {
  const foreign = secrets.find((secret) => !mayRotate(actor, secret.server))
  if (foreign !== undefined) throw new AppError('forbidden', `Only the owner or backup owner of ${foreign.server.slug} in person, or a security reviewer, may say that its secret was rotated. Nothing was changed.`)
}

/** The servers first, in one order, so that an edit of them and a rotation never meet half way. */
async function lockSecrets(tx: Tx, where: { id: string } | { location: string } | { name: string; server: { slug: string } }): Promise<Secret[]> {
  const servers = await tx.serverSecret.findMany({ where, select: { serverId: true } })
  const ids = [...new Set(servers.map((one) => one.serverId))].sort()
  await tx.$queryRaw`SELECT id FROM server WHERE id = ANY(${ids}) ORDER BY id FOR UPDATE`
  return tx.serverSecret.findMany({
    where, orderBy: [{ serverId: 'asc' }, { name: 'asc' }], select: { id: true, name: true, lastRotatedAt: true, server: { select: { id: true, slug: true, ownerId: true, backupOwnerId: true } } },
  })
}

/** The rotations, then one waking of whoever waits for them, then the trail, whose lock comes last. */
async function writeAll(tx: Tx, ctx: Ctx, secrets: readonly Secret[], said: Attested): Promise<Rotated[]> {
  const entries: TrailInput[] = []
  const done: Rotated[] = []
  for (const secret of secrets) done.push(await write(tx, ctx, secret, said, entries))
  if (entries.length > 0) {
    // An offboarding may wait for it, and the comparison has a finding of it.
    await tx.$executeRaw`SELECT pg_notify('bailiwick_offboarding', ''), pg_notify('bailiwick_declared', '')`
  }
  for (const entry of entries) await record(tx, ctx, entry)
  return done
}

async function write(tx: Tx, ctx: Ctx, secret: Secret, said: Attested, entries: TrailInput[]): Promise<Rotated> {
  const answer = { secretId: secret.id, server: secret.server.slug, name: secret.name, reference: said.reference }
  const known = await tx.secretRotation.findUnique({ where: { secretId_reference: { secretId: secret.id, reference: said.reference } } })
  if (known !== null) return { ...answer, rotationId: known.id, rotatedAt: known.rotatedAt.toISOString(), recorded: false, why: 'known' }
  const time = rotationTime(said.rotatedAt === null ? null : Date.parse(said.rotatedAt), secret.lastRotatedAt?.getTime() ?? null, said.via, ctx.now.getTime())
  if ('refused' in time) {
    const last = secret.lastRotatedAt?.toISOString() ?? ''
    // A vault that delivers late, or in another order, is told that nothing came of it; asking again would not help.
    if (time.refused === 'before_last' && said.via === 'webhook') return { ...answer, rotationId: null, rotatedAt: last, recorded: false, why: 'older' }
    throw invalid('rotatedAt', time.refused === 'future' ? 'The rotation cannot lie in the future. Nothing was changed.' : `${secret.name} of ${secret.server.slug} was rotated last at ${last}; an earlier rotation is over. Nothing was changed.`)
  }
  const id = ctx.id('rotation')
  const rotatedAt = new Date(time.at)
  await tx.secretRotation.create({ data: { id, secretId: secret.id, rotatedAt, reference: said.reference, via: said.via, by: said.by, note: said.note, recordedAt: ctx.now } })
  await tx.serverSecret.update({ where: { id: secret.id }, data: { lastRotatedAt: rotatedAt } })
  entries.push({
    actor: said.actor, action: 'secret.rotated', object: { kind: 'server', id: secret.server.id, name: secret.server.slug },
    detail: { secret: secret.name, before: secret.lastRotatedAt?.toISOString() ?? null, after: rotatedAt.toISOString(), reference: said.reference, via: said.via, ...(said.via === 'webhook' ? { vault: said.by } : {}), ...(said.note === null ? {} : { note: said.note }) },
  })
  return { ...answer, rotationId: id, rotatedAt: rotatedAt.toISOString(), recorded: true, why: null }
}
