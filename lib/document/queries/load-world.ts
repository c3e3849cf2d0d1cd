import { type Actor, mayOnServer } from '@/lib/auth/actor'
import type { Prisma, Tx } from '@/lib/db/client'
import { contentOfEntry, contentOfGrant, contentsOfRequest } from '@/lib/document/content'
import type { GrantsDocument, Standing, Waiting, Wanted } from '@/lib/document/model'
import { AppError, type FieldError } from '@/lib/errors'
import { findCallers } from '@/lib/grants/queries/find-callers'
import { storedGrants } from '@/lib/grants/queries/find-grants'
import type { Sensitivity } from '@/lib/registry/model'
import { maximumDays, mayBeOpenEnded } from '@/lib/requests/approval-policy'
import { policyInForce } from '@/lib/requests/queries/policies'
import { findRequests } from '@/lib/requests/queries/stored-requests'
import { stateOf, type StoredRequest } from '@/lib/requests/stored'

export type SpokenFor = { id: string; slug: string; sensitivity: Sensitivity; effects: string[] }

const DAY_MS = 86_400_000
const REQUESTS = 5_000

/** The servers that a document speaks for. Of each the actor must see everything; one that is not seen whole is as good as none. */
export async function serversOf(actor: Actor, slugs: readonly string[], client: Tx): Promise<SpokenFor[]> {
  const found = await client.server.findMany({ where: { slug: { in: [...slugs] } }, select: { id: true, slug: true, sensitivity: true, effects: true } })
  const seen = new Map(found.filter((server) => mayOnServer(actor, 'registry.read', server.id)).map((server) => [server.slug, server]))
  const errors = slugs.flatMap((slug, index): FieldError[] => (seen.has(slug) ? [] : [{ path: `servers.${index}`, message: `there is no server ${slug}, or you do not see all of its grants` }]))
  if (errors.length > 0) throw new AppError('invalid_input', `The document was refused (${errors[0]?.message ?? ''}). Nothing was changed.`, { errors })
  return [...seen.values()]
}

/** The entries with ids for names; `invalid_input` with the place of every name that nobody knows. */
export async function wantedOf(document: GrantsDocument, servers: readonly SpokenFor[], now: Date, client: Tx): Promise<Wanted[]> {
  const names = await findCallers(document.grants.map((entry) => entry.caller), now, client)
  const bySlug = new Map(servers.map((server) => [server.slug, server]))
  const errors: FieldError[] = []
  const wanted = document.grants.flatMap((entry, index): Wanted[] => {
    const server = bySlug.get(entry.server)
    return server === undefined ? [] : [{ index, id: entry.id ?? null, content: contentOfEntry(entry, server, names, `grants.${index}`, errors) }]
  })
  if (errors.length > 0) throw new AppError('invalid_input', `The document was refused (${errors[0]?.path ?? ''}: ${errors[0]?.message ?? ''}${errors.length > 1 ? ` and ${errors.length - 1} more` : ''}). Nothing was changed.`, { errors: errors.slice(0, 200) })
  return wanted
}

/** In force or still to begin. What broke the glass is not the document's to speak of: it ends by itself in hours, and two people answer for it. */
export function standingWhere(serverIds: readonly string[], now: Date): Prisma.GrantWhereInput {
  return { serverId: { in: [...serverIds] }, origin: { not: 'break_glass' }, AND: [{ OR: [{ revokedAt: null }, { revokedAt: { gt: now } }] }, { OR: [{ validUntil: null }, { validUntil: { gt: now } }] }] }
}

export async function standingOn(servers: readonly SpokenFor[], now: Date, client: Tx): Promise<Standing[]> {
  const rows = await client.grant.findMany({ where: standingWhere(servers.map((server) => server.id), now), select: { id: true } })
  const { policy } = await policyInForce(client)
  const byId = new Map(servers.map((server) => [server.id, server]))
  return (await storedGrants(client, rows.map((row) => row.id))).map((grant) => {
    const content = contentOfGrant(grant)
    const server = byId.get(content.serverId)
    const longest = server === undefined || mayBeOpenEnded(grant.access, server) ? null : content.from + maximumDays([policy], grant.access, server) * DAY_MS
    return { id: grant.id, content, longest }
  })
}

/** The requests that wait on these servers, with what each has said since it was last submitted or edited. */
export async function waitingOn(servers: readonly SpokenFor[], now: Date, client: Tx): Promise<Waiting[]> {
  const found = await findRequests({ state: 'pending', kind: 'grant', serverId: { in: servers.map((server) => server.id) } }, REQUESTS, client)
  return found.filter((request) => stateOf(request, now) === 'pending').map((request) => ({ id: request.id, contents: contentsSaid(request) }))
}

function contentsSaid(request: StoredRequest): Waiting['contents'] {
  const last = request.revisions.findLastIndex((revision) => revision.change !== 'narrowed')
  return [...(request.content === null ? [] : [request.content]), ...request.revisions.slice(Math.max(0, last)).map((revision) => revision.content)].flatMap(contentsOfRequest)
}
