/**
 * The rules once more, written from the rule book alone and as naively as possible: every grant is asked about every call.
 * Nothing here is shared with the program, so an error would have to be made twice, in two ways.
 */
import { type Access, DAY, type Grant, type Happening, type Person, type Server, type World } from './world'

export const RANK: Record<Access, number> = { read: 0, write: 1, admin: 2 }

export type Named = { known: string | null; registered: boolean }
export type Judged = {
  event: Happening
  server: Named
  agent: Named
  client: Named
  human: Named
  access: Access
  verdict: string
  grant: string | null
  nearest: string | null
}

export function judgeAll(world: World, ids: ReadonlyMap<string, string>): Judged[] {
  return world.events.map((event) => judge(world, ids, event))
}

export function find(holders: readonly { known: string; names: readonly string[] }[], name: string | undefined, foldMail = false): Named {
  if (name === undefined) return { known: null, registered: false }
  const wanted = foldMail && name.includes('@') ? name.toLowerCase() : name
  const holder = holders.find((one) => one.names.some((known) => (foldMail && known.includes('@') ? known.toLowerCase() : known) === wanted))
  return holder ? { known: holder.known, registered: true } : { known: wanted, registered: false }
}

function judge(world: World, ids: ReadonlyMap<string, string>, event: Happening): Judged {
  const server = find(world.servers.filter((one) => one.registered), event.server)
  const agent = find(world.agents, event.agent)
  const client = find(world.clients, event.client)
  const human = find(world.people, event.human, true)
  const listed = event.kind === 'tool_call' && world.servers.some((one) => one.registered && one.known === server.known && one.tools.includes(event.target))
  const access = event.access ?? (event.kind === 'context_access' || listed ? 'read' : 'write')
  const base = { event, server, agent, client, human, access, grant: null, nearest: null }
  if (!server.registered) return { ...base, verdict: 'unregistered' }
  const call: Call = { event, access, server: server.known ?? '', agent, client, human }
  const grants = world.grants.filter((grant) => grant.server === server.known)
  if (agent.known === null || client.known === null) return { ...base, verdict: 'unattributed' }
  if (human.known === null && !grants.some((grant) => admitsNobody(world, grant, call))) return { ...base, verdict: 'unattributed' }
  const failing = (allowed: Dimension | null): Grant[] =>
    grants.filter((grant) => (Object.keys(DIMENSIONS) as Dimension[]).every((name) => (name === allowed ? true : DIMENSIONS[name](world, grant, call))))
  const covering = first(failing(null), world, ids)
  if (covering) return { ...base, verdict: 'granted', grant: ids.get(covering.externalId) ?? null }
  for (const [name, verdict] of [['time', 'lapsed'], ['access', 'over_access'], ['scope', 'out_of_scope'], ['caller', 'wrong_caller']] as const) {
    const nearest = first(failing(name), world, ids)
    if (nearest) return { ...base, verdict, nearest: ids.get(nearest.externalId) ?? null }
  }
  return { ...base, verdict: 'ungranted' }
}

export type Call = { event: Happening; access: Access; server: string; agent: Named; client: Named; human: Named }
export type Dimension = 'kind' | 'target' | 'time' | 'access' | 'scope' | 'caller'

const TARGET_KIND = { tool_call: 'tool', context_access: 'context', downstream_action: 'downstream' } as const

export const DIMENSIONS: Record<Dimension, (world: World, grant: Grant, call: Call) => boolean> = {
  kind: (_world, grant, call) => grant.kind === TARGET_KIND[call.event.kind],
  target: (_world, grant, call) => (grant.kind === 'context' && unsafe(call.event.target) ? grant.target === call.event.target : glob(grant.target, call.event.target)),
  time: (_world, grant, call) => call.event.at >= grant.validFrom && (grant.validUntil === null || call.event.at < grant.validUntil),
  access: (_world, grant, call) => RANK[call.access] <= RANK[grant.access],
  scope: (_world, grant, call) =>
    grant.scope.length === 0 ||
    (call.event.resources.length > 0 && call.event.resources.every((resource) => grant.scope.some((pattern) => (unsafe(resource) ? pattern === resource : glob(pattern, resource))))),
  caller: (world, grant, call) =>
    one(grant.agent, world.agents, call.agent) && one(grant.client, world.clients, call.client) && humanFits(world, grant, call.human),
}

