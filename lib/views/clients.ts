import { type Actor, may, reach } from '@/lib/auth/actor'
import { type GrantView, grantView } from '@/lib/grants/grant-view'
import { findGrants } from '@/lib/grants/queries/find-grants'
import { getClient, listClients } from '@/lib/registry/queries/clients'
import { nameHistory } from '@/lib/registry/queries/names'
import type { ClientView } from '@/lib/registry/workload-view'
import { listTrail, type TrailRow } from '@/lib/trail/queries'
import { dayBefore } from './grant-usage'
import { grantsInForce } from './servers'
import type { NameLine } from './server-detail'
import { type Companion, companions, USE_DAYS, useTotals } from './workload-usage'

const LISTED = 2000

/** One row of the list of client applications. `calls` is null where the actor may not see activity. */
export type ClientListRow = {
  id: string; name: string; clientId: string | null; aliases: string; active: boolean
  /** Grants in force that name it; grants for any client are not counted. */
  grants: number
  calls: number | null; refused: number | null; lastAt: string | null
}

/** The client applications that the actor may see, by name. */
export async function clientsScreen(actor: Actor, now: Date): Promise<{ rows: ClientListRow[]; cut: boolean }> {
  const found = await listClients(actor, { limit: LISTED + 1 })
  const shown = found.slice(0, LISTED)
  const ids = shown.map((client) => client.id)
  const [grants, use] = await Promise.all([grantsInForce('clientId', ids, now), useTotals(actor, 'client', ids, dayBefore(now, USE_DAYS))])
  return {
    cut: found.length > LISTED,
    rows: shown.map((client) => {
      const own = use?.get(client.id)
      return {
        id: client.id, name: client.name, clientId: client.clientId, aliases: client.aliases.join(' '), active: client.active, grants: grants.get(client.id) ?? 0,
        calls: use === null ? null : own?.calls ?? 0, refused: use === null ? null : own?.refused ?? 0, lastAt: own?.lastAt ?? null,
      }
    }),
  }
}

export type ClientScreen = {
  client: ClientView
  /** The name under which machines know it. */
  known: string
  mayChange: boolean
  grants: GrantView[]
  humans: Companion[] | null
  agents: Companion[] | null
  servers: Companion[] | null
  names: NameLine[]
  since: string
  history: TrailRow[] | null
}

/** Everything about one client application; `not_found` when the actor may not see it. */
export async function clientScreen(actor: Actor, id: string, now: Date): Promise<ClientScreen> {
  const client = await getClient(actor, id)
  const since = dayBefore(now, USE_DAYS)
  const [grants, humans, agents, servers, names, history] = await Promise.all([
    findGrants(actor, { clientId: id }, 500), companions(actor, 'client', id, 'human', since), companions(actor, 'client', id, 'agent', since),
    companions(actor, 'client', id, 'server', since), nameHistory('client', id), may(actor, 'trail.read') ? listTrail(actor, { object: id, limit: 20 }) : null,
  ])
  return {
    client, known: client.clientId ?? client.name, mayChange: reach(actor, 'workload.register') === 'all', grants: grants.map((grant) => grantView(grant, now)), humans, agents, servers, since, history,
    names: names.map((name) => ({ name: name.name, origin: name.origin, source: name.sourceName, from: name.validFrom?.toISOString() ?? null, to: name.validTo?.toISOString() ?? null })),
  }
}
