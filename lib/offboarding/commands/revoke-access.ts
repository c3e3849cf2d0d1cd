import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { type EndedPerson, endPersonIn } from '@/lib/people/commands/leave-person'
import { endWorkloadIn, revokeServerIn } from '@/lib/registry/commands/end-holder'
import type { CaseRecord } from './load'

/** Grants given on the server, or held by name, that stand, are to come or rest, whatever their mode. */
export async function grantsOf(tx: Tx, { subjectKind, subjectId }: CaseRecord, now: Date): Promise<string[]> {
  const column = { server: { serverId: subjectId }, agent: { agentId: subjectId }, client: { clientId: subjectId }, person: { personId: subjectId } }[subjectKind]
  const found = await tx.grant.findMany({ where: { ...column, revokedAt: null, OR: [{ validUntil: null }, { validUntil: { gt: now } }] }, select: { id: true }, orderBy: { id: 'asc' } })
  return found.map((grant) => grant.id)
}

const NOTHING: EndedPerson = { sessions: [], tokens: [], links: 0, memberships: [] }

/** Says that the subject is over: it is not active, of a server its grants are; a person is in no team, and nothing of theirs opens the door. All is locked. */
export async function endIdentity(tx: Tx, ctx: Ctx, actor: Actor, { subjectKind, subjectId }: CaseRecord): Promise<EndedPerson> {
  if (subjectKind === 'person') return endPersonIn(tx, ctx, actor, subjectId)
  if (subjectKind === 'server') await revokeServerIn(tx, ctx, subjectId)
  else await endWorkloadIn(tx, ctx, subjectKind, subjectId)
  return NOTHING
}
