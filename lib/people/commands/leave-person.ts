import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { noteState } from '@/lib/names/commands'
import { enqueue } from '@/lib/notify/enqueue'
import { tellOfLostTokens } from '@/lib/people/ingest-messages'
import { frozenAmong } from '@/lib/people/queries/freezes'
import { guardedHolders, withdrawRoleChanges } from './roles'

/** Throws `conflict` when this is the last one who acts and holds a guarded role: a console that nobody administers, or in which nobody decides, is no safer. Takes the roles' lock. */
export async function refuseLastHolder(tx: Tx, personId: string, now: Date): Promise<void> {
  const holders = await guardedHolders(tx)
  const rests = await frozenAmong('person', Object.values(holders).flat(), now, tx)
  const last = Object.entries(holders).find(([, ids]) => ids.includes(personId) && ids.every((id) => id === personId || rests.has(id)))
  if (last) throw new AppError('conflict', `This is the last active ${last[0].replace('_', ' ')}. Give the role to somebody else first. Nothing was changed.`)
}

export type Credentials = { sessions: string[]; tokens: { id: string; name: string }[]; links: number }

/** Ends what somebody could come in by: sessions, tokens that they own or made, links that work once, roles that wait for consent. */
export async function endCredentials(tx: Tx, ctx: Ctx, actor: Actor, personId: string): Promise<Credentials> {
  const sessions = await tx.session.updateManyAndReturn({ where: { personId, revokedAt: null, expiresAt: { gt: ctx.now } }, data: { revokedAt: ctx.now }, select: { id: true } })
  const tokens = await tx.apiToken.updateManyAndReturn({ where: { OR: [{ ownerId: personId }, { createdBy: personId }], revokedAt: null, expiresAt: { gt: ctx.now } }, data: { revokedAt: ctx.now }, select: { id: true, name: true, scopes: true } })
  const links = await tx.oneTimeLink.updateMany({ where: { personId, usedAt: null }, data: { usedAt: ctx.now } })
  await withdrawRoleChanges(tx, ctx, actor, personId, [])
  await tellOfIngest(tx, ctx, tokens, personId)
  return { sessions: sessions.map((one) => one.id), tokens: tokens.map(({ id, name }) => ({ id, name })).toSorted((a, b) => (a.id < b.id ? -1 : 1)), links: links.count }
}

async function tellOfIngest(tx: Tx, ctx: Ctx, tokens: readonly { id: string; name: string; scopes: string[] }[], leaverId: string): Promise<void> {
  if (!tokens.some((token) => token.scopes.some((scope) => scope.startsWith('ingest:')))) return
  const admins = await tx.person.findMany({ where: { active: true, roles: { has: 'admin' }, id: { not: leaverId } }, select: { id: true }, orderBy: { id: 'asc' } })
  await enqueue(tx, ctx, tokens.flatMap((token) => tellOfLostTokens(token, admins.map((one) => one.id))))
}

export type EndedPerson = Credentials & { memberships: string[] }

/** They have left, in the caller's transaction, which has locked their row: in no team, and by nothing let in. Those who left before keep that day. */
export async function endPersonIn(tx: Tx, ctx: Ctx, actor: Actor, id: string): Promise<EndedPerson> {
  const { active, leftAt } = await tx.person.findUniqueOrThrow({ where: { id }, select: { active: true, leftAt: true } })
  await tx.person.update({ where: { id }, data: { active: false, leftAt: leftAt ?? ctx.now, updatedAt: ctx.now } })
  if (active) await noteState(tx, ctx, 'person', id, 'inactive')
  const credentials = await endCredentials(tx, ctx, actor, id)
  // A stay that has not begun has meant nothing yet; it cannot end before it begins.
  await tx.teamMembership.deleteMany({ where: { personId: id, validFrom: { gt: ctx.now } } })
  const ended = await tx.teamMembership.updateManyAndReturn({ where: { personId: id, OR: [{ validTo: null }, { validTo: { gt: ctx.now } }] }, data: { validTo: ctx.now }, select: { id: true } })
  return { ...credentials, memberships: ended.map((one) => one.id) }
}

/** Another manager, or none, in the place of one who leaves. The row is locked. */
export async function setManagerIn(tx: Tx, ctx: Ctx, id: string, managerId: string | null): Promise<void> {
  await tx.person.update({ where: { id }, data: { managerId, updatedAt: ctx.now } })
}
