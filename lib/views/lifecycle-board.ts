import { type Actor, reach, require } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { loadReviews } from '@/lib/drift/queries/load-reviews'
import { DAY_MS, type HolderFact, isInService } from '@/lib/lifecycle/model'
import { isOverdue, nextDuty } from '@/lib/lifecycle/next-duty'
import type { LifecyclePolicy } from '@/lib/lifecycle/policy'
import { openDuties } from '@/lib/lifecycle/queries/duties'
import { loadFacts, loadWorld } from '@/lib/lifecycle/queries/facts'
import { lifecyclePolicyInForce } from '@/lib/lifecycle/queries/policies'
import { withPlaces } from '@/lib/lifecycle/queries/transfers'
import { PART_WORDS } from '@/lib/lifecycle/transfer'
import { UNDER_WAY } from '@/lib/offboarding/machine'
import { listCases } from '@/lib/offboarding/queries/cases'
import { paths } from '@/lib/paths'
import { type Besides, dutiesOf } from './lifecycle-duties'
import { boardDuty, type BoardPerson, type BoardRow } from './lifecycle-rows'

export type LifecycleBoard = { rows: BoardRow[]; policy: LifecyclePolicy; number: number }

/** Every server that is not over and every agent that the actor may see, with its state, who answers for it and what comes next. */
export async function lifecycleBoard(actor: Actor, now: Date): Promise<LifecycleBoard> {
  const extent = require(actor, 'registry.read')
  const only = extent === 'all' ? undefined : { servers: actor.ownServerIds, agents: actor.ownAgentIds }
  const [{ policy, number }, facts] = await Promise.all([lifecyclePolicyInForce(), loadFacts(now, only)])
  const ids = facts.map((fact) => fact.id)
  const [world, duties, states, besides, people, servers] = await Promise.all([loadWorld(now, [policy]), openDuties(db(), only === undefined ? undefined : ids), statesOf(ids), loadBesides(actor, facts, now), peopleOf(facts), serversOf(ids)])
  const stored = Map.groupBy(duties, (duty) => duty.holderId)
  const nameOf = (id: string): string => people.get(id)?.name ?? id
  return { policy, number, rows: facts.map((fact): BoardRow => {
    const state = fact.kind === 'server' ? fact.lifecycle : fact.frozen ? 'offboarding' : fact.active ? 'active' : 'inactive'
    const all = dutiesOf(fact, stored.get(fact.id) ?? [], besides(fact), policy, world)
    const { next, total, overdue } = nextDuty(all, { kind: fact.kind, lifecycle: state }, now.getTime())
    const owner = personIn(people, fact.kind === 'server' ? fact.owner : fact.sponsor)
    const backup = fact.kind === 'server' && fact.backup !== null ? personIn(people, fact.backup) : null
    const server = servers.get(fact.id)
    return {
      kind: fact.kind, id: fact.id, name: fact.name, title: server?.name ?? 'agent', path: fact.kind === 'server' ? paths.server(fact.name) : paths.agent(fact.id), state, stateSince: (states.get(fact.id) ?? new Date(fact.since)).toISOString(),
      environment: fact.kind === 'server' ? fact.environment : null, sensitivity: fact.kind === 'server' ? fact.sensitivity : null, team: server?.team?.name ?? null, owner, backup,
      orphaned: isInService(fact) && !owner.active && backup?.active !== true, next: next === null ? null : boardDuty(next, isOverdue(next, now.getTime()), nameOf), duties: total, overdue,
      toAttest: actor.kind === 'person' && actor.personId !== null && (owner.id === actor.personId || backup?.id === actor.personId) && all.some((duty) => duty.kind === 'attestation' && isOverdue(duty, now.getTime())),
    }
  }) }
}

function personIn(people: ReadonlyMap<string, BoardPerson>, fact: { id: string; name: string; active: boolean }): BoardPerson {
  return people.get(fact.id) ?? { ...fact, email: '' }
}

async function peopleOf(facts: readonly HolderFact[]): Promise<Map<string, BoardPerson>> {
  const ids = facts.flatMap((fact) => (fact.kind === 'agent' ? [fact.sponsor.id] : [fact.owner.id, ...(fact.backup === null ? [] : [fact.backup.id])]))
  return new Map((await db().person.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, name: true, email: true, active: true } })).map((person) => [person.id, person]))
}

async function serversOf(ids: readonly string[]) {
  return new Map((await db().server.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true, team: { select: { name: true } } } })).map((server) => [server.id, server]))
}

/** Since when each is what it is. */
async function statesOf(ids: readonly string[]): Promise<Map<string, Date>> {
  const found = await rows<{ id: string; at: Date }>('SELECT holder_id AS id, max(at) AS at FROM state_change WHERE holder_id = ANY($1) GROUP BY holder_id', [[...ids]])
  return new Map(found.map(({ id, at }) => [id, at]))
}

/** What is asked besides the policy's rules, by server or agent. */
async function loadBesides(actor: Actor, facts: readonly HolderFact[], now: Date): Promise<(fact: HolderFact) => Besides> {
  const ids = facts.map((fact) => fact.id)
  const [reviews, granted, waiting, cases] = await Promise.all([
    loadReviews(rows), rows<{ id: string }>('SELECT DISTINCT server_id AS id FROM "grant" WHERE revoked_at IS NULL AND (valid_until IS NULL OR valid_until > $1)', [now]),
    db().ownershipTransfer.findMany({ where: { state: 'waiting', holderId: { in: ids } } }).then((found) => withPlaces(found, db())), casesOf(actor, ids, now),
  ])
  const people = new Map((await db().person.findMany({ where: { id: { in: waiting.map((row) => row.toId) } }, select: { id: true, name: true } })).map((person) => [person.id, person.name]))
  const hasGrants = new Set(granted.map(({ id }) => id))
  const cadence = new Map(reviews.map((review) => [review.serverId, review]))
  const transfers = new Map(waiting.map((row) => [row.holderId, row]))
  return (fact) => {
    const review = hasGrants.has(fact.id) ? cadence.get(fact.id) : undefined
    const transfer = transfers.get(fact.id)
    const off = cases.get(fact.id)
    return {
      reviewDueAt: review === undefined ? null : (review.reviewedAt ?? fact.since) + review.everyDays * DAY_MS,
      transfer: transfer === undefined ? null : { text: `${people.get(transfer.toId) ?? 'Somebody'} is to become its ${PART_WORDS[transfer.part]}`, lapsesAt: transfer.lapsesAt.getTime(), waitsFor: transfer.fromAgreedAt === null ? transfer.fromId : transfer.toId },
      offboarding: off ?? null,
    }
  }
}

/** The offboardings under way; those that the actor may see say what they wait for, the others only that they are. */
async function casesOf(actor: Actor, ids: readonly string[], now: Date): Promise<Map<string, NonNullable<Besides['offboarding']>>> {
  const found = await db().offboardingCase.findMany({ where: { stage: { in: [...UNDER_WAY] }, subjectId: { in: [...ids] } }, select: { id: true, subjectId: true, ownerId: true, stage: true } })
  if (found.length === 0) return new Map()
  const seen = reach(actor, 'offboarding.read') === null ? [] : (await listCases(actor, { open: true }, { limit: 500 }, now)).items
  const byId = new Map(seen.map((one) => [one.id, one]))
  return new Map(found.map((one) => {
    const row = byId.get(one.id)
    return [one.subjectId, { text: row?.sentence ?? 'It is being offboarded.', dueAt: row === undefined || row.nextAt === null ? null : Date.parse(row.nextAt), ownerId: one.ownerId }]
  }))
}
