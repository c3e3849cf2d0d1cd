import { fingerprint } from './fingerprint'
import { type GrantUse, grantUse } from './grant-use'
import type { DriftInput, Observation } from './model'
import { days } from './sentences'
import { adjusted, UNUSED_SEVERITY } from './severity'

/** Grants that were in force for the whole window and cover no call in it, where a source can vouch for that. */
export function unusedFindings(input: DriftInput): Observation[] {
  return grantUse(input).filter((use) => use.state === 'unused').map((use) => observe(input, use))
}

function observe(input: DriftInput, { grant, evaluability }: GrantUse): Observation {
  const server = input.declarations.servers.get(grant.serverId) ?? null
  const source = evaluability?.evaluable === true ? evaluability.source : null
  const window = days(input.settings.unusedWindowDays)
  return {
    fingerprint: fingerprint('unused_grant', [grant.id]), kind: 'unused_grant', severity: adjusted(UNUSED_SEVERITY[grant.access], server), state: 'open', resolution: null,
    serverId: grant.serverId, server: server?.slug ?? null, target: grant.target, agentId: grant.agentId, agent: null, client: null, human: null,
    grantId: grant.id, sourceName: null, firstSeen: input.now, lastSeen: input.now, executed: 0, blocked: 0, evaluable: true,
    explanation: `Nobody used this grant of ${grant.access} on ${grant.target} in ${window}. ${source ?? 'A source'} saw the server all that time and no call came.`,
    evidence: { access: grant.access, windowDays: input.settings.unusedWindowDays, source, validFrom: new Date(grant.validFrom).toISOString(), targetKind: grant.targetKind },
    remedies: ['revoke', 'narrow', 'accept'],
  }
}
