import { db, type Tx } from '@/lib/db/client'
import type { RequestView } from '@/lib/requests/model'
import { needOf, shortenedTo } from '@/lib/requests/need'
import { requestView, type ViewWorld } from '@/lib/requests/request-view'
import { decisionsOfRound, type StoredRequest } from '@/lib/requests/stored'
import { type Asked, loadFacts, type RequestFacts } from './request-facts'
import { loadWords } from './request-words'

/** What facts about a stored request are loaded by; null for a draft. */
export function askedBy(request: StoredRequest): Asked | null {
  if (request.content === null) return null
  const answered = decisionsOfRound(request).flatMap((one) => [one.personId, ...(one.onBehalfOf === null ? [] : [one.onBehalfOf])])
  return { content: request.content, behind: request.behind, sponsorBefore: request.sponsorId, policyNumber: request.policyNumber, answered }
}

/** Requests as they are answered at `now`, in their order. */
export async function requestViews(requests: readonly StoredRequest[], now: Date, client: Tx = db()): Promise<RequestView[]> {
  const { words, person, actorName } = await loadWords(requests, client)
  const facts = await factsOf(requests, now, client)
  const grants = await client.grant.findMany({ where: { requestId: { in: requests.map((one) => one.id) } }, select: { id: true, requestId: true, narrowsId: true, origin: true }, orderBy: { id: 'asc' } })
  // What narrows a grant of a request carries its id too; a confirmation alone makes grants that way itself.
  const made = Map.groupBy(grants.filter((grant) => grant.narrowsId === null || grant.origin === 'import'), (grant) => grant.requestId)
  const holder = (id: string) => facts.get(id)?.people
  return requests.map((request) => {
    const own = facts.get(request.id)
    const known = holder(request.id)
    const world: ViewWorld = {
      words, actorName, grantIds: (made.get(request.id) ?? []).map((grant) => grant.id),
      person: (id) => { const found = known?.get(id); return found === undefined ? person(id) : { id: found.id, name: found.name, email: found.email } },
      standing: own === undefined || request.content === null ? null : {
        facts: own.approval, need: needOf(request.kind, own.policies, request.content, own.server), shortenedTo: request.kind === 'break_glass' ? null : shortenedTo(own.policies, request.content, own.server, now.getTime()),
      },
    }
    return requestView(request, world, now)
  })
}

/** Facts by request, of all that are more than drafts. */
export async function factsOf(requests: readonly StoredRequest[], now: Date, client: Tx = db()): Promise<Map<string, RequestFacts>> {
  const submitted = requests.flatMap((request) => { const asked = askedBy(request); return asked === null ? [] : [{ id: request.id, asked }] })
  const facts = await loadFacts(submitted.map((one) => one.asked), now, client)
  return new Map(submitted.flatMap(({ id }, index) => { const own = facts[index]; return own === undefined ? [] : [[id, own] as const] }))
}
