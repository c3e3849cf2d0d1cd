import type { FieldError } from '@/lib/errors'
import type { Access } from '@/lib/registry/model'
import type { ReviewKind, ReviewScope } from './content'

/** What a campaign looks at: a grant, or what somebody answers for. As it stands now; what is frozen of it is the launch's business. */
export type ReviewSubject = {
  subject: 'grant' | 'server' | 'agent'
  id: string
  /** Null for an agent. */
  serverId: string | null
  server: string | null
  /** Of a grant for any agent null. */
  agentId: string | null
  agent: string | null
  /** Target of a grant; name of a server or an agent. */
  target: string
  access: Access | null
}

/** A scope whose names are ids. Null = does not narrow; an empty list = nothing fits. */
export type ResolvedScope = {
  serverIds: string[] | null
  environments: string[] | null
  sensitivities: string[] | null
  effects: string[] | null
  ownerIds: string[] | null
  teamIds: string[] | null
  agentIds: string[] | null
  /** Grants for any agent are asked for by the word `any` among the agents. */
  anyAgent: boolean
  accesses: string[] | null
  origins: string[] | null
  tools: string[] | null
  findings: string[] | null
  unreviewedSince: Date | null
  grantIds: string[] | null
}

/** What each name of a scope means now; a name that is absent is known to nobody. */
export type ScopeNames = {
  servers: ReadonlyMap<string, string>
  owners: ReadonlyMap<string, string>
  teams: ReadonlyMap<string, string>
  agents: ReadonlyMap<string, string>
  effects: ReadonlySet<string>
  tools: ReadonlySet<string>
  grants: ReadonlySet<string>
}

/** Members that say nothing of what owners attest. */
const OF_GRANTS_ONLY = ['accesses', 'origins', 'tools', 'grantIds'] as const

const DAY = 86_400_000
export const SCOPE_PATH = 'content.scope'

/**
 * The scope with ids for names. What nobody knows, and what says nothing of this kind, is an error by its field: a name with a slip in it
 * must never make a review smaller without a word.
 */
export function resolveScope(kind: ReviewKind, scope: ReviewScope, names: ScopeNames, now: Date, findingKinds: readonly string[]): { scope: ResolvedScope } | { errors: FieldError[] } {
  const errors: FieldError[] = []
  const refuse = (path: string, message: string): void => void errors.push({ path: `${SCOPE_PATH}.${path}`, message })
  const ids = (path: 'servers' | 'owners' | 'teams' | 'agents', what: string, given: readonly string[] = scope[path]): string[] => given.flatMap((name) => {
    const id = names[path].get(name)
    if (id === undefined) refuse(path, `no ${what} is known as “${name}”`)
    return id ?? []
  })
  const known = (path: 'effects' | 'tools' | 'findings', words: ReadonlySet<string>, message: (word: string) => string): void => {
    for (const word of scope[path]) if (!words.has(word)) refuse(path, message(word))
  }
  const named = scope.agents.filter((name) => name !== 'any')
  const [serverIds, ownerIds, teamIds, agentIds] = [ids('servers', 'server'), ids('owners', 'person'), ids('teams', 'team'), ids('agents', 'agent', named)]
  known('effects', names.effects, (word) => `no server has the effect “${word}”`)
  known('tools', names.tools, (word) => `no tool is known as “${word}”, and no grant names it`)
  known('findings', new Set(findingKinds), (word) => `“${word}” is no kind of finding`)
  const strange = scope.grantIds.filter((id) => !names.grants.has(id))
  if (strange.length > 0) refuse('grantIds', `${strange.length === 1 ? 'there is no grant' : 'there are no grants'} ${strange.slice(0, 5).join(', ')}${strange.length > 5 ? ` and ${strange.length - 5} more` : ''}`)
  if (kind === 'ownership') {
    for (const path of OF_GRANTS_ONLY) if (scope[path].length > 0) refuse(path, 'narrows grants; a review of ownership looks at servers and agents')
    if (scope.agents.includes('any')) refuse('agents', '“any” is no agent that somebody answers for')
  }
  if (errors.length > 0) return { errors }
  const some = <T>(list: readonly T[]): T[] | null => (list.length === 0 ? null : [...list])
  return {
    scope: {
      serverIds: some(serverIds), ownerIds: some(ownerIds), teamIds: some(teamIds), agentIds: scope.agents.length === 0 ? null : agentIds, anyAgent: scope.agents.includes('any'),
      environments: some(scope.environments), sensitivities: some(scope.sensitivities), effects: some(scope.effects), accesses: some(scope.accesses), origins: some(scope.origins),
      tools: some(scope.tools), findings: some(scope.findings), grantIds: some(scope.grantIds),
      unreviewedSince: scope.unreviewedDays === undefined ? null : new Date(now.getTime() - scope.unreviewedDays * DAY),
    },
  }
}

/**
 * Which of the two sorts a review of ownership looks at. What only servers have (a slug, an environment, a team) leaves agents out; agents
 * named leave servers out; where both are named, both are looked at, each as far as it is named.
 */
export function attested(scope: ResolvedScope): { servers: boolean; agents: boolean } {
  const ofServers = [scope.serverIds, scope.environments, scope.sensitivities, scope.effects, scope.teamIds].some((list) => list !== null)
  return { servers: ofServers || scope.agentIds === null, agents: scope.agentIds !== null || !ofServers }
}
