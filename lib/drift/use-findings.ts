import type { UsageFact } from '@/lib/activity/model'
import { type Call, KIND_TARGET, type ActKind, type Verdict } from '@/lib/grants/model'
import { makeJudge } from '@/lib/grants/make-judge'
import { type Access, higherAccess } from '@/lib/registry/model'
import { evaluability } from './evaluability'
import { fingerprint } from './fingerprint'
import { groupUse, isAct, type Sum, useEvidence } from './group'
import type { DriftInput, FindingKind, Observation, Remedy } from './model'
import { fate, shortName, times } from './sentences'
import { adjusted, USE_SEVERITY } from './severity'

const DAY = 86_400_000

type UseKind = Extract<FindingKind, `${string}_use`>

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
export function useFindings(input: DriftInput): Observation[] {
  const since = input.now - input.settings.useWindowDays * DAY
  const judge = makeJudge(input.declarations)
  const groups = groupUse(input.usage, (row) => {
    const kind = KIND_OF.get((row.verdict ?? '') as Verdict)
    if (kind === undefined || row.serverId === null || row.lastAt < since || !isAct(row)) return null
    return JSON.stringify(kind === 'unattributed_use' ? [kind, row.serverId, row.target] : [kind, row.serverId, row.target, row.access, row.agentId ?? row.agent])
  })
  return [...groups].map(([key, sum]) => observe(input, judge, key, sum))
}

type Judge = ReturnType<typeof makeJudge>

function observe(input: DriftInput, judge: Judge, key: string, sum: Sum): Observation {
  const [kind, serverId] = JSON.parse(key) as [UseKind, string]
  const server = input.declarations.servers.get(serverId) ?? null
  const first = sum.rows[0]
  const byAgent = kind !== 'unattributed_use'
  const access = sum.rows.reduce<Access>((highest, row) => higherAccess(highest, row.access), 'read')
  const resourceMissing = kind === 'out_of_scope_use' && sum.rows.every((row) => row.resourceKeys.length === 0)
  const resolution = resolutionOf(input, judge, { id: serverId, slug: server?.slug ?? '' }, sum)
  const agent = byAgent ? (first?.agent ?? null) : null
  return {
    fingerprint: fingerprint(kind, JSON.parse(key).slice(1) as string[]), kind,
    severity: adjusted(USE_SEVERITY[access], server, sum), state: resolution === null ? 'open' : 'resolved', resolution,
    serverId, server: server?.slug ?? first?.server ?? null, target: first?.target ?? null,
    agentId: byAgent ? (first?.agentId ?? null) : null, agent, client: null, human: null, grantId: null, sourceName: null,
    firstSeen: sum.firstSeen, lastSeen: sum.lastSeen, executed: sum.executed, blocked: sum.blocked, evaluable: !resourceMissing,
    explanation: explain(kind, sum, { agent, access, server: server?.slug ?? '', resourceMissing }),
    evidence: { access, ...useEvidence(sum), ...(resourceMissing ? { reason: 'resource_not_reported' } : {}) },
    remedies: USES[kind].remedies,
  }
}

function explain(kind: UseKind, sum: Sum, { agent, access, server, resourceMissing }: { agent: string | null; access: Access; server: string; resourceMissing: boolean }): string {
  const target = sum.rows[0]?.target ?? ''
  const who = kind === 'unattributed_use' ? 'Somebody' : shortName(agent)
  const what = `${who} called ${target} on ${server} ${times(sum.executed + sum.blocked)} (${access}).`
  const why = resourceMissing ? 'A scoped grant might cover it, but the log names no resource, so this cannot be judged.' : USES[kind].says
  return `${what} ${fate(sum.executed, sum.blocked)} ${why}`
}

/** Settled when today's grants would cover every combination seen, or when it has been quiet for long enough to tell. */
function resolutionOf(input: DriftInput, judge: Judge, server: { id: string; slug: string }, sum: Sum): Observation['resolution'] {
  if (sum.rows.every((row) => coveredNow(input, judge, row))) return 'covered_now'
  const quietSince = input.now - input.settings.quietDays * DAY
  const quiet = sum.lastSeen < quietSince && evaluability(input.sources, server, { from: quietSince, to: input.now }).evaluable
  return quiet ? 'quiet' : null
}

/** Would the same call be granted now? Cut resource keys answer no, because what they stood for is unknown. */
function coveredNow(input: DriftInput, judge: Judge, row: UsageFact): boolean {
  if (row.resourceKeys.some((key) => key.endsWith('*'))) return false
  const call: Call = {
    at: input.now, kind: row.kind as ActKind, serverId: row.serverId, target: row.target, access: row.access, resources: row.resourceKeys,
    agentId: row.agentId, agentName: row.agent, clientId: row.clientId, clientName: row.client, humanId: row.humanId, humanName: row.human,
  }
  return Object.hasOwn(KIND_TARGET, row.kind) && judge(call).verdict === 'granted'
}
