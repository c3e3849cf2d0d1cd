import { getEvent } from '@/lib/activity/queries/events'
import { resourceKeys } from '@/lib/activity/resource-keys'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { getFinding } from '@/lib/drift/queries/findings'
import { KIND_TARGET, type TargetKind } from '@/lib/grants/model'
import { findHolders } from '@/lib/grants/queries/find-holders'
import { paths } from '@/lib/paths'
import { type Access, ACCESS } from '@/lib/registry/model'
import { type DraftTarget, EMPTY, type Filled, heldByOne, MOST_SCOPE, type Prefill, some } from './request-prefill-model'

/** What was seen, from which a request is drafted: names as the log gave them, or as they are known. */
type Seen = {
  /** "The denied call", "The finding": what the sentences speak of. */
  what: string
  href: string
  server: string | null
  target: { kind: TargetKind; name: string; access: Access } | null
  /** Null: too many to keep, or not kept. */
  resources: readonly string[] | null
  agent: string | null
  clients: readonly string[]
  humans: readonly string[]
  /** Calls that were on nobody's behalf. */
  humanAbsent: boolean
}

/** From a call that was denied or not granted; `not_found` for who may not see it. */
export async function fromEvent(actor: Actor, id: string, now: Date): Promise<Prefill> {
  const event = await getEvent(actor, id)
  const kind = Object.hasOwn(KIND_TARGET, event.kind) ? KIND_TARGET[event.kind as keyof typeof KIND_TARGET] : null
  const prefill = await fromSeen({
    what: event.outcome === 'denied' ? 'The denied call' : 'The call', href: paths.event(event.id), server: event.server, target: kind === null ? null : { kind, name: event.target, access: event.access },
    resources: event.resources.length > MOST_SCOPE ? resourceKeys(event.resources) : event.resources, agent: event.agent, clients: event.client === null ? [] : [event.client],
    humans: event.human === null ? [] : [event.human], humanAbsent: event.human === null,
  }, now)
  if (kind === null) prefill.left.push('What the line tells of is no act that a grant could admit.')
  return { ...prefill, draft: { ...prefill.draft, origin: { kind: 'event', id: event.id } } }
}

type Replacement = { server: string; caller: { agent: string; client: string; human: string }; target: { kind: TargetKind; name: string }; access: Access; scope: string[]; purpose: string; until?: string }

/** From a finding: what was done without a grant, or the narrower grants that it proposes. `not_found` for who may not see it. */
export async function fromFinding(actor: Actor, id: string, now: Date): Promise<Prefill> {
  const finding = await getFinding(actor, id)
  const origin = { kind: 'finding' as const, id: finding.id }
  // The engine writes both as its own types say; the store keeps them as JSON.
  const replacement = (finding.replacement ?? []) as Replacement[]
  const [first] = replacement
  if (first !== undefined) return replaced(replacement, first, { origin, href: paths.finding(id), now })
  const evidence = (finding.evidence ?? {}) as Record<string, unknown>
  const texts = (key: string): string[] => { const value = evidence[key]; return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [] }
  const actKind = texts('kinds')[0] ?? 'tool_call'
  const kind = Object.hasOwn(KIND_TARGET, actKind) ? KIND_TARGET[actKind as keyof typeof KIND_TARGET] : 'tool'
  const access = ACCESS.find((one) => one === evidence['access']) ?? 'read'
  const prefill = await fromSeen({
    what: 'The finding', href: paths.finding(id), server: finding.server, target: finding.target === null ? null : { kind, name: finding.target, access },
    resources: texts('resources').includes('*') || texts('resources').length > MOST_SCOPE ? null : texts('resources'), agent: finding.agent ?? texts('agents')[0] ?? null,
    clients: finding.client === null ? texts('clients') : [finding.client], humans: finding.human === null ? texts('humans') : [finding.human], humanAbsent: Number(evidence['humanAbsent'] ?? 0) > 0,
  }, now)
  return { ...prefill, draft: { ...prefill.draft, origin } }
}

/** All of a proposal has one server and one caller: those of the grant that it narrows. */
function replaced(replacement: readonly Replacement[], first: Replacement, { origin, href, now }: { origin: NonNullable<Prefill['draft']['origin']>; href: string; now: Date }): Prefill {
  const { targets, over } = heldByOne(replacement.map(({ target, access, scope }) => ({ ...target, access, scope })))
  const until = first.until !== undefined && Date.parse(first.until) > now.getTime() ? { until: first.until } : {}
  return {
    ...EMPTY, draft: { server: first.server, caller: first.caller, targets, purpose: first.purpose, ...until, origin },
    filled: [{ field: 'targets', sentence: `What the finding proposes in the grant’s place: ${some(targets.map((target) => target.name ?? ''))}.`, href }, { field: 'purpose', sentence: 'The purpose of the grant that it is about.' }],
    left: ['Until this is granted the wider grant stands; narrow it instead, if nothing is to be added.', ...(over === 0 ? [] : [`${over} of its targets: one request holds 50 at most.`])],
  }
}

