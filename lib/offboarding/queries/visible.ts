import { type Actor, reach } from '@/lib/auth/actor'
import type { Prisma } from '@/lib/db/client'
import type { Stand } from '@/lib/offboarding/rights'
import type { SubjectKind } from '@/lib/offboarding/model'

const NONE: Prisma.OffboardingCaseWhereInput = { id: { in: [] } }

/**
 * Which cases the actor may see: all; else those about servers and agents of their own, those they opened or answer for, and those in
 * which they must act. The end of one's own account is nothing that one sees, unless one sees all.
 */
export function visibleCases(actor: Actor): Prisma.OffboardingCaseWhereInput {
  const extent = reach(actor, 'offboarding.read')
  if (extent === 'all') return {}
  if (extent === null) return NONE
  const { personId } = actor
  const conditions: Prisma.OffboardingCaseWhereInput[] = [
    { subjectKind: 'server', subjectId: { in: [...actor.ownServerIds] } }, { subjectKind: 'agent', subjectId: { in: [...actor.ownAgentIds] } }, { openedBy: actor.id },
    ...(personId === null ? [] : [{ ownerId: personId }, { lines: { some: { ownerId: personId } } }]),
  ]
  return { AND: [{ OR: conditions }, ...(personId === null ? [] : [{ NOT: { subjectKind: 'person' as const, subjectId: personId } }])] }
}

/** Does the actor see all of the case, or only the lines on which they must act themselves? */
export function seesWhole(actor: Actor, row: { subjectKind: SubjectKind; subjectId: string; openedBy: string; ownerId: string | null }): boolean {
  if (reach(actor, 'offboarding.read') === 'all' || row.openedBy === actor.id || (actor.personId !== null && row.ownerId === actor.personId)) return true
  return (row.subjectKind === 'server' && actor.ownServerIds.includes(row.subjectId)) || (row.subjectKind === 'agent' && actor.ownAgentIds.includes(row.subjectId))
}

/** Where the actor stands towards a subject: owner or backup owner in person, or sponsor; being in the server's team is not owning it. */
export function standOf(actor: Actor, subject: { kind: SubjectKind; id: string; ownerIds: readonly string[] }, caseOwnerId: string | null = null): Stand {
  const { personId } = actor
  const within = subject.kind === 'server' ? actor.ownServerIds : subject.kind === 'agent' ? actor.ownAgentIds : []
  return {
    kind: subject.kind, isTheirs: personId !== null && within.includes(subject.id) && subject.ownerIds.includes(personId),
    isOneself: subject.kind === 'person' && actor.behind.includes(subject.id), ownsCase: personId !== null && caseOwnerId === personId,
  }
}
