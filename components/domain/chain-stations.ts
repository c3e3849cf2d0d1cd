import type { Station } from '@/components/domain/chain'
import type { EventView } from '@/lib/activity/event-view'
import { shortName } from '@/lib/drift/sentences'

/** Who acted for whom, to what: the stations of one event, as its source named them. */
export function stationsOf(event: EventView): Station[] {
  const refused = event.verdict !== null && event.verdict !== 'granted'
  return [
    { kind: 'human', name: event.human === null ? null : (event.human.split('@')[0] ?? event.human) },
    { kind: 'client', name: event.client, edge: event.attributed.includes('client') ? 'declared' : 'reported' },
    { kind: 'agent', name: event.agent === null ? null : shortName(event.agent), edge: event.agent?.startsWith('spiffe://') === true ? 'SPIFFE' : 'reported' },
    { kind: 'server', name: event.server },
    { kind: event.kind === 'downstream_action' ? 'downstream' : 'target', word: event.kind === 'tool_call' ? 'tool' : event.kind === 'context_access' ? 'resource' : 'action', name: event.target, edge: refused ? 'no grant' : 'granted', refused },
  ]
}
