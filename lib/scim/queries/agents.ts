import type { Prisma, Tx } from '@/lib/db/client'
import { identityOf } from '@/lib/registry/identity'
import { type AgentFacts, agentResource } from '@/lib/scim/agent'
import { withMeta } from '@/lib/scim/answer'
import { matches } from '@/lib/scim/filter'
import { type Doc, isDeleted, keptOf } from '@/lib/scim/model'
import { type Asked, slice } from './page'

const INCLUDE = { sponsor: { select: { id: true, name: true } } } satisfies Prisma.AgentInclude

type Row = Prisma.AgentGetPayload<{ include: typeof INCLUDE }>

function agentFacts(row: Row): AgentFacts | null {
  const identity = identityOf(row)
  if (identity === null) return null
  return { id: row.id, name: row.name, purpose: row.purpose, active: row.active, identity, sponsor: row.sponsor, externalId: row.externalId, createdAt: row.createdAt, updatedAt: row.updatedAt, kept: keptOf(row.scim) }
}

export function agentAnswer(agent: AgentFacts, base: string): Doc {
  return withMeta('Agent', agentResource(agent, base), base, { created: agent.createdAt, lastModified: agent.updatedAt })
}

/** An agent by id; null for one that nobody has, or that the directory deleted. */
export async function findAgent(tx: Tx, id: string): Promise<AgentFacts | null> {
  const agent = await loadAgent(tx, id)
  return agent === null || isDeleted(agent.kept) ? null : agent
}

/** The same with those that the directory deleted. */
export async function loadAgent(tx: Tx, id: string): Promise<AgentFacts | null> {
  const row = await tx.agent.findUnique({ where: { id }, include: INCLUDE })
  return row === null ? null : agentFacts(row)
}

/** Agents in the order in which they came, with a filter's exact answer. */
export async function listAgents(tx: Tx, asked: Asked, base: string): Promise<{ resources: Doc[]; total: number; startIndex: number }> {
  const { filter } = asked
  const rows = await tx.agent.findMany({ include: INCLUDE, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  const all = rows.flatMap((row) => (isDeleted(row.scim) ? [] : (agentFacts(row) ?? []))).map((one) => agentAnswer(one, base))
  const found = filter === null ? all : all.filter((one) => matches(filter, one))
  return { resources: slice(found, asked), total: found.length, startIndex: asked.startIndex }
}
