'use client'

import { type Node, ReactFlow } from '@xyflow/react'
import { clsx } from 'clsx'
import { type KeyboardEvent, useMemo } from 'react'
import type { DelegationGraph } from '@/lib/activity/delegation-graph'
import { Line, type LineEdge } from './graph-edge'
import { drawnEdges, layOut, neighbour, NODE, readingOrder } from './graph-layout'
import { Party, type PartyNode } from './graph-party'

const TYPES = { party: Party }
const LINES = { line: Line }

/** The picture: nothing in it can be moved or changed, and it is as large as the text beside it. Its table twin says the same. */
export function GraphCanvas({ graph }: { graph: DelegationGraph }) {
  const placed = useMemo(() => layOut(graph), [graph])
  const { nodes, edges, width, height } = useMemo(() => {
    const byId = new Map(graph.nodes.map((party) => [party.id, party]))
    const lines = drawnEdges(graph.edges)
    const refused = new Set(lines.flatMap((line) => (line.refused ? [line.to] : [])))
    const corners = [...placed.values()]
    return {
      // In the order in which one reads them, so that Tab goes along the chain.
      nodes: readingOrder(placed).flatMap((id): Node[] => {
        const party = byId.get(id)
        return party === undefined ? [] : [{ id, type: 'party', data: { party, refused: refused.has(id) }, position: placed.get(id) ?? { x: 0, y: 0 }, width: NODE.width, height: NODE.height } satisfies PartyNode]
      }),
      edges: lines.map((line): LineEdge => ({
        id: line.id, source: line.from, target: line.to, label: line.label, data: { labelAt: line.labelAt }, focusable: false,
        type: 'line', className: clsx(line.opened && 'opened', line.refused && 'refused'),
      })),
      width: Math.max(...corners.map(({ x }) => x)) + NODE.width, height: Math.max(...corners.map(({ y }) => y)) + NODE.height,
    }
  }, [graph, placed])

  function move(event: KeyboardEvent<HTMLDivElement>): void {
    const from = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-party]')?.dataset['party'] : undefined
    if (from === undefined || !event.key.startsWith('Arrow')) return
    event.preventDefault()
    const to = neighbour(placed, from, event.key)
    const found = to === null ? undefined : [...event.currentTarget.querySelectorAll<HTMLElement>('[data-party]')].find((one) => one.dataset['party'] === to)
    found?.focus()
  }

  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Delegation graph" onKeyDown={move}>
      <div className="deleg" style={{ width, height }}>
        <ReactFlow
          nodes={nodes} edges={edges} nodeTypes={TYPES} edgeTypes={LINES} defaultViewport={{ x: 0, y: 0, zoom: 1 }} minZoom={1} maxZoom={1} panOnDrag={false} panOnScroll={false}
          nodesDraggable={false} nodesConnectable={false} nodesFocusable={false} edgesFocusable={false} elementsSelectable={false} disableKeyboardA11y
          zoomOnScroll={false} zoomOnPinch={false} zoomOnDoubleClick={false} preventScrolling={false} proOptions={{ hideAttribution: true }}
        />
      </div>
    </div>
  )
}
