import type { UsageFact } from '@/lib/activity/model'
import type { GrantFact } from '@/lib/grants/model'
import { ACCESS_RANK } from '@/lib/registry/model'
import { admittedTargets, type ListedTargets, listedTargets } from './catalogue'
import { fingerprint } from './fingerprint'
import { inForce, isInService } from './grant-use'
import type { DriftInput, FindingKind, Observation, RequestedGrant } from './model'
import { type Called, callerOf } from './names'
import { highestUsed, narrowed, requestForm } from './narrow'
import { days, times } from './sentences'
import { adjusted } from './severity'
import { lastDays } from './window'

/** Grants in force that allow more than they were used for: too many targets, or a ceiling that no use comes up to. */
export function breadthFindings(input: DriftInput, called: Called): Observation[] {
  const listed = listedTargets(input.catalogue)
  const grants = new Map([...input.declarations.grants.values()].flat().map((grant) => [grant.id, grant]))
  const found: Observation[] = []
  for (const [grantId, rows] of coveredUse(input)) {
    const grant = grants.get(grantId)
    if (grant === undefined || !isInService(input.declarations, grant.serverId, input.now) || !inForce(grant, input.now, input.now)) continue
    const broad = overBroad(input, called, listed, grant, rows)
    if (broad !== null) found.push(broad)
    if (ACCESS_RANK[highestUsed(rows)] < ACCESS_RANK[grant.access]) found.push(excessAccess(input, called, grant, rows))
  }
  return found
}

/** The use in the window that each grant covered. */
export function coveredUse(input: Pick<DriftInput, 'usage' | 'settings' | 'now'>): Map<string, UsageFact[]> {
  const since = lastDays(input.settings.useWindowDays, input.now).from
  const covered = new Map<string, UsageFact[]>()
  for (const row of input.usage) {
    if (row.grantId === null || row.lastAt < since) continue
    const rows = covered.get(row.grantId)
    if (rows === undefined) covered.set(row.grantId, [row])
    else rows.push(row)
  }
  return covered
}

function observe(input: DriftInput, called: Called, kind: FindingKind, grant: GrantFact, rows: readonly UsageFact[], more: { explanation: string; evidence: Record<string, unknown>; replacement: RequestedGrant[] }): Observation {
  const server = input.declarations.servers.get(grant.serverId) ?? null
  const calls = { executed: sum(rows, (row) => row.outcome !== 'denied'), blocked: sum(rows, (row) => row.outcome === 'denied') }
  return {
    fingerprint: fingerprint(kind, [grant.id]), kind, life: 'state', severity: adjusted('medium', server, calls), state: 'open', resolution: null,
    serverId: grant.serverId, server: server?.slug ?? null, target: grant.target, agentId: grant.agentId, ...callerOf(grant, called), grantId: grant.id, sourceName: null,
    firstSeen: rows.reduce((first, row) => Math.min(first, row.firstAt), input.now), lastSeen: input.now, ...calls, evaluable: true, remedies: ['narrow', 'revoke', 'accept'],
    explanation: more.explanation, evidence: { access: grant.access, scope: grant.scope, targetKind: grant.targetKind, windowDays: input.settings.useWindowDays, ...more.evidence }, replacement: more.replacement,
  }
}

function sum(rows: readonly UsageFact[], where: (row: UsageFact) => boolean): number {
  return rows.reduce((total, row) => total + (where(row) ? row.count : 0), 0)
}

/** Fewer than half of the targets it admits were used. A grant of one exact target admits one, so that it never is. */
function overBroad(input: DriftInput, called: Called, listed: ListedTargets, grant: GrantFact, rows: readonly UsageFact[]): Observation | null {
  const targets = new Set(rows.map((row) => row.target))
  const admitted = admittedTargets(listed, grant, targets)
  if (admitted === null) return null
  const [used, unused] = [admitted.filter((name) => targets.has(name)), admitted.filter((name) => !targets.has(name))]
  if (used.length * 2 >= admitted.length) return null
  const replacement = narrowed(grant, rows).map((narrow) => requestForm(input, called, grant, narrow))
  const what = `${grant.target} on ${input.declarations.servers.get(grant.serverId)?.slug ?? 'its server'} admits ${admitted.length} ${grant.targetKind === 'tool' ? 'tools' : 'resources and prompts'}`
  return observe(input, called, 'over_broad_grant', grant, rows, {
    explanation: `${what}; ${used.length === 0 ? 'none of them was' : used.length === 1 ? 'one was' : `${used.length} were`} used in ${days(input.settings.useWindowDays)}. ${replacement.length === 1 ? 'One narrower grant' : `${replacement.length} narrower grants`} would cover every call that it covered.`,
    evidence: { admitted: admitted.length, used: used.slice(0, 50), unused: unused.slice(0, 50), unusedCount: unused.length }, replacement,
  })
}

function excessAccess(input: DriftInput, called: Called, grant: GrantFact, rows: readonly UsageFact[]): Observation {
  const access = highestUsed(rows)
  const calls = sum(rows, () => true)
  return observe(input, called, 'excess_access', grant, rows, {
    explanation: `This grant allows ${grant.access} on ${grant.target}; it was used ${times(calls)} in ${days(input.settings.useWindowDays)}, never for more than ${access}.`,
    evidence: { accessUsed: access, targets: [...new Set(rows.map((row) => row.target))].sort().slice(0, 50) },
    replacement: [requestForm(input, called, grant, { target: grant.target, access, scope: grant.scope })],
  })
}
