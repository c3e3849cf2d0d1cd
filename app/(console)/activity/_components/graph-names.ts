import type { GraphNode } from '@/lib/activity/delegation-graph'
import { shortName } from '@/lib/drift/sentences'

/** What stands in the box: agents by the end of their id, targets without their server, people without their domain. */
export function shownName({ kind, name }: Pick<GraphNode, 'kind' | 'name'>): string {
  if (name === null) return 'absent'
  if (kind === 'agent' || kind === 'delegate') return shortName(name)
  if (kind === 'human') return name.split('@')[0] ?? name
  return kind === 'target' ? name.slice(name.indexOf('/') + 1) : name
}
