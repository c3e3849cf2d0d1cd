'use client'

import { type Edge, Handle, type Node, type NodeProps, Position, ReactFlow } from '@xyflow/react'
import { clsx } from 'clsx'
import Link from 'next/link'
import { useMemo } from 'react'
import { VisuallyHidden } from '@/components/ui/badge'
import type { DelegationGraph, GraphNode } from '@/lib/activity/delegation-graph'
import { paths } from '@/lib/paths'
import { layOut, NODE } from './graph-layout'
import { shownName } from './graph-names'

type PartyNode = Node<{ party: GraphNode }, 'party'>

/** Where a party's page is; null = it has none. */
function pageOf({ kind, name, holderId }: GraphNode): string | null {
  if (holderId === null || name === null) return null
  if (kind === 'human') return paths.person(holderId)
  if (kind === 'client') return paths.client(holderId)
  if (kind === 'agent') return paths.agent(holderId)
  return kind === 'server' ? paths.server(name) : null
}

function Party({ data: { party } }: NodeProps<PartyNode>) {
  const href = pageOf(party)
  const inside = (
    <>
      <span className="k">{party.word}{party.registered === false ? ', not registered' : ''}</span>
      <span className="v" title={party.name ?? undefined}>{shownName(party)}</span>
      <VisuallyHidden>{party.opened ? ' of this call' : ' of the same trace'}</VisuallyHidden>
    </>
  )
  const className = clsx('party', party.opened && 'opened', (party.name === null || party.registered === false) && 'absent')
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      {href === null ? <span className={className}>{inside}</span> : <Link className={className} href={href}>{inside}</Link>}
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </>
  )
}

const TYPES = { party: Party }

/** As large as the text beside it; a broad graph is scrolled. */
const ZOOM = 1

/** The picture: nothing in it can be moved or changed. Its table twin says the same. */
export function GraphCanvas({ graph }: { graph: DelegationGraph }) {
  const { nodes, edges, width, height } = useMemo(() => {
    const placed = layOut(graph)
    const corners = [...placed.values()]
    const [right, bottom] = [Math.max(...corners.map(({ x }) => x)) + NODE.width, Math.max(...corners.map(({ y }) => y)) + NODE.height]
    return {
      nodes: graph.nodes.map((party): PartyNode => ({ id: party.id, type: 'party', data: { party }, position: placed.get(party.id) ?? { x: 0, y: 0 }, width: NODE.width, height: NODE.height })),
      edges: graph.edges.map((edge): Edge => ({
        id: edge.id, source: edge.from, target: edge.to, label: edge.verdict === null || edge.verdict === 'granted' ? edge.does : edge.verdict.replaceAll('_', ' '),
        className: clsx(edge.opened && 'opened', edge.verdict !== null && edge.verdict !== 'granted' && 'refused', edge.blocked && 'blocked'), focusable: false,
      })),
      width: Math.ceil((right + 4) * ZOOM), height: Math.ceil((bottom + 10) * ZOOM),
    }
  }, [graph])
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Delegation graph">
      <div className="deleg" style={{ width, height }}>
        <ReactFlow
          nodes={nodes} edges={edges} nodeTypes={TYPES} defaultViewport={{ x: 0, y: 0, zoom: ZOOM }} minZoom={ZOOM} maxZoom={ZOOM} panOnDrag={false} panOnScroll={false}
          nodesDraggable={false} nodesConnectable={false} nodesFocusable={false} edgesFocusable={false} elementsSelectable={false} disableKeyboardA11y
          zoomOnScroll={false} zoomOnPinch={false} zoomOnDoubleClick={false} preventScrolling={false} proOptions={{ hideAttribution: true }}
        />
      </div>
    </div>
  )
}
