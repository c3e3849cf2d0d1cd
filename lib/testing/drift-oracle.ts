import type { UsageFact } from '@/lib/activity/model'
import type { DriftInput, SourceFact } from '@/lib/drift/model'
import type { ActKind, Call, GrantFact } from '@/lib/grants/model'
import { DAY, NOW, STEP } from './drift-time'
import { oracleVerdict } from './verdict-oracle'

/**
 * A second reading of "Drift" and "Source health" in the rule book, from its sentences alone: it looks at every instant of a window
 * instead of reasoning about intervals. It shares no code with the engine.
 */
export type Expected = {
  kind: string; server: string | null; target: string | null; access: string | null; agent: string | null; client: string | null; grantId: string | null; source: string | null
  severity: string; state: string; resolution: string | null; executed: number; blocked: number; evaluable: boolean
}

export const NONE = { server: null, target: null, access: null, agent: null, client: null, grantId: null, source: null, state: 'open', resolution: null, executed: 0, blocked: 0, evaluable: true }
const LEVELS = ['low', 'medium', 'high', 'critical']
const ACCESS = ['read', 'write', 'admin']

export function expectedDrift(input: DriftInput): Expected[] {
  const inWindow = input.usage.filter((row) => row.kind !== 'decision' && row.kind !== 'credential' && row.lastAt >= NOW - 90 * DAY)
  return [...differences(input, inWindow), ...afterTheEnd(input, inWindow), ...strangers(inWindow), ...unused(input), ...orphans(input), ...unanswered(input), ...stale(input), ...silent(input)]
}

export function severity(base: number, input: DriftInput, serverId: string | null, executed: number, blocked: number): string {
  const server = serverId === null ? undefined : input.declarations.servers.get(serverId)
  let level = base
  if (server !== undefined && (server.sensitivity === 'restricted' || server.effects.length > 0)) level += 1
  if (blocked > 0 && executed === 0) level -= 1
  return LEVELS[Math.max(0, Math.min(3, level))] ?? ''
}

const sum = (rows: readonly UsageFact[], denied: boolean): number => rows.filter((row) => (row.outcome === 'denied') === denied).reduce((total, row) => total + row.count, 0)

function differences(input: DriftInput, rows: readonly UsageFact[]): Expected[] {
  const found: Expected[] = []
  const done = new Set<UsageFact>()
  for (const row of rows) {
    if (done.has(row) || row.serverId === null || row.verdict === 'granted' || row.verdict === 'unregistered' || row.verdict === null) continue
    const whole = row.verdict === 'unattributed'
    const group = rows.filter((other) => other.verdict === row.verdict && other.serverId === row.serverId && other.target === row.target
      && (whole || (other.access === row.access && other.agentId === row.agentId && (row.agentId !== null || other.agent === row.agent))))
    for (const member of group) done.add(member)
    const [executed, blocked] = [sum(group, false), sum(group, true)]
    const top = Math.max(...group.map((member) => ACCESS.indexOf(member.access)))
    const covered = group.every((member) => coveredSinceIt(input, group, member))
    const quiet = !covered && group.every((member) => member.lastAt < NOW - 14 * DAY) && watched(input, row.serverId, 14)
    found.push({
      ...NONE, kind: `${row.verdict}_use`, server: row.server, target: row.target, access: ACCESS[top] ?? '', agent: whole ? null : row.agent,
      severity: severity(top + 1, input, row.serverId, executed, blocked), executed, blocked,
      state: covered || quiet ? 'resolved' : 'open', resolution: covered ? 'covered_now' : quiet ? 'quiet' : null,
      evaluable: !(row.verdict === 'out_of_scope' && group.every((member) => member.resourceKeys.length === 0)),
    })
  }
  return found
}

