import type { EventView } from './event-view'

export type PartyKind = 'human' | 'client' | 'delegate' | 'agent' | 'server' | 'target' | 'resource' | 'downstream'

/** One party of an act. `name` null = the log named none. `registered` null = nothing that could be registered. */
export type GraphNode = { id: string; kind: PartyKind; word: string; name: string | null; holderId: string | null; registered: boolean | null; /** What it is in now when that is worth a word: "quarantined", "inactive"; null = as expected, or not known here. */ state: string | null; /** Of the act that was opened. */ opened: boolean }

/** What one party does to the next, and how that is known. `verdict` only where a grant is asked for. */
export type GraphEdge = { id: string; from: string; to: string; does: string; known: string; verdict: string | null; blocked: boolean; opened: boolean }

export type DelegationGraph = { nodes: GraphNode[]; edges: GraphEdge[]; /** Acts of the trace that did not find room. */ leftOut: number }

/** Parties drawn at most; more is no picture. */
export const GRAPH_NODES = 60
const RESOURCES = 3

/**
 * Who acts through whom on what, from the events of one trace: human → client → delegates → agent → server → target → resources or
 * the system behind. The same party of two acts is one node. The opened act comes first and whole; others while there is room.
 */
export function delegationGraph(opened: EventView, trace: readonly EventView[]): DelegationGraph {
  const nodes = new Map<string, GraphNode>()
  const edges = new Map<string, GraphEdge>()
  const others = trace.filter((event) => event.id !== opened.id && (event.kind === 'tool_call' || event.kind === 'context_access' || event.kind === 'downstream_action'))
  let leftOut = 0
  for (const event of [opened, ...others]) {
    const path = pathOf(event, event.id === opened.id, trace)
    const added = path.nodes.filter((node) => !nodes.has(node.id)).length
    if (nodes.size + added > GRAPH_NODES) {
      leftOut += 1
      continue
    }
    for (const node of path.nodes) if (!nodes.has(node.id)) nodes.set(node.id, node)
    for (const edge of path.edges) if (!edges.has(edge.id)) edges.set(edge.id, edge)
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()], leftOut }
}

type Path = { nodes: GraphNode[]; edges: GraphEdge[] }

function pathOf(event: EventView, opened: boolean, trace: readonly EventView[]): Path {
  const nodes: GraphNode[] = []
  const edges: GraphEdge[] = []
  const party = (kind: PartyKind, word: string, name: string | null, holderId: string | null, registered: boolean | null): GraphNode => {
    const node = { id: `${kind} ${name ?? 'absent'}`, kind, word, name, holderId, registered, state: null, opened }
    nodes.push(node)
    return node
  }
  const link = (from: GraphNode, to: GraphNode, does: string, known: string, verdict: string | null = null): void => {
    if (from.id === to.id) return
    edges.push({ id: `${from.id} > ${to.id} ${verdict ?? ''}`, from: from.id, to: to.id, does, known, verdict, blocked: event.outcome === 'denied', opened })
  }
  const said = (name: string): string => (event.attributed.includes(name) ? 'the source’s constants' : 'the log')
  const agent = caller(event, party, link, said)
  const server = party('server', 'server', event.server, event.serverId, event.serverId !== null)
  const word = event.kind === 'tool_call' ? 'tool' : event.kind === 'context_access' ? 'resource' : 'action'
  const target = party(event.kind === 'downstream_action' ? 'downstream' : 'target', word, `${event.kind === 'downstream_action' ? '' : `${event.server}/`}${event.target}`, null, null)
  const cause = event.kind === 'downstream_action' ? trace.find((one) => one.spanId !== null && one.spanId === event.parentSpanId && one.id !== event.id) : undefined
  if (cause !== undefined && cause.kind !== 'downstream_action') {
    // What a call caused behind the server hangs on the call, not on whoever called.
    const caused = party('target', cause.kind === 'tool_call' ? 'tool' : 'resource', `${cause.server}/${cause.target}`, null, null)
    link(caused, target, 'caused', 'the trace', event.verdict)
  } else {
    link(agent, server, 'calls', 'the log')
    link(server, target, event.access, event.evidence.replaceAll('_', ' '), event.verdict)
  }
  for (const resource of event.resources.slice(0, RESOURCES)) link(target, party('resource', 'on', resource, null, null), 'on', 'the log')
  if (event.resources.length > RESOURCES) link(target, party('resource', 'on', `${event.resources.length - RESOURCES} more of ${event.target}`, null, null), 'on', 'the log')
  return { nodes, edges }
}

type Party = (kind: PartyKind, word: string, name: string | null, holderId: string | null, registered: boolean | null) => GraphNode
type Link = (from: GraphNode, to: GraphNode, does: string, known: string) => void

/** Human, client, those who delegated, agent; the outermost of a chain is the one that acts now (RFC 8693, `act`). */
function caller(event: EventView, party: Party, link: Link, said: (name: string) => string): GraphNode {
  const human = party('human', 'human', event.human, event.humanId, event.human === null ? null : event.humanId !== null)
  const client = party('client', 'client', event.client, event.clientId, event.client === null ? null : event.clientId !== null)
  link(human, client, 'works in', said('client'))
  let last = client
  for (const step of [...(event.delegation ?? [])].reverse()) {
    const isEnd = [event.human, event.agent].some((name) => name !== null && (name === step.sub || name === `${step.iss}|${step.sub}`))
    if (isEnd) continue
    const delegate = party('delegate', 'delegate', step.sub, null, null)
    link(last, delegate, 'acts for', step.iss)
    last = delegate
  }
  const agent = party('agent', 'agent', event.agent, event.agentId, event.agent === null ? null : event.agentId !== null)
  link(last, agent, last.kind === 'delegate' ? 'acts for' : 'runs', event.agent?.startsWith('spiffe://') === true ? 'SPIFFE ID' : said('agent'))
  return agent
}
