import { type Actor, reach, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { bindNames, declare, forgetNames, releaseNames } from '@/lib/names/commands'
import { identityColumns, identityName } from '@/lib/registry/identity'
import { REGISTERED_STATES } from '@/lib/registry/model'
import { diffAliases } from '@/lib/registry/name-diff'
import { applyChange, changesBetween, editObstacle, sameIdentity } from '@/lib/registry/server-edit'
import type { NewServer, ServerChange } from '@/lib/registry/server-input'
import { type ServerView, serverView } from '@/lib/registry/server-view'
import { record } from '@/lib/trail/record'
import { activePerson, change, type LockedServer, lockServer, namesNow, readServer, teamId } from './load'
import { refuseFaults, refuseTakenIdentity, writeSecrets } from './register-server'

/**
 * Changes a server. What is left out stays; aliases left out of a given list are released from now on, new ones are bound and, on a
 * registered server, judged backwards. `version` refuses the edit (`stale_version`) when somebody else was faster.
 */
export async function editServer(actor: Actor, ctx: Ctx, slug: string, wanted: ServerChange): Promise<ServerView> {
  require(actor, 'server.edit')
  return change(async (tx) => {
    const row = await lockServer(tx, actor, slug, 'server.edit')
    const before = serverView(row, await namesNow(tx, 'server', row.id))
    if (wanted.version !== undefined && wanted.version !== row.version) {
      throw new AppError('stale_version', `Somebody else changed this server meanwhile (version ${row.version}, yours ${wanted.version}). Nothing was changed; look at it again.`)
    }
    if (Object.keys(wanted).every((key) => key === 'version')) return before
    const after = applyChange(before, wanted)
    refuseEdit(actor, row, before, after)
    await update(tx, ctx, row, before, after)
    const newNames = await rename(tx, ctx, row, before, after)
    const registered = REGISTERED_STATES.has(row.lifecycle)
    await declare(tx, ctx, actor, { reason: `Server ${slug} edited`, ...(registered && newNames.length > 0 ? { reevaluate: { serverNames: newNames } } : {}) })
    const view = await readServer(tx, row.id)
    await record(tx, ctx, { actor, action: 'server.edited', object: { kind: 'server', id: row.id, name: slug }, detail: { changes: changesBetween(before, view) } })
    return view
  })
}

function refuseEdit(actor: Actor, row: LockedServer, before: ServerView, after: Omit<NewServer, 'slug'>): void {
  const isReviewer = actor.kind === 'system' || actor.roles.includes('security_reviewer')
  const obstacle = editObstacle(row.lifecycle, before, after, isReviewer)
  if (obstacle !== null) throw new AppError('conflict', `${obstacle.message}. Nothing was changed.`, { errors: [obstacle] })
  refuseHandOver(actor, row, before, after)
  refuseFaults(after)
}

/** Whoever edits only what is theirs hands it to nobody, and takes it from nobody, by editing: that is a transfer, to which both sides agree. A proposal has nobody to take it from. */
function refuseHandOver(actor: Actor, row: LockedServer, before: ServerView, after: Omit<NewServer, 'slug'>): void {
  if (reach(actor, 'server.edit') === 'all' || row.lifecycle === 'proposed') return
  const path = after.ownerEmail !== before.ownerEmail ? 'ownerEmail' : after.backupOwnerEmail !== null && after.backupOwnerEmail !== before.backupOwnerEmail ? 'backupOwnerEmail' : null
  if (path !== null) throw new AppError('consent_required', 'Nobody is made owner without agreeing: hand it over on the server’s page, and they become it when they agree. Nothing was changed.', { errors: [{ path, message: 'goes over when both sides agree' }] })
}

async function update(tx: Tx, ctx: Ctx, row: LockedServer, before: ServerView, after: Omit<NewServer, 'slug'>): Promise<void> {
  // Whoever stays is not asked for again: a server may be edited although its owner has left.
  const owner = after.ownerEmail === before.ownerEmail ? row.ownerId : (await activePerson(tx, after.ownerEmail, 'ownerEmail')).id
  const backup = after.backupOwnerEmail === null ? null : after.backupOwnerEmail === before.backupOwnerEmail ? row.backupOwnerId : (await activePerson(tx, after.backupOwnerEmail, 'backupOwnerEmail')).id
  if (!sameIdentity(before.identity, after.identity)) await refuseTakenIdentity(tx, after.identity)
  if (after.sensitivity !== before.sensitivity) await tx.transitionConsent.updateMany({ where: { serverId: row.id, closedAt: null }, data: { closedAt: ctx.now } })
  await tx.server.update({
    where: { id: row.id },
    data: {
      name: after.name, purpose: after.purpose, environment: after.environment, sensitivity: after.sensitivity, effects: after.effects, ...identityColumns(after.identity),
      transport: after.transport, endpoint: after.endpoint, command: after.command ?? [], ownerId: owner, backupOwnerId: backup,
      teamId: after.team === before.team ? row.teamId : await teamId(tx, after.team), downstream: after.downstream, reviewEveryDays: after.reviewEveryDays,
      discoverEveryHours: after.discoverEveryHours, discoveryCredential: after.discoveryCredential,
      version: { increment: 1 }, updatedAt: ctx.now,
    },
  })
  await writeSecrets(tx, ctx, row.id, after.secrets)
}

/** Makes the bindings follow the edit; answers the names that are new. */
async function rename(tx: Tx, ctx: Ctx, row: LockedServer, before: ServerView, after: Omit<NewServer, 'slug'>): Promise<string[]> {
  const bound = (await namesNow(tx, 'server', row.id)).filter((name) => name.origin === 'alias')
  const diff = diffAliases(bound.map((name) => ({ name: name.name, source: name.sourceName, from: name.validFrom })), after.aliases)
  const moved = diff.moved[0]
  if (moved !== undefined) throw new AppError('invalid_input', `The alias ${moved.name} keeps the time from which it counts. Nothing was changed.`, { errors: [{ path: 'aliases', message: 'keeps its start' }] })
  const registered = REGISTERED_STATES.has(row.lifecycle)
  const release = async (name: string, sourceName: string | null): Promise<void> =>
    registered ? releaseNames(tx, ctx, 'server', row.id, { names: [name], sourceName }) : forgetNames(tx, 'server', row.id, { names: [name], sourceName })
  for (const alias of diff.released) await release(alias.name, alias.source)
  const identityChanged = !sameIdentity(before.identity, after.identity)
  if (identityChanged && before.identity !== null) await release(identityName(before.identity), null)
  const identityNames = identityChanged && after.identity !== null ? [{ name: identityName(after.identity), origin: 'identity' as const }] : []
  await bindNames(tx, ctx, 'server', row.id, [
    ...identityNames,
    ...diff.added.map((alias) => ({ name: alias.name, origin: 'alias' as const, sourceName: alias.source, from: alias.from === null ? null : new Date(alias.from) })),
  ])
  return [...identityNames.map((name) => name.name), ...diff.added.map((alias) => alias.name)]
}
