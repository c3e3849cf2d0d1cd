import type { Actor } from '@/lib/auth/actor'
import { db, type Prisma } from '@/lib/db/client'
import { LOUD, ORPHAN_KINDS, STRANGER_KINDS } from '@/lib/drift/attention'
import type { FindingView } from '@/lib/drift/model'
import { findingView } from '@/lib/drift/queries/findings'
import { visibleFindings } from '@/lib/drift/queries/visible'

type Named = { count: number; first: FindingView[] }

export type FindingsToday = {
  open: number; critical: number; high: number
  /** The gravest and latest of the loud ones. */
  worst: FindingView[]
  orphaned: Named
  strangers: Named
  /** Since when no critical or high finding is open; null while one is, and before the first comparison. */
  quietSince: string | null
}

/** Open findings that the actor may see, counted by what they ask of a person. */
export async function findingsToday(actor: Actor): Promise<FindingsToday> {
  const where: Prisma.FindingWhereInput = { AND: [visibleFindings(actor), { status: 'open' }] }
  const counts = await db().finding.groupBy({ by: ['severity', 'kind'], where, _count: { _all: true } })
  const count = (fits: (row: (typeof counts)[number]) => boolean) => counts.filter(fits).reduce((sum, row) => sum + row._count._all, 0)
  const first = (more: Prisma.FindingWhereInput, take: number) =>
    db().finding.findMany({ where: { AND: [where, more] }, orderBy: [{ severity: 'desc' }, { lastSeen: 'desc' }, { id: 'desc' }], take })
  const loud = count((row) => LOUD.some((severity) => severity === row.severity))
  const [worst, orphaned, strangers, quietSince] = await Promise.all([
    first({ severity: { in: [...LOUD] } }, 5), first({ kind: { in: [...ORPHAN_KINDS] } }, 3), first({ kind: { in: [...STRANGER_KINDS] } }, 3), loud > 0 ? null : sinceWhen(actor),
  ])
  return {
    open: count(() => true), critical: count((row) => row.severity === 'critical'), high: count((row) => row.severity === 'high'), worst: worst.map(findingView), quietSince,
    orphaned: { count: count((row) => ORPHAN_KINDS.some((kind) => kind === row.kind)), first: orphaned.map(findingView) },
    strangers: { count: count((row) => STRANGER_KINDS.some((kind) => kind === row.kind)), first: strangers.map(findingView) },
  }
}

/** When the last loud finding stopped being open; where none ever was, when comparing began. */
async function sinceWhen(actor: Actor): Promise<string | null> {
  const last = await db().findingHistory.findFirst({
    where: { from: 'open', to: { not: 'open' }, finding: { AND: [visibleFindings(actor), { severity: { in: [...LOUD] } }] } }, orderBy: { at: 'desc' }, select: { at: true },
  })
  if (last !== null) return last.at.toISOString()
  const run = await db().driftRun.findFirst({ where: { finishedAt: { not: null }, error: null }, orderBy: { startedAt: 'asc' }, select: { startedAt: true } })
  return run?.startedAt.toISOString() ?? null
}
