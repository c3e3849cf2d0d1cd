import type { Actor } from '@/lib/auth/actor'
import { db, type Prisma } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import { AGENT_INCLUDE, type AgentView, agentView } from '@/lib/registry/workload-view'
import { currentNames } from './names'
import { escaped } from './servers'
import { visibleAgents } from './visibility'

export type AgentFilter = { sponsor?: readonly string[] | undefined; active?: boolean | undefined; q?: string | undefined }

/** A keyset page: `after` is the last (name, id) of the page before. */
export type AgentPage = AgentFilter & { limit: number; after?: { name: string; id: string } | undefined }

/** The agents that the actor may see, by name. */
export async function listAgents(actor: Actor, page: AgentPage): Promise<AgentView[]> {
  const visible = visibleAgents(actor)
  if (visible === null) return []
  const conditions: Prisma.AgentWhereInput[] = [visible]
  if (page.sponsor !== undefined) conditions.push({ sponsor: { email: { in: page.sponsor.map((email) => email.toLowerCase()) } } })
  if (page.active !== undefined) conditions.push({ active: page.active })
  if (page.q !== undefined && page.q !== '') conditions.push(await matching(page.q))
  if (page.after !== undefined) conditions.push({ OR: [{ name: { gt: page.after.name } }, { name: page.after.name, id: { gt: page.after.id } }] })
  const found = await db().agent.findMany({ where: { AND: conditions }, orderBy: [{ name: 'asc' }, { id: 'asc' }], take: page.limit, include: AGENT_INCLUDE })
  const names = await currentNames('agent', found.map((row) => row.id))
  return found.map((row) => agentView(row, names.get(row.id) ?? []))
}

async function matching(q: string): Promise<Prisma.AgentWhereInput> {
  const contains = { contains: escaped(q), mode: 'insensitive' as const }
  const named = await db().nameBinding.findMany({ where: { holderKind: 'agent', validTo: null, name: contains }, select: { holderId: true }, distinct: ['holderId'], take: 5000 })
  return { OR: [{ purpose: contains }, { id: { in: named.map((name) => name.holderId) } }] }
}

/** Not found when there is none with this id or the actor may not see it. */
export async function getAgent(actor: Actor, id: string): Promise<AgentView> {
  const visible = visibleAgents(actor)
  const row = visible === null ? null : await db().agent.findFirst({ where: { AND: [visible, { id }] }, include: AGENT_INCLUDE })
  if (row === null) throw notFound('agent')
  return agentView(row, (await currentNames('agent', [id])).get(id) ?? [])
}
