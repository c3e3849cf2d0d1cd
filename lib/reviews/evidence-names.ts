import type { EvidenceFacts, PersonRow } from './evidence-facts'
import type { FrozenPerson } from './frozen'

/** How callers are called, by their id or the name as given; an identity that is absent is said to be. */
export type HolderNames = { agent: (key: string | null) => string; client: (key: string | null) => string; human: (key: string | null) => string }

export function holderNames(facts: Pick<EvidenceFacts, 'agents' | 'clients' | 'people'>): HolderNames {
  const of = (names: (id: string) => string | undefined) => (key: string | null): string => (key === null ? 'none' : names(key) ?? key)
  return { agent: of((id) => facts.agents.get(id)?.name), client: of((id) => facts.clients.get(id)?.name), human: of((id) => facts.people.get(id)?.email) }
}

export function personOf(people: ReadonlyMap<string, PersonRow>, id: string | null): FrozenPerson | null {
  const found = people.get(id ?? '')
  return found === undefined ? null : { id: found.id, name: found.name, email: found.email }
}
