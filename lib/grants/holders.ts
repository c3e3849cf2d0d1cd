import { stateAt } from '@/lib/names/resolve'
import { REGISTERED_STATES } from '@/lib/registry/model'
import type { Declarations, HolderFact, ServerFact } from './model'

/**
 * Was the server registered at `at` (milliseconds)? Its first registered state counts backwards without limit: a proposal
 * that later became active has been registered all along, as far as what happened before is concerned.
 */
export function isRegistered(server: ServerFact | undefined, at: number): boolean {
  if (server === undefined) return false
  const first = server.states.find((change) => REGISTERED_STATES.has(change.state))
  if (first === undefined) return false
  return at < first.at || REGISTERED_STATES.has(stateAt(server.states, at) ?? '')
}

/** Was this agent, client or person registered and active at `at`? The first state counts backwards. */
export function isActive(holders: ReadonlyMap<string, HolderFact>, id: string | null, at: number): boolean {
  const holder = id === null ? undefined : holders.get(id)
  return holder !== undefined && stateAt(holder.states, at) === 'active'
}

/** Was the person in the team at `at`? A membership without start counts backwards without limit. */
export function isMember(declarations: Declarations, teamId: string, personId: string | null, at: number): boolean {
  if (personId === null) return false
  const stays = declarations.memberships.get(teamId) ?? []
  return stays.some((stay) => stay.personId === personId && (stay.from === null || stay.from <= at) && (stay.to === null || at < stay.to))
}
