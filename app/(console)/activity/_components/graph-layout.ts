import dagre from '@dagrejs/dagre'
import type { DelegationGraph, GraphEdge } from '@/lib/activity/delegation-graph'

/** Six stations side by side are as wide as the drawer; `line` is the height at which the shapes, and so the links, stand. */
export const NODE = { width: 71, height: 92, line: 22 }

export type Placed = ReadonlyMap<string, { x: number; y: number }>

/** In layers from the human on the left to what was reached on the right; the place of each node's upper left corner. */
export function layOut(graph: Pick<DelegationGraph, 'nodes' | 'edges'>): Placed {
  const layout = new dagre.graphlib.Graph()
  layout.setGraph({ rankdir: 'LR', nodesep: 4, ranksep: 1, edgesep: NODE.height, marginx: 0, marginy: 0 })
  layout.setDefaultEdgeLabel(() => ({}))
  for (const node of graph.nodes) layout.setNode(node.id, { width: NODE.width, height: NODE.height })
  for (const edge of graph.edges) layout.setEdge(edge.from, edge.to)
  dagre.layout(layout)
  return new Map(graph.nodes.map((node) => {
    const { x, y } = layout.node(node.id)
    return [node.id, { x: Math.round(x - NODE.width / 2), y: Math.round(y - NODE.height / 2) }]
  }))
}

/**
 * One line between two parties, whatever several acts did between them. Refused if any act was. Its label stands before the party
 * that it leads to, or behind the one that it comes from where several lines come together.
 */
export type DrawnEdge = { id: string; from: string; to: string; label: string; refused: boolean; opened: boolean; labelAt: 'source' | 'target' }

/** What two parties have with each other as one line: where a grant was missing, that is what it says. */
export function drawnEdges(edges: readonly GraphEdge[]): DrawnEdge[] {
  const lines = new Map<string, DrawnEdge>()
  for (const edge of edges) {
    const id = `${edge.from} > ${edge.to}`
    const refused = edge.verdict !== null && edge.verdict !== 'granted'
    const known = lines.get(id)
    const worse = known === undefined || (refused && !known.refused)
    lines.set(id, { id, from: edge.from, to: edge.to, label: worse ? (refused ? 'no grant' : said(edge)) : known.label, labelAt: 'target', refused: refused || known?.refused === true, opened: edge.opened || known?.opened === true })
  }
  const into = Map.groupBy(lines.values(), (line) => line.to)
  return [...lines.values()].map((line) => ({ ...line, labelAt: (into.get(line.to)?.length ?? 0) > 1 ? 'source' : 'target' }))
}

/** A resource's own word is "on" already. */
function said({ does }: GraphEdge): string {
  return does === 'on' ? '' : does
}

/** The nodes as one reads them: layer by layer, each from the top. */
export function readingOrder(placed: Placed): string[] {
  return [...placed].sort(([, a], [, b]) => a.x - b.x || a.y - b.y).map(([id]) => id)
}

/** From one node to the next with the arrow keys: right and left by layer to the nearest, up and down within one. Null = there is none. */
export function neighbour(placed: Placed, from: string, key: string): string | null {
  const here = placed.get(from)
  if (here === undefined) return null
  const across = key === 'ArrowRight' || key === 'ArrowLeft'
  const sign = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : -1
  const found = [...placed].filter(([id, at]) => id !== from && (across ? sign * (at.x - here.x) > 0 : at.x === here.x && sign * (at.y - here.y) > 0))
  const near = (at: { x: number; y: number }): number => Math.abs(at.x - here.x) * 1000 + Math.abs(at.y - here.y)
  return found.sort(([, a], [, b]) => near(a) - near(b))[0]?.[0] ?? null
}
