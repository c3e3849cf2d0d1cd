import type { StateAt } from '@/lib/names/model'
import { stateAt } from '@/lib/names/resolve'
import { ACCESS_RANK, type Access } from '@/lib/registry/model'
import { isActive, isMember, isRegistered } from './holders'
import { includesPattern } from './includes'
import { endOf, isEffective } from './intervals'
import type { Declarations, GrantFact, HolderFact, HumanRule, TargetKind } from './model'
import { classAt } from './resolve-call'
import { compilePattern, isExact, matchesPattern, matchesTarget } from './target-match'

/** What is asked: whoever and whatever is left out may be anybody and anything. A `target` may be a glob over tool names. */
export type AccessQuestion = {
  agentId?: string | undefined; clientId?: string | undefined; personId?: string | undefined; serverId?: string | undefined; target?: string | undefined
}

/** A tool that a server offers, or offered. */
export type OfferedTool = { name: string; removedAt: number | null }

/**
 * Why a grant that stands gives nothing all the same. `above_ceiling`: every call of the tool counts as more than the grant admits.
 * `nobody`: it is for any of a sort, or a team, of which nobody is active.
 */
export const RESTS = ['suspended', 'tool_held', 'task', 'unconfirmed', 'server', 'agent', 'client', 'person', 'nobody', 'above_ceiling', 'removed'] as const
export type Rest = (typeof RESTS)[number]

/** One line of what is possible: this caller may reach this target, at most so, within this scope. */
export type AccessRow = {
  /** What no two rows share: caller, server, target, scope and rest. */
  key: string
  serverId: string
  /** null = any registered and active one, as in a grant. */
  agentId: string | null
  clientId: string | null
  human: HumanRule
  kind: TargetKind
  target: string
  /** A glob: stands for whatever it admits beside the targets that have rows of their own, tools to come among it. */
  open: boolean
  access: Access
  scope: readonly string[]
  /** The grants that give it, in the order of their ids. */
  grantIds: readonly string[]
  /** When the last grant that gives this access ends, milliseconds; null = without an end. */
  until: number | null
  /** Null = effective. */
  rest: Rest | null
  /** The tool's class then; null for what is no tool of the catalogue. */
  toolClass: Access | null
}

export type AccessWorld = {
  declarations: Declarations
  /** Server id → its tools. */
  tools: ReadonlyMap<string, readonly OfferedTool[]>
  /** Why a grant gives nothing for reasons that the rules of matching do not know; null = there is none. */
  restOf?: (grant: GrantFact) => Rest | null
}

/**
 * What the grants that stand at `at` make possible, one row per caller pattern, server, target and scope, with the highest access.
 * Exact: a call is covered by a grant of `covers` just when an effective row admits it, as long as the named callers are active and
 * the server is open to calls. What stands and gives nothing has a row too, with the reason. Milliseconds.
 */
