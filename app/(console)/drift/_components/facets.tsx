import { SeverityMark } from '@/components/domain/severity'
import type { Facet } from '@/components/table/facet-panel'
import type { FacetCount } from '@/lib/views/faceting'

/** The facets of the list; severities with their shape. Agents come by link or the matrix, not as boxes. */
export function findingFacets(counts: readonly FacetCount[]): Facet[] {
  return counts.filter((facet) => facet.key !== 'agent').map((facet) => ({
    key: facet.key, label: facet.label,
    options: facet.options.map((option) => ({ value: option.value, text: option.label, count: option.count, label: facet.key === 'severity' ? <SeverityMark severity={option.value} /> : option.label })),
  }))
}

export const FINDING_PARAMS = [{ param: 'agent', label: 'Agent' }]