/** Calls that went through although the server's end had come: it was retired, or its offboarding had revoked everything. */
function afterTheEnd(input: DriftInput, rows: readonly UsageFact[]): Expected[] {
  const over = (serverId: string, at: number): boolean => {
    const revokedAt = input.registry.find((fact) => fact.serverId === serverId)?.revokedAt ?? null
    return (revokedAt !== null && at >= revokedAt) || (input.declarations.servers.get(serverId)?.states.some((change) => change.state === 'retired' && change.at <= at) ?? false)
  }
  const late = rows.filter((row) => row.serverId !== null && row.outcome !== 'denied' && over(row.serverId, row.lastAt))
  const about = (row: UsageFact): string => JSON.stringify([row.serverId, row.target, row.access, row.agent])
  return [...new Set(late.map(about))].map((key): Expected => {
    const mine = late.filter((row) => about(row) === key)
    const [first] = mine
    const covered = mine.every((row) => coveredSinceIt(input, mine, row))
    const quiet = !covered && mine.every((row) => row.lastAt < NOW - 14 * DAY) && watched(input, first?.serverId ?? '', 14)
    return {
      ...NONE, kind: 'post_offboarding_use', server: first?.server ?? null, target: first?.target ?? null, access: first?.access ?? null, agent: first?.agent ?? null, executed: sum(mine, false), severity: 'critical',
      state: covered || quiet ? 'resolved' : 'open', resolution: covered ? 'covered_now' : quiet ? 'quiet' : null,
    }
  })
}

/** Some grant covers the call today that did not cover it all the time since the last such call failed. */
function coveredSinceIt(input: DriftInput, group: readonly UsageFact[], row: UsageFact): boolean {
  if (row.resourceKeys.some((key) => key.endsWith('*'))) return false
  const callAt = (at: number): Call => ({
    at, kind: row.kind as ActKind, serverId: row.serverId, target: row.target, access: row.access, resources: row.resourceKeys, agentId: row.agentId, agentName: row.agent,
    clientId: row.clientId, clientName: row.client, humanId: row.humanId, humanName: row.human,
  })
  const same = group.filter((other) => JSON.stringify(shape(other)) === JSON.stringify(shape(row)))
  const last = Math.max(...same.map((other) => other.lastAt))
  return (input.declarations.grants.get(row.serverId ?? '') ?? []).some((grant) => {
    const alone = { ...input.declarations, grants: new Map([[grant.serverId, [grant]]]) }
    const coversAt = (at: number): boolean => oracleVerdict(alone, callAt(at)).verdict === 'granted'
    return coversAt(NOW) && !instants(last, NOW).every(coversAt)
  })
}

const shape = (row: UsageFact): unknown[] => [row.kind, row.target, row.access, row.agent, row.client, row.human, row.resourceKeys]

/** Every instant at which something can be different, and one between each two. */
function instants(from: number, to: number): number[] {
  const found: number[] = []
  for (let at = from; at < to; at += STEP / 2) found.push(at)
  return found
}

function strangers(rows: readonly UsageFact[]): Expected[] {
  const sorts = [
    { kind: 'unregistered_server', base: 2, name: (row: UsageFact) => (row.serverId === null ? row.server : null), as: (server: string) => ({ server }) },
    { kind: 'unregistered_agent', base: 1, name: (row: UsageFact) => (row.agentId === null ? row.agent : null), as: (agent: string) => ({ agent }) },
    { kind: 'unregistered_client', base: 0, name: (row: UsageFact) => (row.clientId === null ? row.client : null), as: (client: string) => ({ client }) },
  ]
  return sorts.flatMap(({ kind, base, name, as }) => [...new Set(rows.map(name))].flatMap((one): Expected[] => {
    if (one === null) return []
    const mine = rows.filter((row) => name(row) === one)
    const [executed, blocked] = [sum(mine, false), sum(mine, true)]
    return [{ ...NONE, kind, ...as(one), executed, blocked, severity: LEVELS[Math.max(0, base - (executed === 0 ? 1 : 0))] ?? '' }]
  }))
}

/** Some one source saw the server at every instant of the last `days`, all of it, without loss. */
export function watched(input: DriftInput, serverId: string, days: number): boolean {
  const from = NOW - days * DAY
  return input.sources.some((source) => {
    if (!['gateway', 'server'].includes(source.vantage) || source.sampled || source.heartbeatMs === null) return false
    if (source.covers.length > 0 && !source.covers.includes(serverId)) return false
    if (source.drops.some((drop) => !(drop.to < from || drop.from >= NOW)) || source.deadLetters.some((at) => at >= from && at <= NOW)) return false
    const lastEnd = Math.max(-Infinity, ...source.alive.map((interval) => interval.to))
    const due = NOW - lastEnd <= source.heartbeatMs && lastEnd >= from
    return instants(from, NOW).every((at) => source.alive.some((interval) => interval.from <= at && at <= interval.to) || (due && at > lastEnd))
  })
}

