import type { UsageFact } from '@/lib/activity/model'
import { fingerprint } from './fingerprint'
import { groupUse, type Sum, useEvidence } from './group'
import type { DriftInput, Observation } from './model'
import { type Called, coveredServer } from './names'
import { quietOf } from './resolution'
import { fate, shortName, times } from './sentences'
import { adjusted } from './severity'
import { lastDays } from './window'

/** The system of a downstream action `<system>:<action>`; without a colon, all of it. */
export function systemOf(target: string): string {
  return target.split(':', 1)[0] ?? target
}

/**
 * Downstream actions on systems that their server does not declare: about (server, target, access, agent). What is declared now has
 * no finding, as nothing says since when it is.
 */
export function downstreamFindings(input: DriftInput, called: Called): Observation[] {
  const since = lastDays(input.settings.useWindowDays, input.now).from
  const declared = new Map(input.registry.map((fact) => [fact.serverId, new Set(fact.downstream)]))
  const groups = groupUse(input.usage, (row) => {
    if (row.kind !== 'downstream_action' || row.serverId === null || row.lastAt < since || row.verdict === 'unregistered') return null
    if (declared.get(row.serverId)?.has(systemOf(row.target)) === true) return null
    return JSON.stringify([row.serverId, row.target, row.access, row.agentId ?? row.agent])
  })
  return [...groups].flatMap(([key, sum]) => {
    const [first] = sum.rows
    return first === undefined ? [] : [observe(input, called, JSON.parse(key) as (string | null)[], first, sum)]
  })
}

function observe(input: DriftInput, called: Called, about: (string | null)[], first: UsageFact, sum: Sum): Observation {
  const serverId = first.serverId ?? ''
  const server = input.declarations.servers.get(serverId) ?? null
  const system = systemOf(first.target)
  const { withheld, ...resolution } = quietOf(input, coveredServer(input.declarations, called, serverId), sum.lastSeen)
  return {
    fingerprint: fingerprint('undeclared_downstream', about), kind: 'undeclared_downstream', life: 'act', severity: adjusted('high', server, sum), ...resolution,
    serverId, server: server?.slug ?? first.server, target: first.target, agentId: first.agentId, agent: first.agent, client: null, human: null, grantId: null, sourceName: null,
    firstSeen: sum.firstSeen, lastSeen: sum.lastSeen, executed: sum.executed, blocked: sum.blocked, evaluable: true,
    explanation: `${server?.slug ?? 'The server'} acted on ${system} for ${shortName(first.agent)} ${times(sum.executed + sum.blocked)} (${first.target}, ${first.access}), but does not declare ${system} among the systems behind it. ${fate(sum.executed, sum.blocked)}`,
    evidence: { access: first.access, system, ...useEvidence(sum), ...(withheld === null ? {} : { quietNotEvaluable: withheld }) },
    remedies: ['declare_downstream', 'revoke', 'quarantine', 'accept'], replacement: null,
  }
}
