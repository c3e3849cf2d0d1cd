import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { clsx } from 'clsx'
import Link from 'next/link'
import { Fragment } from 'react'
import { StationShape } from '@/components/domain/chain'
import { VisuallyHidden } from '@/components/ui/badge'
import type { GraphNode } from '@/lib/activity/delegation-graph'
import { paths } from '@/lib/paths'
import { shownName } from './graph-names'

export type PartyNode = Node<{ party: GraphNode; /** An act on it that no grant covered. */ refused: boolean }, 'party'>

const SHAPE = { human: 'human', client: 'client', delegate: 'agent', agent: 'agent', server: 'server', target: 'target', resource: 'resource', downstream: 'downstream' } as const

/** Where a party's page is; null = it has none. */
function pageOf({ kind, name, holderId }: GraphNode): string | null {
  if (holderId === null || name === null) return null
  if (kind === 'human') return paths.person(holderId)
  if (kind === 'client') return paths.client(holderId)
  if (kind === 'agent') return paths.agent(holderId)
  return kind === 'server' ? paths.server(name) : null
}

/** A station: shape, kind, name, and its state where that is not what one expects. */
export function Party({ data: { party, refused } }: NodeProps<PartyNode>) {
  const href = pageOf(party)
  const stranger = party.registered === false
  const inside = (
    <>
      <span className="s"><svg viewBox="0 0 16 16" aria-hidden="true"><StationShape kind={SHAPE[party.kind]} /></svg></span>
      <span className="k">{party.word}</span>
      <span className="v" title={party.name ?? undefined}><Breakable text={shownName(party)} /></span>
      {stranger || party.state !== null ? <span className="n">{stranger ? 'not registered' : party.state}</span> : null}
      <VisuallyHidden>{party.opened ? ' of this call' : ' of the same trace'}</VisuallyHidden>
    </>
  )
  const className = clsx('party', party.opened && 'opened', (party.name === null || stranger) && 'absent', refused && 'refused')
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      {href === null ? <span className={className} data-party={party.id} tabIndex={-1}>{inside}</span> : <Link className={className} data-party={party.id} href={href}>{inside}</Link>}
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </>
  )
}

/** A name that may be broken where its parts end, because a station is narrow. */
function Breakable({ text }: { text: string }) {
  return text.split(/(?<=[_/.:-])/u).map((part, place) => <Fragment key={place}>{place === 0 ? null : <wbr />}{part}</Fragment>)
}
