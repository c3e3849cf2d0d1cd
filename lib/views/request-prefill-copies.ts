import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { dayInWords } from '@/lib/grants/day-in-words'
import { grantView, type StoredGrant } from '@/lib/grants/grant-view'
import { findGrants } from '@/lib/grants/queries/find-grants'
import { paths } from '@/lib/paths'
import { getRequest } from '@/lib/requests/queries/list-requests'
import { EMPTY, type Filled, heldByOne, type Prefill } from './request-prefill-model'
import { targetsWords } from './request-prefill-grants'
import { agentOf } from './request-prefill-registry'

/** Standing grants of one agent are no more than this; the others would fit into no request. */
const MOST_GRANTS = 2000

/**
 * "Same as agent X": all that it holds by its own name and that the actor may see, one draft for each server, the fullest first or the
 * one that was asked for. Nothing is copied that stands for no approval: what rests, what broke the glass, what nobody confirmed.
 */
export async function fromLike(actor: Actor, from: { like: string; server?: string | undefined; agent?: string | undefined }, now: Date): Promise<Prefill> {
  const model = await agentOf(actor, from.like, now)
  const agent = from.agent === undefined ? null : await agentOf(actor, from.agent, now)
  const standing = { agentId: model.id, AND: [{ OR: [{ validUntil: null }, { validUntil: { gt: now } }] }, { OR: [{ revokedAt: null }, { revokedAt: { gt: now } }] }] }
  const all = await findGrants(actor, standing, MOST_GRANTS)
  const left: string[] = []
  const copied = withoutUnfit(all, now, left)
  const byServer = [...Map.groupBy(copied, (grant) => grant.server.slug)].toSorted((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
  const taking = await takingRequests(byServer.map(([slug]) => slug))
  for (const [slug, grants] of byServer) if (!taking.has(slug)) left.push(`${targetsWords(grants)} on ${slug}: the server takes no requests now.`)
  const drafts = byServer.filter(([slug]) => taking.has(slug)).map(([server, grants]) => ({ server, ...draftLike(grants, model, agent?.known ?? null, now) }))
  const chosen = drafts.find(({ server }) => from.server === undefined || server === from.server)
  if (chosen === undefined) left.push(from.server === undefined ? `${model.name} holds nothing that could be copied.` : `${model.name} holds nothing on ${from.server} that could be copied.`)
  left.push(...(chosen?.left ?? []))
  const filled: Filled[] = chosen === undefined ? [] : [{ field: 'targets', sentence: `What ${model.name} holds on ${chosen.server}, by ${chosen.of === 1 ? 'one grant' : `${chosen.of} grants`}.`, href: paths.agent(model.id) }]
  const draft = chosen?.draft ?? { ...(from.server === undefined ? {} : { server: from.server }), ...(agent === null ? {} : { caller: { agent: agent.known } }) }
  return { ...EMPTY, draft, filled, left, others: drafts.filter((one) => one !== chosen).map(({ server, draft: other }) => ({ server, draft: other })) }
}

function withoutUnfit(grants: readonly StoredGrant[], now: Date, left: string[]): StoredGrant[] {
  const unfit: readonly [string, (grant: StoredGrant) => boolean][] = [
    ['broke the glass; that is no model', (grant) => grant.origin === 'break_glass'],
    ['rests now, so somebody has doubts', (grant) => grantView(grant, now).suspended],
    ['was imported and never confirmed', (grant) => grant.origin === 'import' && grant.confirmedAt === null],
  ]
  let rest = [...grants]
  for (const [why, is] of unfit) {
    const found = rest.filter(is)
    rest = rest.filter((grant) => !is(grant))
    if (found.length > 0) left.push(`${targetsWords(found)} on ${[...new Set(found.map(({ server }) => server.slug))].join(', ')}: ${why}.`)
  }
  return rest
}

async function takingRequests(slugs: readonly string[]): Promise<Set<string>> {
  const found = await db().server.findMany({ where: { slug: { in: [...slugs] }, lifecycle: { in: ['active', 'pilot'] } }, select: { slug: true } })
  return new Set(found.map(({ slug }) => slug))
}

/** One request has one caller: the client, human and way that most of the grants share. */
function draftLike(grants: readonly StoredGrant[], model: { id: string }, agent: string | null, now: Date): { draft: Prefill['draft']; left: string[]; of: number } {
  const left: string[] = []
  const views = grants.map((grant) => ({ grant, view: grantView(grant, now) }))
  const groups = [...Map.groupBy(views, ({ view }) => JSON.stringify([view.caller.client, view.caller.human, view.mode])).values()].toSorted((a, b) => b.length - a.length)
  const [most = [], ...others] = groups
  for (const group of others) {
    const caller = group[0]?.view.caller
    left.push(`${targetsWords(group.map(({ grant }) => grant))} on ${group[0]?.view.server ?? ''}: for ${caller?.human === 'none' ? 'nobody' : caller?.human ?? ''} in ${caller?.client ?? ''}${group[0]?.view.mode === 'task' ? ', by task' : ''}, which is another request.`)
  }
  const { targets, over } = heldByOne(most.map(({ view }) => ({ ...view.target, access: view.access, scope: [...view.scope] })))
  if (over > 0) left.push(`${over} of its targets: one request holds 50 at most.`)
  const first = most[0]?.view
  const purposes = new Set(most.map(({ view }) => view.purpose))
  return {
    left, of: most.length,
    draft: {
      ...(first === undefined ? {} : { server: first.server, mode: first.mode, caller: { ...(agent === null ? {} : { agent }), client: first.caller.client, human: first.caller.human } }), targets,
      ...(most.some(({ view }) => view.reauthorise) ? { reauthorise: true } : {}), ...(purposes.size === 1 ? { purpose: first?.purpose ?? '' } : {}), origin: { kind: 'agent', id: model.id },
    },
  }
}

/** A request that is asked again: one that was denied, withdrawn or lapsed, say. */
export async function fromRequest(actor: Actor, id: string, now: Date): Promise<Prefill> {
  const view = await getRequest(actor, id, now)
  const until = view.until !== null && Date.parse(view.until) > now.getTime() ? view.until : undefined
  const term = view.openEnded ? { until: null } : view.durationDays !== null ? { durationDays: view.durationDays } : until === undefined ? {} : { until }
  const left = view.until !== null && until === undefined && view.durationDays === null && !view.openEnded ? ['The end that was asked for: it is over.'] : []
  return {
    ...EMPTY, left, filled: [{ field: 'targets', sentence: `What was asked for on ${dayInWords(view.submittedAt ?? view.createdAt)}${view.closeReason === null ? '' : `; it ended because: ${view.closeReason}`}.`, href: paths.request(id) }],
    draft: {
      server: view.server, caller: view.caller, targets: view.targets.map(({ kind, name, access, scope }) => ({ kind, name, access, scope: [...scope] })), purpose: view.purpose, mode: view.mode, reauthorise: view.reauthorise,
      ...term, ...(view.startsAt !== null && Date.parse(view.startsAt) > now.getTime() ? { startsAt: view.startsAt } : {}), ...(view.renews === null ? {} : { renews: view.renews }), ...(view.confirms === null ? {} : { confirms: view.confirms }), origin: { kind: 'request', id },
    },
  }
}
