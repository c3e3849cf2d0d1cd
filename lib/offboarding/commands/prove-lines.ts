import type { Ctx } from '@/lib/context'
import type { Prisma, Tx } from '@/lib/db/client'
import { lineNow, type LinePatch } from '@/lib/offboarding/line-proof'
import { UNDER_WAY } from '@/lib/offboarding/machine'
import { loadProofFacts } from '@/lib/offboarding/queries/line-facts'
import { knownLine, lineRows } from '@/lib/offboarding/queries/line-rows'
import { insertLines } from './write'

/**
 * Looks at every line of a case again, adds what has come since, and writes down what is proven. The case's row is locked by the caller.
 * Returns how many lines changed. A case that is over stays as it was; what is not otherwise is not written.
 */
export async function proveLinesIn(tx: Tx, ctx: Ctx, caseId: string): Promise<number> {
  const row = await tx.offboardingCase.findUniqueOrThrow({ where: { id: caseId } })
  if (!UNDER_WAY.some((stage) => stage === row.stage)) return 0
  const rows = await lineRows(caseId, tx)
  const lines = rows.map(knownLine)
  const facts = await loadProofFacts(row, lines, ctx.now, tx)
  if (facts === null) return 0
  let changed = 0
  for (const [index, line] of lines.entries()) {
    const patch = lineNow(line, facts)
    const id = rows[index]?.id
    if (id === undefined || Object.keys(patch).length === 0) continue
    await tx.offboardingLine.update({ where: { id }, data: { ...dataOf(patch), lookedAt: ctx.now } })
    changed += 1
  }
  const known = new Set(lines.map((line) => line.key))
  const added = await insertLines(tx, ctx, caseId, [...facts.present.values()].filter((line) => !known.has(line.key)))
  // The silence is told last, whatever came since.
  if (added > 0) await tx.offboardingLine.updateMany({ where: { caseId, kind: 'silence' }, data: { position: lines.length + added } })
  return changed + added
}

function dataOf({ who, to, detail, actedAt, provenAt, ...patch }: LinePatch): Prisma.OffboardingLineUncheckedUpdateInput {
  const at = (text: string | null): Date | null => (text === null ? null : new Date(text))
  return {
    ...patch, ...(who === undefined ? {} : { ownerId: who }), ...(to === undefined ? {} : { toId: to }), ...(detail === undefined ? {} : { detail: detail as Prisma.InputJsonObject }),
    ...(actedAt === undefined ? {} : { actedAt: at(actedAt) }), ...(provenAt === undefined ? {} : { provenAt: at(provenAt) }),
  }
}
