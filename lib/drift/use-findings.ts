import type { Verdict } from '@/lib/grants/model'
import { type Access, higherAccess } from '@/lib/registry/model'
import { fingerprint } from './fingerprint'
import { groupUse, isAct, type Sum, useEvidence } from './group'
import type { DriftInput, FindingKind, Observation, Remedy } from './model'
import { type Called, coveredServer } from './names'
import { resolutionOf } from './resolution'
import { fate, shortName, times } from './sentences'
import { adjusted, USE_SEVERITY } from './severity'
import { lastDays } from './window'

type UseKind = Exclude<Extract<FindingKind, `${string}_use`>, 'post_offboarding_use'>

/** The verdicts that are findings, and what each says about the grants. */
const USES: Record<UseKind, { verdict: Verdict; says: string; remedies: Remedy[] }> = {
  ungranted_use: { verdict: 'ungranted', says: 'No grant of any caller covers this.', remedies: ['request_grant', 'import_grant', 'suspend', 'quarantine', 'accept'] },
  wrong_caller_use: { verdict: 'wrong_caller', says: 'A grant admits this call, but to other callers.', remedies: ['request_grant', 'import_grant', 'suspend', 'accept'] },
  over_access_use: { verdict: 'over_access', says: 'A grant admits this caller, but with less access.', remedies: ['request_grant', 'suspend', 'quarantine', 'accept'] },
  out_of_scope_use: { verdict: 'out_of_scope', says: 'A grant admits this caller, but not on these resources.', remedies: ['request_grant', 'narrow', 'suspend', 'accept'] },
  lapsed_use: { verdict: 'lapsed', says: 'A grant covered this at another time, not when it happened.', remedies: ['request_grant', 'suspend', 'accept'] },
  unattributed_use: { verdict: 'unattributed', says: 'The log does not say who acted, or for whom.', remedies: ['check_source', 'quarantine', 'accept'] },
}

const KIND_OF = new Map(Object.entries(USES).map(([kind, { verdict }]) => [verdict, kind as UseKind]))

/** Use with a failing verdict: about (server, target, access, agent), unattributed use about (server, target). */
export function useFindings(input: DriftInput, called: Called): Observation[] {
  const since = lastDays(input.settings.useWindowDays, input.now).from
  const groups = groupUse(input.usage, (row) => {
    const kind = KIND_OF.get((row.verdict ?? '') as Verdict)
    if (kind === undefined || row.serverId === null || row.lastAt < since || !isAct(row)) return null
    return JSON.stringify(kind === 'unattributed_use' ? [kind, row.serverId, row.target] : [kind, row.serverId, row.target, row.access, row.agentId ?? row.agent])
  })
  return [...groups].map(([key, sum]) => observe(input, called, key, sum))
}

function observe(input: DriftInput, called: Called, key: string, sum: Sum): Observation {
  const [kind, serverId] = JSON.parse(key) as [UseKind, string]
  const server = input.declarations.servers.get(serverId) ?? null
  const first = sum.rows[0]
  const byAgent = kind !== 'unattributed_use'
  const access = sum.rows.reduce<Access>((highest, row) => higherAccess(highest, row.access), 'read')
  const resourceMissing = kind === 'out_of_scope_use' && sum.rows.every((row) => row.resourceKeys.length === 0)
  const { withheld, ...resolution } = resolutionOf(input, sum.rows, coveredServer(input.declarations, called, serverId), sum.lastSeen)
  const agent = byAgent ? (first?.agent ?? null) : null
  return {
    fingerprint: fingerprint(kind, JSON.parse(key).slice(1) as string[]), kind, life: 'act',
    severity: adjusted(USE_SEVERITY[access], server, sum), ...resolution,
    serverId, server: server?.slug ?? first?.server ?? null, target: first?.target ?? null,
    agentId: byAgent ? (first?.agentId ?? null) : null, agent, client: null, human: null, grantId: null, sourceName: null,
    firstSeen: sum.firstSeen, lastSeen: sum.lastSeen, executed: sum.executed, blocked: sum.blocked, evaluable: !resourceMissing,
    explanation: explain(kind, sum, { agent, access, server: server?.slug ?? '', resourceMissing }),
    evidence: { access, ...useEvidence(sum), ...(resourceMissing ? { reason: 'resource_not_reported' } : {}), ...(withheld === null ? {} : { quietNotEvaluable: withheld }) },
    remedies: USES[kind].remedies, replacement: null,
  }
}

function explain(kind: UseKind, sum: Sum, { agent, access, server, resourceMissing }: { agent: string | null; access: Access; server: string; resourceMissing: boolean }): string {
  const target = sum.rows[0]?.target ?? ''
  const who = kind === 'unattributed_use' ? 'Somebody' : shortName(agent)
  const what = `${who} called ${target} on ${server} ${times(sum.executed + sum.blocked)} (${access}).`
  const why = resourceMissing ? 'A scoped grant might cover it, but the log names no resource, so this cannot be judged.' : USES[kind].says
  return `${what} ${fate(sum.executed, sum.blocked)} ${why}`
}
