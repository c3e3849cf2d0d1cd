import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { bindNames, declare, type NameInput } from '@/lib/names/commands'
import { identityColumns, identityName } from '@/lib/registry/identity'
import type { Identity } from '@/lib/registry/model'
import { rotationAfterEdit } from '@/lib/registry/secret-rotation'
import { forTrail } from '@/lib/registry/server-edit'
import { type NewServer, type SecretInput, serverFaults } from '@/lib/registry/server-input'
import type { ServerView } from '@/lib/registry/server-view'
import { record } from '@/lib/trail/record'
import { activePerson, change, readServer, teamId } from './load'

/** Where a proposal comes from, and what the trail keeps of that. */
export type Provenance = { source: 'manual' | 'registry'; detail?: Record<string, unknown> }

/**
 * Registers a server as proposed. It counts as unregistered until a security reviewer lets it in; its names are its own from now on.
 * Refuses (`already_exists`, `name_taken`) a slug ever used, an identity of another live server, and a name somebody else holds.
 */
export async function registerServer(actor: Actor, ctx: Ctx, input: NewServer, from: Provenance = { source: 'manual' }): Promise<ServerView> {
  require(actor, 'server.register')
  refuseFaults(input)
  return change(async (tx) => {
    const owner = await activePerson(tx, input.ownerEmail, 'ownerEmail')
    const backup = input.backupOwnerEmail === null ? null : await activePerson(tx, input.backupOwnerEmail, 'backupOwnerEmail')
    const team = await teamId(tx, input.team)
    const taken = await tx.server.findUnique({ where: { slug: input.slug }, select: { id: true } })
    if (taken !== null) throw new AppError('already_exists', `The slug ${input.slug} is already used, or was; slugs are never used twice. Nothing was changed.`, { errors: [{ path: 'slug', message: 'is already taken' }] })
    await refuseTakenIdentity(tx, input.identity)
    const id = ctx.id('server')
    await tx.server.create({
      data: {
        id, slug: input.slug, name: input.name, purpose: input.purpose, environment: input.environment, sensitivity: input.sensitivity, effects: input.effects,
        ...identityColumns(input.identity), transport: input.transport, endpoint: input.endpoint, command: input.command ?? [],
        ownerId: owner.id, backupOwnerId: backup?.id ?? null, teamId: team, source: from.source, downstream: input.downstream, reviewEveryDays: input.reviewEveryDays,
        discoverEveryHours: input.discoverEveryHours, discoveryCredential: input.discoveryCredential,
        lifecycle: 'proposed', createdAt: ctx.now, updatedAt: ctx.now,
      },
    })
    await writeSecrets(tx, ctx, id, input.secrets)
    await bindNames(tx, ctx, 'server', id, namesOf(input))
    await declare(tx, ctx, actor, { reason: `Server ${input.slug} proposed` })
    const view = await readServer(tx, id)
    await record(tx, ctx, { actor, action: 'server.registered', object: { kind: 'server', id, name: input.slug }, detail: { after: forTrail(view), ...from.detail } })
    return view
  })
}

/** Throws `invalid_input` with everything that is wrong with the members taken together. */
export function refuseFaults(server: Parameters<typeof serverFaults>[0]): void {
  const errors = serverFaults(server)
  const first = errors[0]
  if (first !== undefined) throw new AppError('invalid_input', `The input was refused (${first.path}: ${first.message}). Nothing was changed.`, { errors })
}

/** A look before the store's own constraint, for a message that says which member it was. */
export async function refuseTakenIdentity(tx: Tx, identity: Identity | null): Promise<void> {
  if (identity === null) return
  const { identityKind: _kind, ...columns } = identityColumns(identity)
  const other = await tx.server.findFirst({ where: { ...columns, lifecycle: { notIn: ['rejected', 'retired'] } }, select: { id: true } })
  if (other !== null) throw new AppError('already_exists', 'Another server already has this workload identity. Nothing was changed.', { errors: [{ path: 'identity', message: 'is already taken' }] })
}

function namesOf(input: NewServer): NameInput[] {
  return [
    { name: input.slug, origin: 'slug' },
    ...(input.identity === null ? [] : [{ name: identityName(input.identity), origin: 'identity' as const }]),
    ...input.aliases.map((alias): NameInput => ({ name: alias.name, origin: 'alias', sourceName: alias.source, from: alias.from === null ? null : new Date(alias.from) })),
  ]
}

/** Makes a server's secret references exactly these; one that stays, by its name, keeps its row and every rotation of it. */
export async function writeSecrets(tx: Tx, ctx: Ctx, serverId: string, secrets: readonly SecretInput[]): Promise<void> {
  await tx.serverSecret.deleteMany({ where: { serverId, name: { notIn: secrets.map((secret) => secret.name) } } })
  const there = await tx.serverSecret.findMany({ where: { serverId }, select: { name: true, lastRotatedAt: true, _count: { select: { rotations: true } } } })
  for (const [index, secret] of secrets.entries()) {
    const stored = there.find((one) => one.name === secret.name)
    const given = secret.lastRotatedAt === null || secret.lastRotatedAt === undefined ? null : Date.parse(secret.lastRotatedAt)
    const rotated = rotationAfterEdit(stored?.lastRotatedAt?.getTime() ?? null, (stored?._count.rotations ?? 0) > 0, given)
    if ('refused' in rotated) {
      throw new AppError('invalid_input', `The rotations of ${secret.name} are on record with their references; record the new one under Secrets. Nothing was changed.`, { errors: [{ path: `secrets.${index}.lastRotatedAt`, message: 'is later than the last rotation on record' }] })
    }
    const data = { kind: secret.kind, location: secret.location, rotateEveryDays: secret.rotateEveryDays ?? null, lastRotatedAt: rotated.at === null ? null : new Date(rotated.at) }
    await tx.serverSecret.upsert({
      where: { serverId_name: { serverId, name: secret.name } }, create: { id: ctx.id('secret'), serverId, name: secret.name, ...data }, update: data,
    })
  }
}
