import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { AppError, notFound } from '@/lib/errors'
import { bindNames, declare, type NameInput, noteState } from '@/lib/names/commands'
import { mayReturn } from '@/lib/people/commands/return-holder'
import type { ClientChange, NewClient } from '@/lib/registry/workload-input'
import { type ClientView, clientView } from '@/lib/registry/workload-view'
import { record } from '@/lib/trail/record'
import { change, namesNow } from './load'
import { changeNames } from './change-names'

/** Registers a client application; like an agent's, its registration counts backwards without limit. */
export async function registerClient(actor: Actor, ctx: Ctx, input: NewClient): Promise<ClientView> {
  requireAll(actor)
  return change(async (tx) => {
    if (input.clientId !== null) await refuseTakenClientId(tx, input.clientId)
    const id = ctx.id('client')
    await tx.client.create({ data: { id, name: input.name, clientId: input.clientId, createdAt: ctx.now, updatedAt: ctx.now } })
    const names: NameInput[] = [
      ...(input.clientId === null ? [] : [{ name: input.clientId, origin: 'identity' as const }]),
      { name: input.name, origin: 'name' }, ...input.aliases.map((name) => ({ name, origin: 'alias' as const })),
    ]
    await bindNames(tx, ctx, 'client', id, names)
    await noteState(tx, ctx, 'client', id, 'active')
    await declare(tx, ctx, actor, { reason: `Client ${input.name} registered`, reevaluate: { clientNames: names.map((name) => name.name), clientIds: [id] } })
    const view = await readClient(tx, id)
    await record(tx, ctx, { actor, action: 'client.registered', object: { kind: 'client', id, name: input.name }, detail: { after: view } })
    return view
  })
}

/** Changes a client. `active` acts from now on; new names are judged backwards, released ones keep what they meant. */
export async function changeClient(actor: Actor, ctx: Ctx, id: string, wanted: ClientChange): Promise<ClientView> {
  requireAll(actor)
  return change(async (tx) => {
    const locked = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM client WHERE id = ${id} FOR UPDATE`
    if (locked.length === 0) throw notFound('client')
    if (wanted.active === true) await mayReturn(tx, ctx, actor, 'client', id)
    const row = await tx.client.findUniqueOrThrow({ where: { id } })
    const before = clientView(row, await namesNow(tx, 'client', id))
    if (wanted.clientId !== undefined && wanted.clientId !== null && wanted.clientId !== row.clientId) await refuseTakenClientId(tx, wanted.clientId)
    await tx.client.update({
      where: { id },
      data: { name: wanted.name ?? row.name, clientId: wanted.clientId === undefined ? row.clientId : wanted.clientId, active: wanted.active ?? row.active, updatedAt: ctx.now },
    })
    const added = await changeNames(tx, ctx, 'client', id, wanted)
    if (wanted.active !== undefined && wanted.active !== row.active) await noteState(tx, ctx, 'client', id, wanted.active ? 'active' : 'inactive')
    await declare(tx, ctx, actor, { reason: `Client ${row.name} changed`, ...(added.length === 0 ? {} : { reevaluate: { clientNames: added } }) })
    const view = await readClient(tx, id)
    await record(tx, ctx, { actor, action: 'client.changed', object: { kind: 'client', id, name: view.name }, detail: { before, after: view } })
    return view
  })
}

/** A client belongs to nobody, so a right to one's own things gives none here. */
function requireAll(actor: Actor): void {
  if (require(actor, 'workload.register') !== 'all') throw new AppError('forbidden', 'Client applications are registered by an administrator or a security reviewer. Nothing was changed.')
}

async function refuseTakenClientId(tx: Tx, clientId: string): Promise<void> {
  if ((await tx.client.findUnique({ where: { clientId }, select: { id: true } })) !== null) {
    throw new AppError('already_exists', 'A client with this client id is already registered. Nothing was changed.', { errors: [{ path: 'clientId', message: 'is already taken' }] })
  }
}

async function readClient(tx: Tx, id: string): Promise<ClientView> {
  return clientView(await tx.client.findUniqueOrThrow({ where: { id } }), await namesNow(tx, 'client', id))
}
