import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { type Picture, PICTURE_SETTING, pictureSchema } from '@/lib/drift/picture'
import { visibleFindings } from '@/lib/drift/queries/visible'
import { visibleGrants } from '@/lib/grants/queries/visible'
import { type PairMatrix, pairMatrix } from './drift-pairs'

export type DriftMatrixView = PairMatrix & { total: PairMatrix['total'] & { /** Unused grants that may write or administer. */ unusedWrite: number } }

/** What became of every grant in force, as of the latest run; null before the first one. */
export async function latestPicture(): Promise<Picture | null> {
  const setting = await db().setting.findUnique({ where: { key: PICTURE_SETTING } })
  const parsed = pictureSchema.safeParse(setting?.value)
  return parsed.success ? parsed.data : null
}

/** Servers by agents: what the actor may see of what is declared, beside what was observed by the latest run. */
export async function driftMatrix(actor: Actor, _now: Date): Promise<DriftMatrixView> {
  const picture = await latestPicture()
  const known = picture === null ? [] : [...picture.used, ...picture.unused, ...picture.notEvaluable, ...picture.young]
  const [grants, findings] = await Promise.all([
    db().grant.findMany({
      where: { AND: [visibleGrants(actor), { id: { in: known } }] },
      select: { id: true, agentId: true, access: true, server: { select: { slug: true, sensitivity: true } }, agent: { select: { spiffeId: true, issuer: true, subject: true } } },
    }),
    db().finding.findMany({
      where: { AND: [visibleFindings(actor), { status: { not: 'resolved' } }] }, orderBy: { id: 'asc' },
      select: { kind: true, status: true, severity: true, server: true, target: true, agent: true, executed: true, serverId: true },
    }),
  ])
  const servers = new Map(grants.map(({ server }) => [server.slug, server]))
  const others = await db().server.findMany({ where: { id: { in: findings.flatMap((finding) => finding.serverId ?? []) } }, select: { slug: true, sensitivity: true } })
  for (const server of others) servers.set(server.slug, server)
  const matrix = pairMatrix({
    servers: [...servers.values()], picture, findings,
    grants: grants.map((grant) => ({ id: grant.id, server: grant.server.slug, agentId: grant.agentId, agent: grant.agent === null ? null : (grant.agent.spiffeId ?? `${grant.agent.issuer ?? ''}|${grant.agent.subject ?? ''}`) })),
  })
  const unused = new Set(picture?.unused ?? [])
  return { ...matrix, total: { ...matrix.total, unusedWrite: grants.filter((grant) => unused.has(grant.id) && grant.access !== 'read').length } }
}
