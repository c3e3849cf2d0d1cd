import type { Tx } from '@/lib/db/client'
import type { SubjectKind } from '@/lib/offboarding/model'

type Asked = { subjectKind: SubjectKind; subjectId: string; ownerId: string | null; openedBy: string }

/**
 * Who is told of what becomes of a case: whoever answers for it and opened it, the subject's owner and backup owner, sponsor or manager as
 * they are now, and `more`. Never the subject itself, and nobody who has left; where nobody remains, the security reviewers.
 */
export async function peopleToTell(tx: Tx, row: Asked, more: readonly (string | null)[] = []): Promise<string[]> {
  const wanted = [row.ownerId, row.openedBy, ...(await answering(tx, row)), ...more].flatMap((id) => id ?? []).filter((id) => id !== row.subjectId)
  const found = await tx.person.findMany({ where: { id: { in: wanted }, active: true }, select: { id: true }, orderBy: { id: 'asc' } })
  if (found.length > 0) return found.map(({ id }) => id)
  const reviewers = await tx.person.findMany({ where: { active: true, roles: { has: 'security_reviewer' }, id: { not: row.subjectId } }, select: { id: true }, orderBy: { id: 'asc' } })
  return reviewers.map(({ id }) => id)
}

async function answering(tx: Tx, { subjectKind, subjectId: id }: Asked): Promise<(string | null)[]> {
  switch (subjectKind) {
    case 'server': { const found = await tx.server.findUnique({ where: { id }, select: { ownerId: true, backupOwnerId: true } }); return [found?.ownerId ?? null, found?.backupOwnerId ?? null] }
    case 'agent': return [(await tx.agent.findUnique({ where: { id }, select: { sponsorId: true } }))?.sponsorId ?? null]
    case 'person': return [(await tx.person.findUnique({ where: { id }, select: { managerId: true } }))?.managerId ?? null]
    case 'client': return []
  }
}
