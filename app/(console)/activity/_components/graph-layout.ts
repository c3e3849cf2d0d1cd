import dagre from '@dagrejs/dagre'
import type { DelegationGraph } from '@/lib/activity/delegation-graph'

export const NODE = { width: 184, height: 42 }

export type Placed = ReadonlyMap<string, { x: number; y: number }>

/** In layers from the human down, because a drawer is higher than wide; the place of each node's upper left corner. */
export function layOut(graph: Pick<DelegationGraph, 'nodes' | 'edges'>): Placed {
  const layout = new dagre.graphlib.Graph()
  layout.setGraph({ rankdir: 'TB', nodesep: 16, ranksep: 44, marginx: 2, marginy: 2 })
  layout.setDefaultEdgeLabel(() => ({}))
  for (const node of graph.nodes) layout.setNode(node.id, { ...NODE })
  for (const edge of graph.edges) layout.setEdge(edge.from, edge.to)
  dagre.layout(layout)
  return new Map(graph.nodes.map((node) => {
    const { x, y } = layout.node(node.id)
    return [node.id, { x: x - NODE.width / 2, y: y - NODE.height / 2 }]
  }))
}
