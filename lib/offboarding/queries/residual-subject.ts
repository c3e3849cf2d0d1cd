import { db, type Tx } from '@/lib/db/client'
import type { Subject } from '@/lib/offboarding/model'
import type { Heir, Heirs } from '@/lib/offboarding/succession'

/** The subject as far as its end needs to know it. `names`: under which logs and documents know it now. */
export type SubjectRow = { name: string; answerable: string | null; backup: string | null; identity: string | null; ended: boolean; names: string[]; downstream: string[] }

type Row = { name: string; answerable: string | null; backup: string | null; spiffe: string | null; issuer: string | null; subject: string | null; ended: boolean; downstream: string[] }

/** Null = there is no such subject. */
export async function loadSubject({ kind, id }: Subject, now: Date, client: Tx = db()): Promise<SubjectRow | null> {
  const [row] = await rowOf(kind, id, client)
  if (row === undefined) return null
  const bound = await client.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT name FROM name_binding WHERE holder_kind = ${kind}::holder_kind AND holder_id = ${id} AND (valid_from IS NULL OR valid_from <= ${now}) AND (valid_to IS NULL OR valid_to > ${now}) ORDER BY name`
  const identity = row.spiffe ?? (row.issuer !== null && row.subject !== null ? `${row.issuer}|${row.subject}` : null) ?? (kind === 'client' ? row.subject : null)
  return { name: row.name, answerable: row.answerable, backup: row.backup, identity, ended: row.ended, downstream: row.downstream, names: [...new Set([row.name, ...(identity === null ? [] : [identity]), ...bound.map((one) => one.name)])] }
}

async function rowOf(kind: Subject['kind'], id: string, client: Tx): Promise<Row[]> {
  switch (kind) {
    case 'server': return client.$queryRaw<Row[]>`SELECT slug AS name, owner_id AS answerable, backup_owner_id AS backup, spiffe_id AS spiffe, issuer, subject, (revoked_at IS NOT NULL OR lifecycle = 'retired') AS ended, downstream FROM server WHERE id = ${id}`
    case 'agent': return client.$queryRaw<Row[]>`SELECT name, sponsor_id AS answerable, NULL AS backup, spiffe_id AS spiffe, issuer, subject, NOT active AS ended, '{}'::text[] AS downstream FROM agent WHERE id = ${id}`
    case 'client': return client.$queryRaw<Row[]>`SELECT name, NULL AS answerable, NULL AS backup, NULL AS spiffe, NULL AS issuer, client_id AS subject, NOT active AS ended, '{}'::text[] AS downstream FROM client WHERE id = ${id}`
    case 'person': return client.$queryRaw<Row[]>`SELECT email AS name, NULL AS answerable, NULL AS backup, NULL AS spiffe, NULL AS issuer, NULL AS subject, NOT active AS ended, '{}'::text[] AS downstream FROM person WHERE id = ${id}`
  }
}

/** Who stands behind a case, or would: of the one under way where nothing is said. */
export type CaseStand = { ownerId: string | null; successorId: string | null; openedBy: string | null; emergency: boolean }
export const NOBODY: CaseStand = { ownerId: null, successorId: null, openedBy: null, emergency: false }

export async function standOf({ kind, id }: Subject, client: Tx = db()): Promise<CaseStand> {
  return (await client.offboardingCase.findFirst({ where: { subjectKind: kind, subjectId: id, stage: { notIn: ['closed', 'cancelled'] } }, select: { ownerId: true, successorId: true, openedBy: true, emergency: true } })) ?? NOBODY
}

/** Those people with everybody above them, however far, and those who may look after a case; circles end by themselves. */
export async function loadHeirs({ kind, id }: Subject, stand: CaseStand, ids: readonly (string | null)[], client: Tx = db()): Promise<{ heirs: Heirs; fallbackId: string | null }> {
  const wanted = [...new Set([...ids, stand.ownerId, stand.successorId, stand.openedBy, ...(kind === 'person' ? [id] : [])].flatMap((one) => one ?? []))]
  const rows = await client.$queryRaw<(Omit<Heir, 'managerId'> & { manager_id: string | null; reviewer: boolean })[]>`
    WITH RECURSIVE up AS (
      SELECT id, manager_id FROM person WHERE id = ANY(${wanted}) OR (active AND 'security_reviewer' = ANY(roles))
      UNION SELECT p.id, p.manager_id FROM person p JOIN up ON p.id = up.manager_id)
    SELECT p.id, p.name, p.active, p.manager_id, 'security_reviewer' = ANY(p.roles) AS reviewer,
      EXISTS (SELECT 1 FROM identity_freeze f WHERE f.holder_kind = 'person' AND f.holder_id = p.id AND f.lifted_at IS NULL) AS frozen
    FROM (SELECT DISTINCT id FROM up) u JOIN person p USING (id) ORDER BY p.id`
  const people = new Map(rows.map(({ manager_id: managerId, reviewer: _reviewer, ...one }): [string, Heir] => [one.id, { ...one, managerId }]))
  const heirs: Heirs = { people, leaverId: kind === 'person' ? id : null, successorId: stand.successorId, caseOwnerId: stand.ownerId, openedBy: stand.openedBy, emergency: stand.emergency }
  const there = rows.filter((one) => one.active && !one.frozen && one.id !== heirs.leaverId)
  return { heirs, fallbackId: there.find((one) => one.id === stand.ownerId)?.id ?? there.find((one) => one.reviewer)?.id ?? null }
}
