import { ACCESS_RANK } from '@/lib/registry/model'
import { isActive, isMember } from './holders'
import { isEffective } from './intervals'
import { type Call, type Declarations, type GrantFact, KIND_TARGET } from './model'
import { compilePattern, matchesPattern, matchesTarget } from './target-match'

/** Target kind and target: is the call about something this grant speaks of? The server is compared by `reaches`. */
export function matchesKindAndTarget(grant: GrantFact, call: Call): boolean {
  if (grant.targetKind !== KIND_TARGET[call.kind]) return false
  // Only context targets are URIs; the traversal rule would make no sense of a tool called "..".
  return grant.targetKind === 'context' ? matchesTarget(grant.target, call.target) : matchesPattern(compilePattern(grant.target), call.target)
}

/** Same server, same target kind, matching target. */
export function reaches(grant: GrantFact, call: Call): boolean {
  return grant.serverId === call.serverId && matchesKindAndTarget(grant, call)
}

export function matchesAgent(declarations: Declarations, grant: GrantFact, call: Call): boolean {
  return grant.agentId === null ? isActive(declarations.agents, call.agentId, call.at) : grant.agentId === call.agentId
}

export function matchesClient(declarations: Declarations, grant: GrantFact, call: Call): boolean {
  return grant.clientId === null ? isActive(declarations.clients, call.clientId, call.at) : grant.clientId === call.clientId
}

/** `any` = a registered person, active then, and present; `none` covers only calls without a human. */
export function matchesHuman(declarations: Declarations, grant: GrantFact, call: Call): boolean {
  switch (grant.human.rule) {
    case 'person': return grant.human.personId === call.humanId
    case 'team': return isMember(declarations, grant.human.teamId, call.humanId, call.at)
    case 'any': return isActive(declarations.people, call.humanId, call.at)
    case 'none': return call.humanName === null
  }
}

/** All three identities, which count as one dimension. */
export function matchesCaller(declarations: Declarations, grant: GrantFact, call: Call): boolean {
  return matchesAgent(declarations, grant, call) && matchesClient(declarations, grant, call) && matchesHuman(declarations, grant, call)
}

/** Does the ceiling admit the call's access? read < write < admin. */
export function admitsAccess(grant: GrantFact, call: Call): boolean {
  return ACCESS_RANK[call.access] <= ACCESS_RANK[grant.access]
}

/** Empty = unrestricted. Otherwise every resource must match some glob, and a call that names none is not covered. */
export function inScope(grant: GrantFact, call: Call): boolean {
  if (grant.scope.length === 0) return true
  return call.resources.length > 0 && call.resources.every((resource) => grant.scope.some((glob) => matchesTarget(glob, resource)))
}

/** The dimensions in which a grant that reaches the call may fail it. */
export type Fit = { time: boolean; caller: boolean; access: boolean; scope: boolean }

export function fitOf(declarations: Declarations, grant: GrantFact, call: Call): Fit {
  return {
    time: isEffective(grant, call.target, call.at),
    caller: matchesCaller(declarations, grant, call),
    access: admitsAccess(grant, call),
    scope: inScope(grant, call),
  }
}

/** Does the grant cover the call, at the call's own time? The definition: every dimension fits. */
export function covers(declarations: Declarations, grant: GrantFact, call: Call): boolean {
  if (!reaches(grant, call)) return false
  const fit = fitOf(declarations, grant, call)
  return fit.time && fit.caller && fit.access && fit.scope
}
