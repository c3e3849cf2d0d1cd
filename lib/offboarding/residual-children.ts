import { paths } from '@/lib/paths'
import type { ResidualLine } from './model'
import type { ChildRow, ResidualFacts } from './residual-facts'
import { mayInherit, successorOf } from './succession'

/** Somebody acts for somebody: `from` is the one for whom, `to` who does it. Keys such as `agent agt_…` or `identity spiffe://…`. */
export type ChildEdge = { from: string; to: string; lastAt: string | null }
export type ChildNode = { key: string; name: string; agentId: string | null; sponsorId: string | null }

/** So long a path is told whole; a chain of delegation is rarely longer than three. */
const LONGEST_TOLD = 8

/** The key of one end of an edge. */
export function childKey(of: { agentId: string } | { identity: string }): string {
  return 'agentId' in of ? `agent ${of.agentId}` : `identity ${of.identity}`
}

/**
 * Everybody who acts for the root, directly or through others, each once with a shortest path to it; whoever stands on a circle is
 * told once too, and the root never. Order: nearest first, then by key.
 */
export function childrenOf(root: { key: string; name: string }, nodes: ReadonlyMap<string, ChildNode>, edges: readonly ChildEdge[]): ChildRow[] {
  const next = Map.groupBy(edges, (edge) => edge.from)
  const reached = new Map<string, ChildRow>()
  let frontier: { key: string; path: readonly string[] }[] = [{ key: root.key, path: [root.name] }]
  while (frontier.length > 0) {
    const found = new Map<string, { path: readonly string[]; lastAt: string | null }>()
    for (const { key, path } of frontier) {
      for (const { to, lastAt } of next.get(key) ?? []) {
        if (to === root.key || reached.has(to)) continue
        const known = found.get(to)
        found.set(to, { path: known?.path ?? [...path, nodes.get(to)?.name ?? to], lastAt: later(known?.lastAt ?? null, lastAt) })
      }
    }
    frontier = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, { path, lastAt }]) => {
      const node = nodes.get(key)
      reached.set(key, { key, agentId: node?.agentId ?? null, name: node?.name ?? key, path, sponsorId: node?.sponsorId ?? null, lastAt })
      return { key, path }
    })
  }
  return [...reached.values()]
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return a < b ? b : a
}

/** A line for everybody who acts for the subject and is not told already as sponsored by it. Their own sponsor must look after it, else the console's security. */
export function childLines({ subject, heirs, children, sponsored, fallbackId }: ResidualFacts): ResidualLine[] {
  const told = new Set(sponsored.map((agent) => agent.id))
  return children.filter((child) => child.agentId === null || !told.has(child.agentId)).map((child): ResidualLine => {
    const own = mayInherit(heirs, child.sponsorId) ? child.sponsorId : child.sponsorId !== null && child.sponsorId === heirs.leaverId ? successorOf({ managerOf: heirs.leaverId }, heirs).to : null
    return {
      key: `delegated_child:${child.key}`, kind: 'delegated_child', objectId: child.agentId, title: `${child.agentId === null ? 'Identity' : 'Agent'} ${child.name}, acts for it`, why: `Through it somebody else reaches what it may: ${pathText(child.path)}.`, action: 'remove',
      who: own ?? fallbackId, to: null, proofBy: `No call since the revocation names it as acting for ${subject.name}.`,
      detail: { path: child.agentId === null ? paths.activity({ agent: child.name }) : paths.agent(child.agentId), chain: child.path.slice(0, LONGEST_TOLD), lastAt: child.lastAt },
    }
  })
}

function pathText(path: readonly string[]): string {
  const told = path.length <= LONGEST_TOLD ? path : [...path.slice(0, LONGEST_TOLD - 1), '…', ...path.slice(-1)]
  return told.join(' → ')
}
