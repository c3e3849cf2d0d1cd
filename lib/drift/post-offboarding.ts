import type { UsageFact } from '@/lib/activity/model'
import { fingerprint } from './fingerprint'
import { groupUse, isAct, type Sum, useEvidence } from './group'
import type { DriftInput, Observation } from './model'
import { type Called, coveredServer } from './names'
import { resolutionOf } from './resolution'
import { shortName, times } from './sentences'
import { lastDays } from './window'

/**
 * Calls that were executed by a server whose end had come: about (server, target, access, agent), critical whatever the server. A row of
 * the roll-up is one day's sum; one whose last call came after the end counts whole.
 */
export function postOffboardingUse(input: DriftInput, called: Called): Observation[] {
  const since = lastDays(input.settings.useWindowDays, input.now).from
  const ends = endsOf(input)
  const groups = groupUse(input.usage, (row) => {
    const end = row.serverId === null ? undefined : ends.get(row.serverId)
    if (end === undefined || !isAct(row) || row.outcome === 'denied' || row.lastAt < since || row.lastAt < end.at) return null
    return JSON.stringify([row.serverId, row.target, row.access, row.agentId ?? row.agent])
  })
  return [...groups].flatMap(([key, sum]) => {
    const [first] = sum.rows
    const end = ends.get(first?.serverId ?? '')
    return first === undefined || end === undefined ? [] : [observe(input, called, { about: JSON.parse(key) as (string | null)[], first, sum, end })]
  })
}

type End = { at: number; by: 'revoked' | 'retired' }

/** When each server's end came: the revocation by its offboarding, or its retirement, whichever was first. */
function endsOf(input: DriftInput): Map<string, End> {
  const ends = new Map<string, End>()
  for (const server of input.declarations.servers.values()) {
    const retired = server.states.find((change) => change.state === 'retired')
    if (retired !== undefined) ends.set(server.id, { at: retired.at, by: 'retired' })
  }
  for (const { serverId, revokedAt } of input.registry) {
    const known = ends.get(serverId)
    if (revokedAt !== null && revokedAt !== undefined && (known === undefined || revokedAt < known.at)) ends.set(serverId, { at: revokedAt, by: 'revoked' })
  }
  return ends
}

function observe(input: DriftInput, called: Called, { about, first, sum, end }: { about: (string | null)[]; first: UsageFact; sum: Sum; end: End }): Observation {
  const serverId = first.serverId ?? ''
  const server = input.declarations.servers.get(serverId)?.slug ?? first.server
  const { withheld, ...resolution } = resolutionOf(input, sum.rows, coveredServer(input.declarations, called, serverId), sum.lastSeen)
  const ended = end.by === 'revoked' ? 'its offboarding had revoked everything' : 'it was retired'
  return {
    fingerprint: fingerprint('post_offboarding_use', about), kind: 'post_offboarding_use', life: 'act', severity: 'critical', ...resolution,
    serverId, server, target: first.target, agentId: first.agentId, agent: first.agent, client: null, human: null, grantId: null, sourceName: null,
    firstSeen: sum.firstSeen, lastSeen: sum.lastSeen, executed: sum.executed, blocked: sum.blocked, evaluable: true,
    explanation: `${server} still answered ${shortName(first.agent)} ${times(sum.executed)} (${first.target}, ${first.access}), although ${ended} on ${new Date(end.at).toISOString().slice(0, 16).replace('T', ' ')} UTC. It runs somewhere, and somebody can reach it.`,
    evidence: { access: first.access, endedAt: new Date(end.at).toISOString(), endedBy: end.by, ...useEvidence(sum), ...(withheld === null ? {} : { quietNotEvaluable: withheld }) },
    remedies: ['check_source', 'accept'], replacement: null,
  }
}
