import { VerdictMark } from '@/components/domain/verdict'
import type { Facet } from '@/components/table/facet-panel'
import type { ActivityScreen } from '@/lib/views/activity'

const LABELS = { verdict: 'Verdict', outcome: 'Outcome', kind: 'Kind', access: 'Access', agent: 'Agent', server: 'Server' } as const

const KIND: Record<string, string> = { tool_call: 'tool call', context_access: 'context', downstream_action: 'downstream' }

/** Verdict first; agents and servers last, because they are many and only one of each can be chosen by address. */
export function facetsOf(view: Pick<ActivityScreen, 'facets'>): Facet[] {
  const lists = (['verdict', 'outcome', 'kind', 'access'] as const).map((key): Facet => ({
    key, label: LABELS[key],
    options: view.facets[key].map(({ value, count }) => ({ value, text: words(key, value), count, label: key === 'verdict' ? <VerdictMark verdict={value} /> : words(key, value) })),
  }))
  return lists.filter((facet) => facet.options.length > 0)
}

function words(key: string, value: string): string {
  return key === 'kind' ? (KIND[value] ?? value.replaceAll('_', ' ')) : value.replaceAll('_', ' ')
}

/** Parameters that links bring along; shown as words in the query bar. */
export const LINK_PARAMS = [
  { param: 'server', label: 'Server' }, { param: 'target', label: 'Target' }, { param: 'agent', label: 'Agent' }, { param: 'client', label: 'Client' },
  { param: 'human', label: 'Human' }, { param: 'grant', label: 'Grant' }, { param: 'source', label: 'Source' }, { param: 'trace', label: 'Trace' },
  { param: 'session', label: 'Session' }, { param: 'task', label: 'Task' }, { param: 'resource', label: 'Resource' }, { param: 'from', label: 'From' }, { param: 'to', label: 'To' },
]
