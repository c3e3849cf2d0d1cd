import { db, type Prisma, type Tx } from '@/lib/db/client'
import type { KnownLine } from '@/lib/offboarding/line-proof'
import type { LineState, ResidualKind } from '@/lib/offboarding/model'

export type OffboardingCaseRow = Prisma.OffboardingCaseGetPayload<object>
export type OffboardingLineRow = Prisma.OffboardingLineGetPayload<object>

export async function lineRows(caseId: string, client: Tx = db()): Promise<OffboardingLineRow[]> {
  return client.offboardingLine.findMany({ where: { caseId }, orderBy: { position: 'asc' } })
}

/** A stored line as its rule reads it; the words are checks of the store. */
export function knownLine(row: OffboardingLineRow): KnownLine {
  return {
    key: row.key, kind: row.kind as ResidualKind, objectId: row.objectId, title: row.title, why: row.why, proofBy: row.proofBy, who: row.ownerId, to: row.toId, state: row.state as LineState, foundAt: row.foundAt.toISOString(),
    actedAt: row.actedAt?.toISOString() ?? null, actedBy: row.actedBy, reference: row.reference, note: row.note, proof: row.proof, provenAt: row.provenAt?.toISOString() ?? null, detail: row.detail as Record<string, unknown>,
  }
}
