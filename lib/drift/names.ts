import type { Declarations, GrantFact } from '@/lib/grants/model'
import type { NameBinding } from '@/lib/names/model'
import type { Covered } from './evaluability'

/** How holders are called today, by their id. */
export type Called = ReadonlyMap<string, { best: string; all: ReadonlySet<string> }>

/** Which of a holder's bindings answers for it, best first. People answer to their e-mail, not to an issuer's subject. */
function rank(binding: NameBinding): number {
  if (binding.holderKind === 'person') return binding.origin === 'email' ? 0 : 1
  return { slug: 0, identity: 1, email: 1, name: 2, alias: 3 }[binding.origin]
}

/** Every name that is bound at `at` (milliseconds), by holder. `best` is how the console answers a holder. */
export function calledAt(declarations: Declarations, at: number): Called {
  const found = new Map<string, { bindings: NameBinding[] }>()
  for (const bindings of declarations.names.values()) {
    for (const binding of bindings) {
      if ((binding.from !== null && at < binding.from) || (binding.to !== null && at >= binding.to)) continue
      const known = found.get(binding.holderId)
      if (known) known.bindings.push(binding)
      else found.set(binding.holderId, { bindings: [binding] })
    }
  }
  return new Map([...found].map(([id, { bindings }]) => {
    const best = [...bindings].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))[0]
    return [id, { best: best?.name ?? id, all: new Set(bindings.map((binding) => binding.name)) }]
  }))
}

/** A server as sources may name it in what they cover. */
export function coveredServer(declarations: Declarations, called: Called, serverId: string): Covered {
  return { id: serverId, slug: declarations.servers.get(serverId)?.slug ?? '', names: called.get(serverId)?.all }
}

/** The caller of a grant as known today; null = any, none, or a team. */
export function callerOf(grant: GrantFact, called: Called): { agent: string | null; client: string | null; human: string | null } {
  const name = (id: string | null): string | null => (id === null ? null : (called.get(id)?.best ?? id))
  return { agent: name(grant.agentId), client: name(grant.clientId), human: grant.human.rule === 'person' ? name(grant.human.personId) : null }
}
