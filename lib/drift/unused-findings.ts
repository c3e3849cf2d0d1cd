import { fingerprint } from './fingerprint'
import { type GrantUse, grantUse } from './grant-use'
import type { DriftInput, Observation } from './model'
import { type Called, callerOf } from './names'
import { days } from './sentences'
import { adjusted, UNUSED_SEVERITY } from './severity'
import { lastDays } from './window'

/** Grants that were in force for the whole window and cover no call in it, where a source can vouch for that. */
export function unusedFindings(input: DriftInput, called: Called): Observation[] {
  return grantUse(input, called).filter((use) => use.state === 'unused').map((use) => observe(input, called, use))
}

function observe(input: DriftInput, called: Called, { grant, evaluability }: GrantUse): Observation {
  const server = input.declarations.servers.get(grant.serverId) ?? null
  const source = evaluability?.evaluable === true ? evaluability.source : null
  const window = days(input.settings.unusedWindowDays)
  return {
    fingerprint: fingerprint('unused_grant', [grant.id]), kind: 'unused_grant', life: 'state', severity: adjusted(UNUSED_SEVERITY[grant.access], server), state: 'open', resolution: null,
    serverId: grant.serverId, server: server?.slug ?? null, target: grant.target, agentId: grant.agentId, ...callerOf(grant, called),
    grantId: grant.id, sourceName: null, firstSeen: lastDays(input.settings.unusedWindowDays, input.now).from, lastSeen: input.now, executed: 0, blocked: 0, evaluable: true,
    explanation: `Nobody used this grant of ${grant.access} on ${grant.target} in ${window}. ${source ?? 'A source'} saw the server all that time and no call came.`,
    evidence: { access: grant.access, windowDays: input.settings.unusedWindowDays, source, validFrom: new Date(grant.validFrom).toISOString(), targetKind: grant.targetKind },
    remedies: ['revoke', 'narrow', 'accept'], replacement: null,
  }
}
