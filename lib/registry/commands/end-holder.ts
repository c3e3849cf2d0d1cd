import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { noteState } from '@/lib/names/commands'
import type { Lifecycle } from '@/lib/registry/model'
import { noteMove } from './note-move'

/**
 * What an offboarding does to servers, agents and clients, each in the caller's transaction, which has locked the row, asked whether it
 * may, and records it last.
 */

type Moving = { id: string; slug: string; lifecycle: Lifecycle }

/** Into `offboarding`. The version stays, so that coming back leaves the row as it was. */
export async function freezeServerIn(tx: Tx, ctx: Ctx, actor: Actor, server: Moving): Promise<void> {
  await tx.server.update({ where: { id: server.id }, data: { lifecycle: 'offboarding', lifecycleBefore: server.lifecycle } })
  await noteMove(tx, ctx, actor, server, 'offboarding')
}

/** Out of it, to exactly what was: the state, and the one before that. The table admits only the state it came from. */
export async function thawServerIn(tx: Tx, ctx: Ctx, actor: Actor, server: Moving, to: Lifecycle, before: Lifecycle | null): Promise<void> {
  await tx.server.update({ where: { id: server.id }, data: { lifecycle: to, lifecycleBefore: before } })
  await noteMove(tx, ctx, actor, server, to)
}

/** The server is over: from now on it only retires, and no grant reaches it. */
export async function revokeServerIn(tx: Tx, ctx: Ctx, id: string): Promise<void> {
  await tx.server.update({ where: { id }, data: { revokedAt: ctx.now, version: { increment: 1 }, updatedAt: ctx.now } })
}

/** The agent or client is not active any more. */
export async function endWorkloadIn(tx: Tx, ctx: Ctx, kind: 'agent' | 'client', id: string): Promise<void> {
  const data = { active: false, updatedAt: ctx.now }
  const where = { id, active: true }
  const { count } = kind === 'agent' ? await tx.agent.updateMany({ where, data }) : await tx.client.updateMany({ where, data })
  if (count > 0) await noteState(tx, ctx, kind, id, 'inactive')
}

/** Puts others in a leaver's place. The caller declares. */
export async function handServerOverIn(tx: Tx, ctx: Ctx, id: string, places: { ownerId: string; backupOwnerId: string | null }): Promise<void> {
  await tx.server.update({ where: { id }, data: { ...places, version: { increment: 1 }, updatedAt: ctx.now } })
}

export async function handAgentOverIn(tx: Tx, ctx: Ctx, id: string, sponsorId: string): Promise<void> {
  await tx.agent.update({ where: { id }, data: { sponsorId, updatedAt: ctx.now } })
}