function one(wanted: string, holders: readonly { known: string; names: readonly string[] }[], actual: Named): boolean {
  if (wanted === 'any') return actual.registered
  return actual.registered && find(holders, wanted).known === actual.known
}

function humanFits(world: World, grant: Grant, human: Named): boolean {
  if (grant.human === 'none') return human.known === null
  if (!human.registered) return false
  if (grant.human === 'any') return true
  const person = world.people.find((candidate: Person) => candidate.known === human.known)
  if (grant.human.startsWith('team:')) return person?.teams.includes(grant.human.slice(5)) ?? false
  return grant.human === person?.email
}

/** A live grant that admits calls without a human for this target, or an ended one that did for this agent and client. */
function admitsNobody(world: World, grant: Grant, call: Call): boolean {
  if (grant.human !== 'none' || !DIMENSIONS.kind(world, grant, call) || !DIMENSIONS.target(world, grant, call)) return false
  if (DIMENSIONS.time(world, grant, call)) return true
  const ended = grant.validUntil !== null && grant.validUntil <= call.event.at
  return ended && one(grant.agent, world.agents, call.agent) && one(grant.client, world.clients, call.client)
}

export function glob(pattern: string, text: string): boolean {
  return new RegExp(`^${pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')).join('[\\s\\S]*')}$`).test(text)
}

function unsafe(text: string): boolean {
  if (/%2f/i.test(text)) return true
  const decoded = decodeURIComponent(text)
  return /[\\\u0000-\u001f\u007f]/.test(decoded) || decoded.split('/').some((segment) => segment === '.' || segment === '..')
}

function first(grants: readonly Grant[], _world: World, ids: ReadonlyMap<string, string>): Grant | null {
  const order = (grant: Grant): (number | string)[] => [
    grant.target.includes('*') ? 1 : 0,
    [grant.agent, grant.client, grant.human].filter((part) => part === 'any').length,
    grant.scope.length > 0 ? 0 : 1,
    RANK[grant.access],
    grant.validFrom,
    ids.get(grant.externalId) ?? '',
  ]
  return [...grants].sort((a, b) => compare(order(a), order(b)))[0] ?? null
}

function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [i, left] of a.entries()) {
    const right = b[i]
    if (right === undefined || left === right) continue
    return left < right ? -1 : 1
  }
  return 0
}

/** A resource cut to its first three path segments. */
export function cut(resource: string): string {
  const parts = resource.split('/')
  return parts.length > 3 ? `${parts.slice(0, 3).join('/')}/*` : resource
}

export type UsageRow = { count: number; firstAt: number; lastAt: number; judged: Judged; keys: string[] }

/** The roll-up, one row per combination and UTC day. */
export function rollUp(judged: readonly Judged[]): Map<string, UsageRow> {
  const usage = new Map<string, UsageRow>()
  for (const one of judged) {
    const keys = [...new Set(one.event.resources.map(cut))].sort((a, b) => (a < b ? -1 : 1))
    const key = usageKey(one, keys)
    const row = usage.get(key)
    if (row === undefined) usage.set(key, { count: 1, firstAt: one.event.at, lastAt: one.event.at, judged: one, keys })
    else Object.assign(row, { count: row.count + 1, firstAt: Math.min(row.firstAt, one.event.at), lastAt: Math.max(row.lastAt, one.event.at) })
  }
  return usage
}

function usageKey(one: Judged, keys: string[]): string {
  const server = one.server.registered ? one.server.known : one.event.server
  return JSON.stringify([
    new Date(one.event.at).toISOString().slice(0, 10), server, one.event.kind, one.event.target, one.access,
    one.agent.known, one.client.known, one.human.known, keys, one.event.outcome, one.verdict, one.grant,
  ])
}

export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const
export type Expected = { kind: string; server: string | null; target: string | null; agent: string | null; client: string | null; severity: string; executed: number; blocked: number; status: string; grantId: string | null }

