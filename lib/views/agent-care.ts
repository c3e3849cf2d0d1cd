import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { listRequests } from '@/lib/requests/queries/list-requests'
import { requestRow, type RequestRow } from './request-list'
import { loadNames, viewInNames } from './request-names'

/** Somebody who could answer for the agent instead, and why they are suggested. */
export type Successor = { email: string; name: string; why: string }

/** More would be a list to search, not a suggestion. */
const SUGGESTED = 6

/** Who could take an agent over from its sponsor: the sponsor's manager, then people of the same teams; only active ones. */
export async function successorsOf(agentId: string): Promise<Successor[]> {
  const agent = await db().agent.findUnique({
    where: { id: agentId },
    select: { sponsor: { select: { id: true, manager: { select: { id: true, email: true, name: true, active: true } }, memberships: { where: { validTo: null }, select: { team: { select: { id: true, name: true } } } } } } },
  })
  if (agent === null) return []
  const { id, manager, memberships } = agent.sponsor
  const mates = await db().teamMembership.findMany({
    where: { teamId: { in: memberships.map((stay) => stay.team.id) }, validTo: null, personId: { notIn: [id, ...(manager === null ? [] : [manager.id])] }, person: { active: true } },
    select: { person: { select: { email: true, name: true } }, team: { select: { name: true } } }, orderBy: [{ person: { name: 'asc' } }, { id: 'asc' }], take: 50,
  })
  const first: Successor[] = manager?.active === true ? [{ email: manager.email, name: manager.name, why: 'the sponsor’s manager' }] : []
  const seen = new Map([...first, ...mates.map(({ person, team }): Successor => ({ ...person, why: `in team ${team.name} too` }))].toReversed().map((one) => [one.email, one]))
  return [...seen.values()].toReversed().slice(0, SUGGESTED)
}

/** Requests for an agent that wait for somebody, as far as the actor may see them; the longest waiting first. */
export async function waitingRequests(actor: Actor, agentId: string, now: Date): Promise<RequestRow[]> {
  const { items } = await listRequests(actor, { state: 'pending', agent: agentId }, { limit: 50 }, now)
  const names = await loadNames(items, now)
  return items.map((one) => requestRow(viewInNames(one, names))).toReversed()
}