export function inService(input: DriftInput, serverId: string): boolean {
  const state = input.declarations.servers.get(serverId)?.states.filter((change) => change.at <= NOW).at(-1)?.state
  return state !== undefined && ['active', 'pilot', 'quarantined', 'offboarding'].includes(state)
}

function unused(input: DriftInput): Expected[] {
  return [...input.declarations.grants.values()].flat().flatMap((grant): Expected[] => {
    if (!inService(input, grant.serverId) || grant.validFrom > NOW - 14 * DAY || !instants(NOW - 90 * DAY, NOW).every((at) => inForceAt(grant, at))) return []
    if (input.usage.some((row) => row.grantId === grant.id && row.lastAt >= NOW - 90 * DAY) || !watched(input, grant.serverId, 90)) return []
    return [{ ...NONE, kind: 'unused_grant', server: grant.serverId, target: grant.target, access: grant.access, grantId: grant.id, agent: grant.agentId, client: grant.clientId, severity: severity(grant.access === 'read' ? 0 : 1, input, grant.serverId, 0, 0) }]
  })
}

export function inForceAt(grant: GrantFact, at: number): boolean {
  if (grant.mode !== 'direct' || at < grant.validFrom || at >= (grant.validUntil ?? Infinity) || at >= (grant.revokedAt ?? Infinity)) return false
  return !grant.suspensions.some((hold) => (hold.toolName === null || hold.toolName === grant.target) && hold.from <= at && at < (hold.to ?? Infinity))
}

function orphans(input: DriftInput): Expected[] {
  return input.ownership.filter((fact) => inService(input, fact.serverId) && !fact.ownerActive && !fact.backupActive)
    .map((fact) => ({ ...NONE, kind: 'orphaned_server', server: fact.serverId, severity: severity(2, input, fact.serverId, 0, 0) }))
}

/** Agents without a sponsor, grants that nobody approved, and servers that nobody has reviewed for too long. */
function unanswered(input: DriftInput): Expected[] {
  const agents = input.sponsors.filter((fact) => fact.agentActive && !fact.sponsorActive).map((fact) => ({ ...NONE, kind: 'orphaned_agent', agent: fact.agent, severity: 'high' }))
  const glass = input.brokenGlass.map((fact) => ({ ...NONE, kind: 'break_glass', server: fact.serverId, target: fact.target, access: fact.access, agent: fact.agent, grantId: fact.grantId, severity: severity(2, input, fact.serverId, 0, 0) }))
  const overdue = input.reviews.filter((fact) => {
    const first = input.declarations.servers.get(fact.serverId)?.states.find((change) => change.state !== 'proposed' && change.state !== 'rejected')?.at ?? NOW
    const isHeld = (input.declarations.grants.get(fact.serverId) ?? []).some((grant) => (grant.validUntil ?? Infinity) > NOW && (grant.revokedAt ?? Infinity) > NOW)
    return isHeld && inService(input, fact.serverId) && NOW - (fact.reviewedAt ?? first) >= fact.everyDays * 86_400_000
  }).map((fact) => ({ ...NONE, kind: 'review_overdue', server: fact.serverId, severity: severity(1, input, fact.serverId, 0, 0) }))
  return [...agents, ...glass, ...overdue]
}

/** Day by day from what began it: the secret is stale when its period fits in before now. */
function stale(input: DriftInput): Expected[] {
  return input.rotations.filter((fact) => {
    if (!inService(input, fact.serverId)) return false
    let at = fact.rotatedAt ?? input.declarations.servers.get(fact.serverId)?.states.find((change) => !['proposed', 'rejected'].includes(change.state))?.at ?? Infinity
    for (let day = 0; day < fact.everyDays; day += 1) at += 86_400_000
    return NOW >= at
  }).map((fact) => ({ ...NONE, kind: 'stale_secret', server: fact.serverId, target: fact.name, severity: severity(1, input, fact.serverId, 0, 0) }))
}

function silent(input: DriftInput): Expected[] {
  const heard = (source: SourceFact): number => [source.createdAt, source.lastHeartbeatAt ?? 0, ...source.alive.map((interval) => interval.to)].reduce((a, b) => (a > b ? a : b))
  return input.sources.filter((source) => source.heartbeatMs !== null && NOW - heard(source) > source.heartbeatMs)
    .map((source) => ({ ...NONE, kind: 'silent_source', source: source.name, severity: 'medium' }))
}