/** Findings of a world whose one gateway source was alive throughout, so that everything is evaluable. */
export function findings(world: World, judged: readonly Judged[], ids: ReadonlyMap<string, string>, now: number): Expected[] {
  const groups = new Map<string, { head: Omit<Expected, 'executed' | 'blocked' | 'status' | 'severity'>; base: number; of: Server | null; all: Judged[] }>()
  const add = (key: unknown[], head: Omit<Expected, 'executed' | 'blocked' | 'status' | 'severity'>, base: number, of: Server | null, one: Judged): void => {
    const text = JSON.stringify(key)
    const group = groups.get(text) ?? { head, base, of, all: [] }
    groups.set(text, { ...group, base: Math.max(group.base, base), all: [...group.all, one] })
  }
  const none = { server: null, target: null, agent: null, client: null, grantId: null }
  for (const one of judged) {
    const server = world.servers.find((candidate) => candidate.slug === one.server.known && one.server.registered) ?? null
    if (!one.server.registered) add(['s', one.event.server], { ...none, kind: 'unregistered_server', server: one.event.server }, 2, null, one)
    if (one.agent.known !== null && !one.agent.registered) add(['a', one.agent.known], { ...none, kind: 'unregistered_agent', agent: one.agent.known }, 1, null, one)
    if (one.client.known !== null && !one.client.registered) add(['c', one.client.known], { ...none, kind: 'unregistered_client', client: one.client.known }, 0, null, one)
    if (one.verdict === 'granted' || one.verdict === 'unregistered' || server === null) continue
    const base = RANK[one.access] + 1
    const common = { ...none, kind: `${one.verdict}_use`, server: server.slug, target: one.event.target }
    if (one.verdict === 'unattributed') add(['u', server.slug, one.event.target], common, base, server, one)
    else add([one.verdict, server.slug, one.event.target, one.access, one.agent.known], { ...common, agent: one.agent.known }, base, server, one)
  }
  const expected = [...groups.values()].map((group): Expected => {
    const blocked = group.all.filter((one) => one.event.outcome === 'denied').length
    const executed = group.all.length - blocked
    const raised = group.base + (group.of !== null && group.of.effects.length > 0 ? 1 : 0) - (executed === 0 ? 1 : 0)
    return { ...group.head, executed, blocked, severity: SEVERITIES[Math.max(0, Math.min(3, raised))] ?? 'low', status: statusOf(world, group.all, now) }
  })
  return [...expected, ...unused(world, judged, ids, now)]
}

function statusOf(world: World, group: readonly Judged[], now: number): string {
  const useBased = group[0]?.server.registered === true && group.every((one) => one.verdict !== 'granted')
  const last = Math.max(...group.map((one) => one.event.at))
  if (!useBased) return '*'
  if (last < now - 14 * DAY) return 'resolved'
  const coveredNow = group.every((one) => {
    if (one.event.resources.some((resource) => cut(resource) !== resource)) return false
    const call: Call = { event: { ...one.event, at: now }, access: one.access, server: one.server.known ?? '', agent: one.agent, client: one.client, human: one.human }
    return world.grants.some((grant) => grant.server === one.server.known && (Object.keys(DIMENSIONS) as Dimension[]).every((name) => DIMENSIONS[name](world, grant, call)))
  })
  return coveredNow ? 'resolved' : 'open'
}

function unused(world: World, judged: readonly Judged[], ids: ReadonlyMap<string, string>, now: number): Expected[] {
  return world.grants.flatMap((grant): Expected[] => {
    const id = ids.get(grant.externalId) ?? null
    const server = world.servers.find((one) => one.slug === grant.server)
    const whole = grant.validFrom <= now - 90 * DAY && (grant.validUntil === null || grant.validUntil >= now)
    if (!whole || server === undefined || judged.some((one) => one.grant === id)) return []
    const rank = (grant.access === 'read' ? 0 : 1) + (server.effects.length > 0 ? 1 : 0)
    return [{ kind: 'unused_grant', server: grant.server, target: grant.target, agent: '*', client: '*', severity: SEVERITIES[rank] ?? 'low', executed: 0, blocked: 0, status: 'open', grantId: id }]
  })
}
