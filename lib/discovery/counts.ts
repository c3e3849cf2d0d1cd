import type { ChangeKind } from '@/lib/registry/definition-model'
import type { Listing } from './model'

/** What a run listed and changed. `added` and the four after it are tools; versions counted by what they do to the one before. */
export type RunCounts = {
  tools: number; resources: number; templates: number; prompts: number
  added: number; widened: number; altered: number; reworded: number; removed: number; unchanged: number
}

type Listed = Pick<RunCounts, 'tools' | 'resources' | 'templates' | 'prompts'>

export function listedCounts({ tools, contexts }: Listing): Listed {
  const of = (kind: string): number => contexts.filter((context) => context.kind === kind).length
  return { tools: tools.length, resources: of('resource'), templates: of('template'), prompts: of('prompt') }
}

const WORD = { first: 'added', widening: 'widened', altering: 'altered', wording: 'reworded', none: 'unchanged' } as const satisfies Record<ChangeKind | 'first', keyof RunCounts>

/** `change` of a tool: what its new version does, null = none. */
export function countRun(listing: Listing, tools: readonly { change: ChangeKind | 'first' | null }[], removedTools: number): RunCounts {
  const counts: RunCounts = { ...listedCounts(listing), added: 0, widened: 0, altered: 0, reworded: 0, removed: removedTools, unchanged: 0 }
  for (const { change } of tools) counts[WORD[change ?? 'none']] += 1
  return counts
}