export function effectiveAccess(world: AccessWorld, question: AccessQuestion, at: number): AccessRow[] {
  const found = new Map<string, AccessRow>()
  const servers = question.serverId === undefined ? [...world.declarations.grants.keys()] : [question.serverId]
  for (const serverId of servers) {
    const stopped = isStopped(world.declarations, serverId, at)
    for (const grant of world.declarations.grants.get(serverId) ?? []) {
      if (!stands(grant, at) || !admitsCaller(world.declarations, grant, question, at)) continue
      const whole = stopped ? 'server' : restOfCaller(world.declarations, grant, at) ?? world.restOf?.(grant) ?? null
      for (const row of rowsOf(world, grant, question, at, whole)) add(found, row)
    }
  }
  return [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** Open to no call: not registered then, or registered and at rest. */
function isStopped({ servers }: Declarations, serverId: string, at: number): boolean {
  const server = servers.get(serverId)
  if (server === undefined || !isRegistered(server, at)) return true
  return ['quarantined', 'offboarding', 'retired'].includes(stateAt(server.states, at) ?? '')
}

function stands(grant: GrantFact, at: number): boolean {
  const end = endOf(grant)
  return grant.validFrom <= at && (end === null || at < end)
}

/** Could the one who is asked about be the grant's caller? */
function admitsCaller(declarations: Declarations, grant: GrantFact, { agentId, clientId, personId }: AccessQuestion, at: number): boolean {
  if (agentId !== undefined && grant.agentId !== agentId && !(grant.agentId === null && isActive(declarations.agents, agentId, at))) return false
  if (clientId !== undefined && grant.clientId !== clientId && !(grant.clientId === null && isActive(declarations.clients, clientId, at))) return false
  return personId === undefined || admitsHuman(declarations, grant.human, personId, at)
}

function admitsHuman(declarations: Declarations, human: HumanRule, personId: string, at: number): boolean {
  switch (human.rule) {
    case 'person': return human.personId === personId
    case 'team': return isMember(declarations, human.teamId, personId, at)
    case 'any': return isActive(declarations.people, personId, at)
    case 'none': return false
  }
}

function restOfCaller(declarations: Declarations, grant: GrantFact, at: number): Rest | null {
  const anybody = (holders: ReadonlyMap<string, HolderFact>): boolean => [...holders.values()].some((holder) => activeAt(holder.states, at))
  if (grant.mode === 'task') return 'task'
  if (grant.agentId !== null && !isActive(declarations.agents, grant.agentId, at)) return 'agent'
  if (grant.clientId !== null && !isActive(declarations.clients, grant.clientId, at)) return 'client'
  if (grant.human.rule === 'person' && !isActive(declarations.people, grant.human.personId, at)) return 'person'
  if (grant.agentId === null && !anybody(declarations.agents)) return 'nobody'
  if (grant.clientId === null && !anybody(declarations.clients)) return 'nobody'
  if (grant.human.rule === 'any' && !anybody(declarations.people)) return 'nobody'
  return grant.human.rule === 'team' && membersOf(declarations, grant.human.teamId, at).length === 0 ? 'nobody' : null
}

function activeAt(states: readonly StateAt[], at: number): boolean {
  return stateAt(states, at) === 'active'
}

/** The people in a team who are active at `at`. */
export function membersOf(declarations: Declarations, teamId: string, at: number): string[] {
  const stays = declarations.memberships.get(teamId) ?? []
  return [...new Set(stays.map((stay) => stay.personId))].filter((personId) => isMember(declarations, teamId, personId, at) && isActive(declarations.people, personId, at))
}

/** The targets of a grant as rows: each tool that it admits and the catalogue knows, and the grant's own target. */
function rowsOf(world: AccessWorld, grant: GrantFact, { target: asked }: AccessQuestion, at: number, whole: Rest | null): AccessRow[] {
  const exact = isExact(grant.target)
  const tools = grant.targetKind === 'tool' ? (world.tools.get(grant.serverId) ?? []) : []
  const admitted = tools.filter((tool) => (exact ? tool.name === grant.target : (tool.removedAt === null || at < tool.removedAt) && matchesPattern(compilePattern(grant.target), tool.name)))
  const named = [...admitted.map((tool) => tool.name), ...heldTools(grant, at)]
  const own = ownTarget(grant, asked)
  const targets = new Set(named.filter((name) => asked === undefined || matchesPattern(compilePattern(asked), name)))
  if (own !== null) targets.add(own)
  return [...targets].map((target) => {
    const known = admitted.find((tool) => tool.name === target)
    const toolClass = known === undefined ? null : classAt(world.declarations, grant.serverId, target, at)
    const removed = known !== undefined && known.removedAt !== null && known.removedAt <= at
    return rowOf(grant, target, at, { toolClass, whole, removed })
  })
}

/** The grant's own target, as far as it was asked for: a name that a glob admits stands for itself; null = not asked for. */
function ownTarget(grant: GrantFact, asked: string | undefined): string | null {
  if (asked === undefined || asked === grant.target) return grant.target
  const paths = grant.targetKind === 'context'
  if (isExact(grant.target)) return !isExact(asked) && (paths ? matchesTarget(asked, grant.target) : matchesPattern(compilePattern(asked), grant.target)) ? grant.target : null
  return includesPattern(grant.target, asked, paths) ? asked : null
}

/** Tools of a glob that rest by themselves, in the catalogue or not: the rest of the glob does not speak for them. */
function heldTools(grant: GrantFact, at: number): string[] {
  const pattern = compilePattern(grant.target)
  return grant.suspensions.flatMap(({ toolName, from, to }) => (toolName !== null && from <= at && (to === null || at < to) && matchesPattern(pattern, toolName) ? [toolName] : []))
}

function rowOf(grant: GrantFact, target: string, at: number, known: { toolClass: Access | null; whole: Rest | null; removed: boolean }): AccessRow {
  const { serverId, agentId, clientId, human, targetKind: kind, access, scope } = grant
  const rest = known.whole ?? held(grant, target, at) ?? (known.removed ? 'removed' : known.toolClass !== null && ACCESS_RANK[known.toolClass] > ACCESS_RANK[access] ? 'above_ceiling' : null)
  const who = [agentId ?? '*', clientId ?? '*', human.rule === 'person' ? human.personId : human.rule === 'team' ? human.teamId : human.rule]
  return {
    key: JSON.stringify([serverId, kind, target, ...who, rest ?? '', [...scope].sort()]), serverId, agentId, clientId, human, kind, target, open: !isExact(target), access, scope,
    grantIds: [grant.id], until: endOf(grant), rest, toolClass: known.toolClass,
  }
}

function held(grant: GrantFact, target: string, at: number): Rest | null {
  if (isEffective(grant, target, at)) return null
  return grant.suspensions.some((hold) => hold.toolName === null && hold.from <= at && (hold.to === null || at < hold.to)) ? 'suspended' : 'tool_held'
}

/** Two rows that differ in nothing but access and end are one, with the higher access, as long as that lasts. */
function add(found: Map<string, AccessRow>, row: AccessRow): void {
  const before = found.get(row.key)
  if (before === undefined) return void found.set(row.key, row)
  const gain = ACCESS_RANK[row.access] - ACCESS_RANK[before.access]
  const until = gain > 0 ? row.until : gain < 0 ? before.until : laterEnd(before.until, row.until)
  found.set(row.key, { ...before, access: gain > 0 ? row.access : before.access, until, grantIds: [...before.grantIds, ...row.grantIds].sort() })
}

function laterEnd(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b)
}