async function fromSeen(seen: Seen, now: Date): Promise<Prefill> {
  const filled: Filled[] = []
  const left: string[] = []
  const [servers, agents, clients, people] = await Promise.all([
    findHolders('server', seen.server === null ? [] : [seen.server], now), findHolders('agent', seen.agent === null ? [] : [seen.agent], now), findHolders('client', seen.clients, now), findHolders('person', seen.humans, now),
  ])
  const draft: Prefill['draft'] = { caller: {} }
  if (seen.server !== null && servers.has(seen.server)) draft.server = seen.server
  else if (seen.server !== null) left.push(`The server: nobody has registered ${seen.server}.`)
  if (seen.target !== null) draft.targets = [targetOf(seen.target, seen, filled, left)]
  const agent = seen.agent !== null && agents.has(seen.agent) ? seen.agent : null
  if (agent === null) left.push(seen.agent === null ? 'The agent: the log names none.' : `The agent: nobody has registered ${seen.agent}.`)
  else filled.push({ field: 'caller.agent', sentence: `The agent that called: ${agent}.` })
  draft.caller = { ...(agent === null ? {} : { agent }), ...clientOf(seen, clients, filled, left), ...(await humanOf(seen, people, filled, left)) }
  return { ...EMPTY, draft, filled: [{ field: 'server', sentence: `${seen.what}: where, and what for.`, href: seen.href }, ...filled], left }
}

function targetOf(target: NonNullable<Seen['target']>, { resources }: Seen, filled: Filled[], left: string[]): DraftTarget {
  filled.push({ field: 'targets', sentence: `${target.name}, to ${target.access}, as it was called${resources === null || resources.length === 0 ? '' : `, on what was named: ${some(resources)}`}.` })
  if (resources === null) left.push(`The resources: more were named than anybody would look through. Give a scope that covers what is needed.`)
  return { ...target, scope: [...(resources ?? [])] }
}

/** One client by its name; with several, any. */
function clientOf({ clients }: Seen, known: ReadonlyMap<string, string>, filled: Filled[], left: string[]): { client?: string } {
  const found = clients.filter((client) => known.has(client))
  const [first, ...others] = found
  const strangers = clients.filter((client) => !known.has(client))
  if (strangers.length > 0) left.push(`The client: nobody has registered ${some(strangers)}.`)
  if (first === undefined) return {}
  filled.push({ field: 'caller.client', sentence: others.length === 0 ? `The client in which it ran: ${first}.` : `Any client: it ran in ${some(found)}.` })
  return { client: others.length === 0 ? first : 'any' }
}

/** One person by e-mail; several by a team that has them all, else anybody; none where no call was for anybody. */
async function humanOf({ humans, humanAbsent }: Seen, known: ReadonlyMap<string, string>, filled: Filled[], left: string[]): Promise<{ human?: string }> {
  const found = humans.filter((human) => known.has(human))
  const strangers = humans.filter((human) => !known.has(human))
  if (strangers.length > 0) left.push(`The human: nobody is known as ${some(strangers)}.`)
  const add = (human: string, sentence: string): { human: string } => { filled.push({ field: 'caller.human', sentence }); return { human } }
  if (humanAbsent && found.length > 0) left.push('Calls on nobody’s behalf: what is for people does not admit them; they need a request of their own.')
  const [first, ...others] = found
  if (first === undefined) return strangers.length > 0 || !humanAbsent ? {} : add('none', 'On nobody’s behalf: the log names no human.')
  if (others.length === 0) return add(first, `For ${first}, for whom it was called.`)
  const team = await teamOfAll(found.flatMap((human) => known.get(human) ?? []))
  return team === null ? add('any', `For anybody: it was called for ${some(found)}.`) : add(`team:${team}`, `For the team ${team}: it was called for ${some(found)}, who are all in it.`)
}

async function teamOfAll(personIds: readonly string[]): Promise<string | null> {
  const teams = await db().team.findMany({ where: { AND: personIds.map((personId) => ({ memberships: { some: { personId, validTo: null } } })) }, select: { name: true }, orderBy: { name: 'asc' }, take: 2 })
  return teams.length === 1 ? (teams[0]?.name ?? null) : null
}
