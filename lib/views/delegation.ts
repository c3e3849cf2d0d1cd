import type { DelegationGraph, GraphNode } from '@/lib/activity/delegation-graph'
import { type Actor, may } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'

/** The same picture with the present state of those parties for which it is not the expected one. */
export async function withStates(actor: Actor, graph: DelegationGraph): Promise<DelegationGraph> {
  if (!may(actor, 'registry.read')) return graph
  const ids = (kind: GraphNode['kind']): string[] => graph.nodes.flatMap((node) => (node.kind === kind && node.holderId !== null ? [node.holderId] : []))
  const off = { active: false }
  const [people, clients, agents, servers] = await Promise.all([
    db().person.findMany({ where: { id: { in: ids('human') }, ...off }, select: { id: true } }), db().client.findMany({ where: { id: { in: ids('client') }, ...off }, select: { id: true } }),
    db().agent.findMany({ where: { id: { in: ids('agent') }, ...off }, select: { id: true } }), db().server.findMany({ where: { id: { in: ids('server') }, lifecycle: { not: 'active' } }, select: { id: true, lifecycle: true } }),
  ])
  const states = new Map<string, string>([
    ...people.map(({ id }): [string, string] => [id, 'has left']), ...[...clients, ...agents].map(({ id }): [string, string] => [id, 'inactive']), ...servers.map(({ id, lifecycle }): [string, string] => [id, lifecycle]),
  ])
  return { ...graph, nodes: graph.nodes.map((node) => ({ ...node, state: node.holderId === null ? null : (states.get(node.holderId) ?? null) })) }
}
