import type { Tx } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import type { Subject } from '@/lib/offboarding/model'
import { findSubject, type SubjectFact } from '@/lib/offboarding/queries/subjects'
import { guardedHolders } from '@/lib/people/commands/roles'

/** Locks the subject until commit and reads it as it is then; of a person after the lock of the guarded roles, as everywhere. */
export async function lockSubject(tx: Tx, { kind, id }: Subject): Promise<SubjectFact> {
  switch (kind) {
    case 'server': await tx.$queryRaw`SELECT id FROM server WHERE id = ${id} FOR UPDATE`; break
    case 'agent': await tx.$queryRaw`SELECT id FROM agent WHERE id = ${id} FOR UPDATE`; break
    case 'client': await tx.$queryRaw`SELECT id FROM client WHERE id = ${id} FOR UPDATE`; break
    case 'person':
      await guardedHolders(tx)
      await tx.$queryRaw`SELECT id FROM person WHERE id = ${id} FOR UPDATE`
  }
  const subject = await findSubject({ kind, id }, tx)
  if (subject === null) throw notFound(kind)
  return subject
}
