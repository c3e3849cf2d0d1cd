import type { NameBinding } from '@/lib/names/model'
import { canonicalHumanName, indexNames } from '@/lib/names/resolve'
import { type Access, REGISTERED_STATES, type Sensitivity } from '@/lib/registry/model'
import { compileRules, storedRules } from '@/lib/registry/resource-rules'
import type { Declarations, GrantFact, HolderFact, HumanRule, MembershipFact, ServerFact, TargetKind, ToolFact } from './model'
import { toolKey } from './resolve-call'

/** The tables of declarations as read, times in milliseconds since the epoch. Lists with a time are sorted by it. */
export type DeclarationRows = {
  epoch: number
  bindings: readonly NameBinding[]
  states: readonly { holderKind: string; holderId: string; state: string; at: number }[]
  servers: readonly { id: string; slug: string; sensitivity: Sensitivity; effects: string[]; lifecycle: string }[]
  /** Agents, clients and people, in this order of `kind`. */
  holders: readonly { kind: 'agent' | 'client' | 'person'; id: string; active: boolean }[]
  memberships: readonly MembershipFact[]
  tools: readonly { serverId: string; name: string; suggested: Access; classes: readonly { at: number; access: Access }[]; rules: unknown }[]
  grants: readonly GrantRow[]
  holds: readonly { grantId: string; toolName: string | null; from: number; to: number | null }[]
}

export type GrantRow = {
  id: string; serverId: string; agentId: string | null; clientId: string | null; humanRule: 'person' | 'team' | 'any' | 'none'
  personId: string | null; teamId: string | null; targetKind: TargetKind; target: string; access: Access; scope: string[]
  validFrom: number; validUntil: number | null; revokedAt: number | null; mode: 'direct' | 'task'
}

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const list = groups.get(key(item))
    if (list) list.push(item)
    else groups.set(key(item), [item])
  }
  return groups
}

/** The human dimension; a row that names nobody where it must (the store forbids it) admits nobody. */
export function humanRuleOf(row: Pick<GrantRow, 'humanRule' | 'personId' | 'teamId'>): HumanRule {
  if (row.humanRule === 'person') return { rule: 'person', personId: row.personId ?? '' }
  if (row.humanRule === 'team') return { rule: 'team', teamId: row.teamId ?? '' }
  return { rule: row.humanRule }
}

/** Everything declared, as the rules read it. */
export function declarationsOf(rows: DeclarationRows): Declarations {
  const states = new Map([...grouped(rows.states, (row) => `${row.holderKind} ${row.holderId}`)].map(([key, list]) => [key, list.map(({ at, state }) => ({ at, state }))]))
  const holders = (kind: 'agent' | 'client' | 'person'): ReadonlyMap<string, HolderFact> =>
    new Map(rows.holders.filter((row) => row.kind === kind).map((row): [string, HolderFact] =>
      [row.id, { id: row.id, states: states.get(`${kind} ${row.id}`) ?? [{ at: 0, state: row.active ? 'active' : 'inactive' }] }]))
  return {
    epoch: rows.epoch,
    names: indexNames(rows.bindings.map((row) => (row.holderKind === 'person' ? { ...row, name: canonicalHumanName(row.name) } : row))),
    servers: new Map(rows.servers.map((row): [string, ServerFact] => [row.id, serverFact(row, states.get(`server ${row.id}`))])),
    agents: holders('agent'),
    clients: holders('client'),
    people: holders('person'),
    memberships: grouped(rows.memberships, (row) => row.teamId),
    tools: new Map(rows.tools.map((row): [string, ToolFact] => [toolKey(row.serverId, row.name), toolFact(row)])),
    grants: grouped(grantFacts(rows), (grant) => grant.serverId),
  }
}

function serverFact(row: DeclarationRows['servers'][number], states: ServerFact['states'] | undefined): ServerFact {
  const { id, slug, sensitivity, effects } = row
  const known = states ?? (REGISTERED_STATES.has(row.lifecycle) ? [{ at: 0, state: row.lifecycle }] : [])
  return { id, slug, sensitivity, effects, states: known }
}

function toolFact(row: DeclarationRows['tools'][number]): ToolFact {
  const rules = compileRules(storedRules(row.rules))
  return { serverId: row.serverId, name: row.name, classes: row.classes.length > 0 ? row.classes : [{ at: 0, access: row.suggested }], ...(rules === null ? {} : { rules }) }
}

function grantFacts(rows: DeclarationRows): GrantFact[] {
  const holds = grouped(rows.holds, (hold) => hold.grantId)
  return rows.grants.map((row) => {
    const { humanRule: _rule, personId: _person, teamId: _team, ...plain } = row
    const suspensions = (holds.get(row.id) ?? []).map(({ from, to, toolName }) => ({ from, to, toolName }))
    return { ...plain, human: humanRuleOf(row), suspensions }
  })
}
