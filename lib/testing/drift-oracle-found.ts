import type { UsageFact } from '@/lib/activity/model'
import type { DriftInput, SignalFact } from '@/lib/drift/model'
import type { GrantFact } from '@/lib/grants/model'
import type { NameBinding } from '@/lib/names/model'
import { DAY, HOUR, NOW } from './drift-time'
import { type Expected, inForceAt, inService, NONE, severity, watched } from './drift-oracle'
import { glob } from './verdict-oracle'

const ACCESS = ['read', 'write', 'admin']

/** The second reading of the kinds that rest on discovery, the register and what ingest noted. */
export function expectedFound(input: DriftInput): Expected[] {
  return [...breadth(input), ...definitions(input), ...downstream(input), ...identities(input), ...secrets(input), ...sentSecrets(input), ...shared(input)]
}

const count = (rows: readonly UsageFact[], denied: boolean): number => rows.filter((row) => (row.outcome === 'denied') === denied).reduce((total, row) => total + row.count, 0)

function breadth(input: DriftInput): Expected[] {
  return [...input.declarations.grants.values()].flat().flatMap((grant): Expected[] => {
    const rows = input.usage.filter((row) => row.grantId === grant.id && row.lastAt >= NOW - 90 * DAY)
    if (rows.length === 0 || !inService(input, grant.serverId) || !inForceAt(grant, NOW)) return []
    const [executed, blocked] = [count(rows, false), count(rows, true)]
    const head = { ...NONE, server: grant.serverId, target: grant.target, access: grant.access, agent: grant.agentId, client: grant.clientId, grantId: grant.id, executed, blocked, severity: severity(1, input, grant.serverId, executed, blocked) }
    const found: Expected[] = []
    if (usesFewerThanHalf(input, grant, new Set(rows.map((row) => row.target)))) found.push({ ...head, kind: 'over_broad_grant' })
    if (rows.every((row) => ACCESS.indexOf(row.access) < ACCESS.indexOf(grant.access))) found.push({ ...head, kind: 'excess_access' })
    return found
  })
}

function usesFewerThanHalf(input: DriftInput, grant: GrantFact, used: ReadonlySet<string>): boolean {
  const listed = input.catalogue.tools.filter((tool) => tool.serverId === grant.serverId && tool.removedAt === null).map((tool) => tool.name)
  if (!input.catalogue.firstCompleteRun.has(grant.serverId) && ![...used].every((target) => listed.includes(target))) return false
  const admitted = listed.filter((name) => glob(grant.target, name))
  return admitted.length > 0 && grant.target.includes('*') && admitted.filter((name) => used.has(name)).length < admitted.length / 2
}

function definitions(input: DriftInput): Expected[] {
  return input.catalogue.tools.flatMap((tool): Expected[] => {
    if (!input.catalogue.firstCompleteRun.has(tool.serverId) || !inService(input, tool.serverId)) return []
    const say = (kind: string, base: number): Expected[] => [{ ...NONE, kind, server: tool.serverId, target: tool.name, severity: severity(base, input, tool.serverId, 0, 0) }]
    if (tool.removedAt !== null) return tool.approvedHash !== null && tool.removedAt > NOW - 91 * DAY ? say('tool_removed', 0) : []
    if (tool.currentHash === null) return []
    if (tool.approvedHash === null) return say('tool_added', 2)
    if (tool.approvedHash === tool.currentHash || tool.change === 'wording') return []
    return tool.change === 'widening' ? say('tool_widened', 2) : say('tool_altered', 1)
  })
}

function downstream(input: DriftInput): Expected[] {
  const rows = input.usage.filter((row) => {
    const declared = input.registry.find((fact) => fact.serverId === row.serverId)?.downstream ?? []
    const system = row.target.includes(':') ? row.target.slice(0, row.target.indexOf(':')) : row.target
    return row.kind === 'downstream_action' && row.serverId !== null && row.lastAt >= NOW - 90 * DAY && !declared.includes(system)
  })
  const about = (row: UsageFact): string => [row.serverId, row.target, row.access, row.agent].join(' ')
  return [...new Set(rows.map(about))].map((key): Expected => {
    const mine = rows.filter((row) => about(row) === key)
    const [first] = mine
    const [executed, blocked] = [count(mine, false), count(mine, true)]
    const quiet = mine.every((row) => row.lastAt < NOW - 14 * DAY) && watched(input, first?.serverId ?? '', 14)
    return {
      ...NONE, kind: 'undeclared_downstream', server: first?.server ?? null, target: first?.target ?? null, access: first?.access ?? null, agent: first?.agent ?? null, executed, blocked,
      severity: severity(2, input, first?.serverId ?? null, executed, blocked), state: quiet ? 'resolved' : 'open', resolution: quiet ? 'quiet' : null,
    }
  })
}

