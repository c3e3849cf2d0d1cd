import type { Access } from '@/lib/registry/model'
import type { Change } from './flags'
import type { FrozenItem, ItemFlag, Risk } from './frozen'
import { compareRisk } from './risk'

/** An item before it has an id and a place. */
export type DraftItem = {
  subject: 'grant' | 'server' | 'agent'
  /** Of a grant, server or agent that exists; a canary has none of its own. */
  grantId: string | null
  serverId: string | null
  agentId: string | null
  server: string | null
  agent: string | null
  target: string
  access: Access | null
  risk: Risk
  flags: ItemFlag[]
  change: Change
  frozen: FrozenItem
  digest: string
  synthetic: boolean
}

/** The gravest first, and of those what was never used or longest ago; then by server, target and agent, so that the order is always the same. */
export function inOrder(items: readonly DraftItem[]): DraftItem[] {
  const key = new Map(items.map((item) => [item, `${item.server ?? ''}\u0000${item.target}\u0000${item.agent ?? ''}\u0000${item.grantId ?? item.digest}`]))
  const last = (item: DraftItem): string => item.frozen.use.lastAt ?? ''
  return items.toSorted((a, b) => compareRisk(a.risk, b.risk) || compare(last(a), last(b)) || compare(key.get(a) ?? '', key.get(b) ?? ''))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
