import { type Actor, mayOnServer, require } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import type { GrantsDocument } from '@/lib/document/model'
import type { PlanView } from '@/lib/document/plan-model'
import { planView } from '@/lib/document/view-plan'
import { inOrder, type WrittenDocument, type WrittenEntry } from '@/lib/document/write-text'
import { agentAsKnown, clientAsKnown, humanAsKnown, type StoredGrant } from '@/lib/grants/grant-view'
import { findCallers } from '@/lib/grants/queries/find-callers'
import { storedGrants } from '@/lib/grants/queries/find-grants'
import type { CallerNames } from '@/lib/grants/resolve-caller'
import { loadPlan } from './load-plan'
import { serversOf, standingWhere } from './load-world'

/**
 * The grants that stand, as a document that changes nothing when it is put back. Of servers that the actor sees whole: these, or all of
 * them; `invalid_input` for another one.
 */
export async function presentDocument(actor: Actor, slugs: readonly string[] | null, now: Date): Promise<WrittenDocument> {
  require(actor, 'registry.read')
  const servers = await serversOf(actor, slugs ?? await allSlugs(actor), db())
  const rows = await db().grant.findMany({ where: standingWhere(servers.map((server) => server.id), now), select: { id: true } })
  const grants = await storedGrants(db(), rows.map((row) => row.id))
  const names = await findCallers(grants.map(callerOf), now)
  return { version: 1, servers: servers.map((server) => server.slug).toSorted(), grants: inOrder(grants.map((grant) => written(grant, names))) }
}

async function allSlugs(actor: Actor): Promise<string[]> {
  const found = await db().server.findMany({ where: { lifecycle: { notIn: ['rejected', 'retired'] } }, select: { id: true, slug: true } })
  return found.filter((server) => mayOnServer(actor, 'registry.read', server.id)).map((server) => server.slug)
}

function callerOf(grant: StoredGrant): { agent: string; client: string; human: string } {
  return { agent: agentAsKnown(grant.agent), client: clientAsKnown(grant.client), human: humanAsKnown(grant) }
}

/** By the names that people know; by the id where such a name does not lead back, because it means somebody else by now, or nobody. */
function written(grant: StoredGrant, names: CallerNames): WrittenEntry {
  const known = callerOf(grant)
  const back = (map: ReadonlyMap<string, string>, name: string, id: string | undefined): string => (id === undefined || map.get(name) === id ? name : id)
  const human = grant.team === null ? back(names.people, known.human, grant.person?.id) : `team:${back(names.teams, grant.team.name, grant.team.id)}`
  return {
    id: grant.id, server: grant.server.slug, caller: { agent: back(names.agents, known.agent, grant.agent?.id), client: back(names.clients, known.client, grant.client?.id), human },
    target: { kind: grant.targetKind, name: grant.target }, access: grant.access, ...(grant.scope.length === 0 ? {} : { scope: [...grant.scope].toSorted() }), purpose: grant.purpose,
    validFrom: grant.validFrom.toISOString(), ...(grant.validUntil === null ? {} : { validUntil: grant.validUntil.toISOString() }), ...(grant.mode === 'task' ? { mode: 'task' } : {}), reauthorise: grant.reauthorise,
  }
}

/** What applying the document would do; writes nothing. */
export async function planOf(actor: Actor, document: GrantsDocument, now: Date): Promise<PlanView> {
  require(actor, 'registry.read')
  return planView(await loadPlan(actor, document, now))
}
