import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { declare, noteState } from '@/lib/names/commands'
import { judgeMove } from '@/lib/registry/lifecycle'
import { record } from '@/lib/trail/record'
import { noteMove } from './note-move'

/** What became of it, in words; `recordIt` writes the trail's entry, which the caller does last. */
export type PutAside = { done: true; recordIt: () => Promise<void> } | { done: false; why: string }

const refused = (why: string): PutAside => ({ done: false, why })

/** Quarantines a server by the console itself, in the caller's transaction. The life cycle's table decides whether that is possible. */
export async function quarantineServerIn(tx: Tx, ctx: Ctx, id: string, reason: string): Promise<PutAside> {
  await tx.$queryRaw`SELECT id FROM server WHERE id = ${id} FOR UPDATE`
  const row = await tx.server.findUnique({ where: { id }, select: { id: true, slug: true, lifecycle: true, lifecycleBefore: true, sensitivity: true } })
  if (row === null) return refused('It is not there any more.')
  if (row.lifecycle === 'quarantined') return refused('It is quarantined already.')
  const answer = judgeMove(row, 'quarantined', true)
  if (!answer.ok) return refused(answer.reason)
  await tx.server.update({ where: { id }, data: { lifecycle: 'quarantined', lifecycleBefore: row.lifecycle, version: { increment: 1 }, updatedAt: ctx.now } })
  await tx.transitionConsent.updateMany({ where: { serverId: id, closedAt: null }, data: { closedAt: ctx.now } })
  await noteMove(tx, ctx, SYSTEM, row, 'quarantined')
  const recordIt = async (): Promise<void> => record(tx, ctx, { actor: SYSTEM, action: 'server.moved', object: { kind: 'server', id, name: row.slug }, detail: { from: row.lifecycle, to: 'quarantined', reason } })
  return { done: true, recordIt }
}

/** Makes an agent inactive by the console itself, in the caller's transaction: its grants cover none of its calls until somebody activates it again. */
export async function deactivateAgentIn(tx: Tx, ctx: Ctx, id: string, reason: string): Promise<PutAside> {
  await tx.$queryRaw`SELECT id FROM agent WHERE id = ${id} FOR UPDATE`
  const row = await tx.agent.findUnique({ where: { id }, select: { name: true, active: true } })
  if (row === null) return refused('It is not there any more.')
  if (!row.active) return refused('It is inactive already.')
  await tx.agent.update({ where: { id }, data: { active: false, updatedAt: ctx.now } })
  await noteState(tx, ctx, 'agent', id, 'inactive')
  await declare(tx, ctx, SYSTEM, { reason: `Agent ${row.name} was made inactive by the life cycle policy` })
  return { done: true, recordIt: async () => record(tx, ctx, { actor: SYSTEM, action: 'agent.deactivated', object: { kind: 'agent', id, name: row.name }, detail: { reason } }) }
}
