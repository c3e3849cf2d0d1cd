import type { Actor } from '@/lib/auth/actor'
import { db, type Prisma } from '@/lib/db/client'
import { visibleFindings } from '@/lib/drift/queries/visible'

/** Findings that wait for somebody. */
export const UNSETTLED = ['open', 'acknowledged'] as const

export type FindingCount = { total: number; worst: string; worstCount: number }

const RANK = ['low', 'medium', 'high', 'critical']

/** Unsettled findings by what they are about (`serverId` or `agentId`), with the gravest severity among them. */
export async function countFindings(actor: Actor, by: 'serverId' | 'agentId', ids: readonly string[]): Promise<Map<string, FindingCount>> {
  if (ids.length === 0) return new Map()
  const where: Prisma.FindingWhereInput = { AND: [visibleFindings(actor), { status: { in: [...UNSETTLED] } }, { [by]: { in: [...ids] } }] }
  const found = await db().finding.groupBy({ by: ['serverId', 'agentId', 'severity'], where, _count: { _all: true } })
  const counts = new Map<string, FindingCount>()
  for (const row of found) {
    const id = row[by]
    if (id === null) continue
    const one = counts.get(id) ?? { total: 0, worst: 'low', worstCount: 0 }
    one.total += row._count._all
    if (RANK.indexOf(row.severity) > RANK.indexOf(one.worst)) Object.assign(one, { worst: row.severity, worstCount: 0 })
    if (row.severity === one.worst) one.worstCount += row._count._all
    counts.set(id, one)
  }
  return counts
}

export type FindingLine = { id: string; kind: string; severity: string; status: string; target: string | null; agent: string | null; explanation: string; lastSeen: string; evaluable: boolean }

/** The unsettled findings about one thing, the gravest and latest first. */
export async function findingLines(actor: Actor, about: Prisma.FindingWhereInput, take = 8): Promise<FindingLine[]> {
  const found = await db().finding.findMany({
    where: { AND: [visibleFindings(actor), { status: { in: [...UNSETTLED] } }, about] }, orderBy: [{ severity: 'desc' }, { lastSeen: 'desc' }, { id: 'desc' }], take,
  })
  return found.map(({ id, kind, severity, status, target, agent, explanation, lastSeen, evaluable }) => ({ id, kind, severity, status, target, agent, explanation, lastSeen: lastSeen.toISOString(), evaluable }))
}
