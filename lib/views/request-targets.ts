import type { Actor } from '@/lib/auth/actor'
import { isExact } from '@/lib/grants/target-match'
import type { Access } from '@/lib/registry/model'
import type { TargetView } from '@/lib/requests/model'
import { type Requestable, searchRequestable } from '@/lib/requests/queries/requestable'

/** One thing that a search found: what the server says of it, and its class. `pattern`: not found but typed, to be asked for as it stands. */
export type TargetHit = { server: string; sensitivity: string; kind: TargetView['kind']; name: string; says: string | null; access: Access; pattern: boolean }

const SHOWN = 20
/** Where a server is settled, more are looked through, so that enough of that one is among them. */
const LOOKED_THROUGH = 50

/** Tools that may be asked for, found by what they do; of one server where something of it is asked for already. */
export async function findTargets(actor: Actor, query: string, server: string): Promise<TargetHit[]> {
  if (server === '') return foundFor(await searchRequestable(actor, query, SHOWN), query, server)
  // Words of the server's name bring its own tools forward.
  const [own, all] = await Promise.all([searchRequestable(actor, `${server.replaceAll('-', ' ')} ${query}`, LOOKED_THROUGH), searchRequestable(actor, query, LOOKED_THROUGH)])
  const known = new Set(own.map((one) => one.name))
  return foundFor([...own, ...all.filter((one) => !known.has(one.name))], query, server)
}

/**
 * What a search shows: tools, of one server where `server` says so; and, where a server is settled, what was typed itself when it is a
 * glob, which no catalogue lists.
 */
export function foundFor(found: readonly Requestable[], query: string, server: string): TargetHit[] {
  const hits = found.filter((one) => server === '' || one.server.slug === server).slice(0, SHOWN).map((one): TargetHit => ({
    server: one.server.slug, sensitivity: one.server.sensitivity, kind: 'tool', name: one.name, says: one.description ?? one.title, access: one.access, pattern: false,
  }))
  const typed = query.trim()
  if (server === '' || isExact(typed) || /\s/.test(typed)) return hits
  return [...hits, { server, sensitivity: '', kind: 'tool', name: typed, says: 'every tool of that name, today’s and those to come', access: 'read', pattern: true }]
}
