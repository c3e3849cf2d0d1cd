import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { noteState } from '@/lib/names/commands'
import { type Credentials, endCredentials } from '@/lib/people/commands/leave-person'
import type { CaseRecord } from './load'

/** Grants given on the server, or held by name, that stand, are to come or rest, whatever their mode. */
export async function grantsOf(tx: Tx, { subjectKind, subjectId }: CaseRecord, now: Date): Promise<string[]> {
  const column = { server: { serverId: subjectId }, agent: { agentId: subjectId }, client: { clientId: subjectId }, person: { personId: subjectId } }[subjectKind]
  const found = await tx.grant.findMany({ where: { ...column, revokedAt: null, OR: [{ validUntil: null }, { validUntil: { gt: now } }] }, select: { id: true }, orderBy: { id: 'asc' } })
  return found.map((grant) => grant.id)
}

export type EndedIdentity = { credentials: Credentials | null; memberships: string[]; wasActive: boolean }

/** Says that the subject is over: it is not active, of a server its grants are; a person is in no team, and nothing of theirs opens the door. All is locked. */
export async function endIdentity(tx: Tx, ctx: Ctx, actor: Actor, { subjectKind, subjectId }: CaseRecord): Promise<EndedIdentity> {
  const nothing = { credentials: null, memberships: [] }
  switch (subjectKind) {
    case 'server':
      await tx.server.update({ where: { id: subjectId }, data: { revokedAt: ctx.now, version: { increment: 1 }, updatedAt: ctx.now } })
      return { ...nothing, wasActive: true }
    case 'agent': {
      const { active } = await tx.agent.findUniqueOrThrow({ where: { id: subjectId }, select: { active: true } })
      await tx.agent.update({ where: { id: subjectId }, data: { active: false, updatedAt: ctx.now } })
      if (active) await noteState(tx, ctx, 'agent', subjectId, 'inactive')
      return { ...nothing, wasActive: active }
    }
    case 'client': {
      const { active } = await tx.client.findUniqueOrThrow({ where: { id: subjectId }, select: { active: true } })
      await tx.client.update({ where: { id: subjectId }, data: { active: false, updatedAt: ctx.now } })
      if (active) await noteState(tx, ctx, 'client', subjectId, 'inactive')
      return { ...nothing, wasActive: active }
    }
    case 'person': return endPerson(tx, ctx, actor, subjectId)
  }
}

async function endPerson(tx: Tx, ctx: Ctx, actor: Actor, id: string): Promise<EndedIdentity> {
  const { active, leftAt } = await tx.person.findUniqueOrThrow({ where: { id }, select: { active: true, leftAt: true } })
  await tx.person.update({ where: { id }, data: { active: false, leftAt: leftAt ?? ctx.now, updatedAt: ctx.now } })
  if (active) await noteState(tx, ctx, 'person', id, 'inactive')
  const credentials = await endCredentials(tx, ctx, actor, id)
  // A stay that has not begun has meant nothing yet; it cannot end before it begins.
  await tx.teamMembership.deleteMany({ where: { personId: id, validFrom: { gt: ctx.now } } })
  const ended = await tx.teamMembership.updateManyAndReturn({ where: { personId: id, OR: [{ validTo: null }, { validTo: { gt: ctx.now } }] }, data: { validTo: ctx.now }, select: { id: true } })
  return { credentials, memberships: ended.map((one) => one.id), wasActive: active }
}
