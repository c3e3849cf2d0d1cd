'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Chain, type Station } from '@/components/domain/chain'
import { VerdictMark } from '@/components/domain/verdict'
import { PlainTable } from '@/components/table/plain-table'
import { Segmented } from '@/components/ui/segmented'
import type { DelegationGraph } from '@/lib/activity/delegation-graph'
import { shownName } from './graph-names'

// Drawn only where somebody opens an event, so that the list does not carry its weight.
const GraphCanvas = dynamic(() => import('./graph-canvas').then((module) => module.GraphCanvas), { ssr: false })

/** The chain from the human to what was reached: as a picture, on narrow screens as a line of stations, and always as a table too. */
export function Delegation({ graph, stations }: { graph: DelegationGraph; stations: readonly Station[] }) {
  const [shown, setShown] = useState('graph')
  const acts = graph.nodes.filter(({ kind }) => kind === 'target').length
  return (
    <>
      <div className="hide-s">
        <div className="acts pb-2">
          <Segmented label="Show the chain as" name="chain" options={[{ value: 'graph', label: 'Graph' }, { value: 'table', label: 'Table' }]} value={shown} onChange={setShown} />
          <span className="mute sm">{acts > 1 ? `this call and ${acts - 1} more of its trace` : 'this call'}{graph.leftOut === 0 ? '' : `; ${graph.leftOut} more are left out`}</span>
        </div>
        {shown === 'graph' ? <GraphCanvas graph={graph} /> : null}
      </div>
      <div className="only-s"><Chain stations={stations} /></div>
      <div className={shown === 'graph' ? 'only-s' : undefined}><Twin graph={graph} /></div>
    </>
  )
}

function Twin({ graph }: { graph: DelegationGraph }) {
  const names = new Map(graph.nodes.map((node) => [node.id, node]))
  const said = (id: string) => {
    const node = names.get(id)
    if (node === undefined) return null
    return <span className="wrap-anywhere">{node.name === null ? <i className="mute">absent</i> : node.kind === 'target' ? shownName(node) : node.name}<span className="d2">{node.word}{node.registered === false ? ', not registered' : node.state === null ? '' : `, ${node.state}`}</span></span>
  }
  return (
    <PlainTable
      label="Delegation chain, step by step" fixed flow
      columns={[{ head: 'From', flow: { order: 1 } }, { head: 'Does', width: '92px', flow: { order: 2, end: true } }, { head: 'To', flow: { order: 3 } }, { head: 'Known by', width: '108px', flow: { order: 4, end: true } }]}
      rows={graph.edges.map((edge) => ({
        id: edge.id,
        cells: [said(edge.from), edge.verdict === null || edge.verdict === 'granted' ? (edge.opened ? edge.does : <span className="soft">{edge.does}</span>) : <VerdictMark key="v" verdict={edge.verdict} outcome={edge.blocked ? 'denied' : 'success'} />, said(edge.to), <span key="k" className="soft sm">{edge.known}</span>],
      }))}
    />
  )
}

