import { clsx } from 'clsx'
import type { ReactNode } from 'react'

export type StationKind = 'human' | 'client' | 'agent' | 'server' | 'target' | 'resource' | 'downstream'

export type Station = {
  kind: StationKind
  /** The word under the shape, when it is not the kind's own ("tool", "resource"). */
  word?: string
  name: string | null
  /** How the link that leads here is known: "OIDC", "SPIFFE", "no grant". */
  edge?: string
  /** The link that leads here was not allowed. */
  refused?: boolean
}

const SHAPES: Record<StationKind, ReactNode> = {
  human: <circle cx="8" cy="8" r="5.6" />,
  client: <rect x="2.5" y="2.5" width="11" height="11" rx="3.5" />,
  agent: <path d="M8 1.6 13.5 4.8v6.4L8 14.4 2.5 11.2V4.8z" />,
  server: <path d="M2.5 2.5h11v11h-11z" />,
  target: <path d="M8 1.6 14.4 8 8 14.4 1.6 8z" />,
  resource: <path d="M3.5 1.8h6l3 3v9.4h-9z" />,
  downstream: <><circle cx="8" cy="8" r="5.6" /><circle cx="8" cy="8" r="2.2" /></>,
}

/** The shape of a kind in a box of 16 by 16. */
export function StationShape({ kind }: { kind: StationKind }) {
  return SHAPES[kind]
}

/** A line with a station per identity; absent ones dashed. A table with the same steps belongs under it. */
export function Chain({ stations, label = 'Delegation chain' }: { stations: readonly Station[]; label?: string }) {
  return (
    <ol className="chain" aria-label={label}>
      {stations.map((station, place) => (
        // Two agents of one chain may share kind and name; only their place tells them apart.
        <li key={place} className={clsx(station.name === null && 'absent', station.refused === true && 'refused')}>
          {station.edge === undefined ? null : <span className="e">{station.edge}</span>}
          <span className="s"><svg viewBox="0 0 16 16" aria-hidden="true">{SHAPES[station.kind]}</svg></span>
          <span className="k">{station.word ?? station.kind}</span>
          <span className="v">{station.name ?? 'absent'}</span>
        </li>
      ))}
    </ol>
  )
}
