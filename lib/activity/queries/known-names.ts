import { type Read, rows } from '@/lib/db/pool'
import type { KnownNames } from '@/lib/activity/event-view'

/** How these ids are known, in one reading; ids begin with their kind, so one map serves all four. */
export async function knownNames(ids: Iterable<string | null>, read: Read = rows): Promise<KnownNames> {
  const wanted = [...new Set(ids)].filter((id) => id !== null)
  if (wanted.length === 0) return new Map()
  const found = await read<{ id: string; name: string }>(
    `SELECT id, slug AS name FROM server WHERE id = ANY($1)
     UNION ALL SELECT id, coalesce(spiffe_id, issuer || '|' || subject) FROM agent WHERE id = ANY($1)
     UNION ALL SELECT id, coalesce(client_id, name) FROM client WHERE id = ANY($1)
     UNION ALL SELECT id, email FROM person WHERE id = ANY($1)`, [wanted],
  )
  return new Map(found.map((row) => [row.id, row.name]))
}

/** The holders of a name of this kind, at whatever time; the name may also be an id. */
export async function holdersOf(kind: 'server' | 'agent' | 'client' | 'person', name: string): Promise<string[]> {
  const found = await rows<{ id: string }>('SELECT DISTINCT holder_id AS id FROM name_binding WHERE holder_kind = $1::holder_kind AND name = $2', [kind, name])
  const prefix = { server: 'srv_', agent: 'agt_', client: 'cli_', person: 'per_' }[kind]
  return name.startsWith(prefix) ? [name, ...found.map((row) => row.id)] : found.map((row) => row.id)
}