function identities(input: DriftInput): Expected[] {
  return input.registry.filter((fact) => !fact.hasIdentity && inService(input, fact.serverId))
    .map((fact) => ({ ...NONE, kind: 'no_workload_identity', server: fact.serverId, severity: severity(0, input, fact.serverId, 0, 0) }))
}

function secrets(input: DriftInput): Expected[] {
  return input.registry.filter((fact) => inService(input, fact.serverId))
    .flatMap((fact) => fact.secrets.map(() => ({ ...NONE, kind: 'embedded_secret', server: fact.serverId, severity: severity(2, input, fact.serverId, 0, 0) })))
}

/** Whoever held the name then, in the eyes of this source; otherwise the name. */
function who(input: DriftInput, kind: NameBinding['holderKind'], name: string, source: string, at: number): string {
  const holders = [...input.declarations.names.values()].flat().filter((one) => one.holderKind === kind && one.name === name && at >= (one.from ?? -Infinity) && at < (one.to ?? Infinity))
  return (holders.find((one) => one.sourceName === source) ?? holders.find((one) => one.sourceName === null))?.holderId ?? name
}

function sentSecrets(input: DriftInput): Expected[] {
  const sent = input.signals.filter((one) => one.kind === 'embedded_secret').filter((one) => one.lastAt >= NOW - 90 * DAY).map((one) => ({
    ...one, server: who(input, 'server', one.server, one.source, one.lastAt), agent: one.agent === null ? null : who(input, 'agent', one.agent, one.source, one.lastAt),
  }))
  const about = (one: (typeof sent)[number]): string => JSON.stringify([one.server, one.target, one.agent, one.parameter])
  return [...new Set(sent.map(about))].map((key): Expected => {
    const mine = sent.filter((one) => about(one) === key)
    const [first] = mine
    const known = input.declarations.servers.has(first?.server ?? '')
    const quiet = known && mine.every((one) => one.lastAt < NOW - 14 * DAY) && watched(input, first?.server ?? '', 14)
    return { ...NONE, kind: 'embedded_secret', server: first?.server ?? null, target: first?.target ?? null, agent: first?.agent ?? null, severity: severity(2, input, first?.server ?? null, 0, 0), state: quiet ? 'resolved' : 'open', resolution: quiet ? 'quiet' : null }
  })
}

/** Every two times at which one agent came from different clients, looked at. */
function shared(input: DriftInput): Expected[] {
  const comings = input.signals.filter((one): one is Extract<SignalFact, { kind: 'agent_client' }> => one.kind === 'agent_client' && one.lastAt >= NOW - 90 * DAY)
    .flatMap((one) => [one.firstAt, one.lastAt].map((at) => ({ at, source: one.source, agent: who(input, 'agent', one.agent, one.source, at), client: who(input, 'client', one.client, one.source, at) })))
  return [...new Set(comings.map((one) => one.agent))].flatMap((agent): Expected[] => {
    const mine = comings.filter((one) => one.agent === agent)
    const sharing = mine.filter((one) => mine.some((other) => other.client !== one.client && Math.abs(other.at - one.at) <= HOUR))
    if (sharing.length === 0) return []
    const vouched = mine.every((one) => input.sources.every((source) => source.name !== one.source || watched({ ...input, sources: [{ ...source, covers: [] }] }, '', 14)))
    const quiet = sharing.every((one) => one.at < NOW - 14 * DAY) && vouched
    return [{ ...NONE, kind: 'shared_identity', agent, severity: 'high', state: quiet ? 'resolved' : 'open', resolution: quiet ? 'quiet' : null }]
  })
}
