import type { UsageFact } from '@/lib/activity/model'
import { fingerprint } from './fingerprint'
import { groupUse, isAct, type Sum, useEvidence } from './group'
import type { DriftInput, FindingKind, Observation, Severity } from './model'
import { fate, some, times } from './sentences'
import { adjusted } from './severity'

const DAY = 86_400_000

type Stranger = {
  kind: Extract<FindingKind, `unregistered_${string}`>
  field: 'server' | 'agent' | 'client'
  base: Severity
  /** The name that nobody registered, or null when somebody did or none is given. */
  nameOf: (row: UsageFact) => string | null
}

const STRANGERS: readonly Stranger[] = [
  { kind: 'unregistered_server', field: 'server', base: 'high', nameOf: (row) => (row.serverId === null ? row.server : null) },
  { kind: 'unregistered_agent', field: 'agent', base: 'medium', nameOf: (row) => (row.agentId === null ? row.agent : null) },
  { kind: 'unregistered_client', field: 'client', base: 'low', nameOf: (row) => (row.clientId === null ? row.client : null) },
]

/** Use that names a server, agent or client nobody registered: one finding for each name. */
export function unregisteredFindings(input: DriftInput): Observation[] {
  const since = input.now - input.settings.useWindowDays * DAY
  return STRANGERS.flatMap((stranger) => {
    const groups = groupUse(input.usage, (row) => (row.lastAt < since || !isAct(row) ? null : stranger.nameOf(row)))
    return [...groups].map(([name, sum]) => observe(stranger, name, sum))
  })
}

function observe(stranger: Stranger, name: string, sum: Sum): Observation {
  const evidence = useEvidence(sum)
  const others = (stranger.field === 'server' ? evidence['agents'] : evidence['servers']) as string[]
  const link = stranger.field === 'server' ? 'was called' : 'called'
  const whom = others.length === 0 ? '' : stranger.field === 'server' ? ` by ${some(others)}` : ` on ${some(others)}`
  return {
    fingerprint: fingerprint(stranger.kind, [name]), kind: stranger.kind, life: 'act', severity: adjusted(stranger.base, null, sum), state: 'open', resolution: null,
    serverId: null, server: stranger.field === 'server' ? name : null, target: null, agentId: null, agent: stranger.field === 'agent' ? name : null,
    client: stranger.field === 'client' ? name : null, human: null, grantId: null, sourceName: null,
    firstSeen: sum.firstSeen, lastSeen: sum.lastSeen, executed: sum.executed, blocked: sum.blocked, evaluable: true,
    explanation: `${stranger.field === 'server' ? 'A server' : stranger.field === 'agent' ? 'An agent' : 'A client'} that logs call “${name}” ${link} ${times(sum.executed + sum.blocked)}${whom}. ${fate(sum.executed, sum.blocked)} Nobody registered it, so nobody answers for it.`,
    evidence, remedies: ['register', 'check_source', 'accept'], replacement: null,
  }
}
