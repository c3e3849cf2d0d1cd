import { db, type Tx } from '@/lib/db/client'
import { findStandIns } from '@/lib/people/queries/deciders'
import type { Access } from '@/lib/registry/model'
import type { Risk } from '@/lib/reviews/frozen'
import type { NarrowTarget } from '@/lib/grants/narrow-model'
import type { Answer, Given, Outcome } from '@/lib/reviews/outcome'
import { outcomeOf } from '@/lib/reviews/outcome-words'
import type { Standing } from '@/lib/reviews/reviewer'
import type { SubjectRef } from './reviewer-facts'

/** A stage of a campaign in one of its iterations; `ids`: of these items only. */
export type StageOf = { id: string; stage: number; iteration: number; ids?: readonly string[] }

/** A pending item of the stage, as it bears on who is asked and what it comes to. */
export type StageRow = SubjectRef & { position: number; synthetic: boolean; risk: Risk; conflict: boolean }

export type TaskRow = { id: string; itemId: string; personId: string; standing: Standing; why: string | null; open: boolean; addedBy: string; answer: AnswerRow | null }
export type AnswerRow = Given & { id: string; onBehalfOf: string | null }

/** The items of the stage that have come to nothing yet, in order of position. */
export async function stageRows({ id, stage, iteration, ids }: StageOf, client: Tx = db()): Promise<StageRow[]> {
  const rows = await client.$queryRaw<{ id: string; position: number; subject: 'grant' | 'server' | 'agent'; grant_id: string | null; server_id: string | null; agent_id: string | null; access: Access | null; synthetic: boolean; risk: Risk; conflict: boolean }[]>`
    SELECT id, position, subject, grant_id, server_id, agent_id, access::text AS access, synthetic, risk::text AS risk, conflict FROM review_item
    WHERE campaign_id = ${id} AND stage = ${stage} AND iteration = ${iteration} AND state = 'pending' AND (${ids === undefined} OR id = ANY(${[...(ids ?? [])]})) ORDER BY position`
  return rows.map(({ id: key, grant_id: grantId, server_id: serverId, agent_id: agentId, ...row }) => ({ ...row, key, grantId, serverId, agentId }))
}

/** Whoever is or was asked in the stage, by item, with the answer that stands; in the order in which they came to be asked. */
export async function stageTasks({ id, stage, iteration, ids }: StageOf, client: Tx = db()): Promise<Map<string, TaskRow[]>> {
  const rows = await client.$queryRaw<{ id: string; item_id: string; person_id: string; standing: Standing; why: string | null; open: boolean; added_by: string; answer_id: string | null; given_by: string; on_behalf_of: string | null; answer: Answer; until: Date | null; targets: NarrowTarget[] | null }[]>`
    SELECT t.id, t.item_id, t.person_id, t.standing, t.why, t.ended_at IS NULL AS open, t.added_by, a.id AS answer_id, a.person_id AS given_by, a.on_behalf_of, a.answer, a.until, a.targets
    FROM review_task t LEFT JOIN review_answer a ON a.task_id = t.id AND a.superseded_at IS NULL
    WHERE t.campaign_id = ${id} AND t.stage = ${stage} AND t.iteration = ${iteration} AND (${ids === undefined} OR t.item_id = ANY(${[...(ids ?? [])]})) ORDER BY t.item_id, t.added_at, t.id`
  return Map.groupBy(rows.map((row): TaskRow => ({
    id: row.id, itemId: row.item_id, personId: row.person_id, standing: row.standing, why: row.why, open: row.open, addedBy: row.added_by,
    answer: row.answer_id === null ? null : { id: row.answer_id, personId: row.given_by, onBehalfOf: row.on_behalf_of, answer: row.answer, until: row.until?.getTime() ?? null, targets: row.targets },
  })), (row) => row.itemId)
}

/** Whose word counted in an earlier stage, by item: given, or given for them. */
export async function spentWords({ id, stage, ids }: StageOf, client: Tx = db()): Promise<Map<string, Set<string>>> {
  const spent = new Map<string, Set<string>>()
  if (stage === 1) return spent
  const rows = await client.$queryRaw<{ item_id: string; person_id: string; on_behalf_of: string | null }[]>`
    SELECT item_id, person_id, on_behalf_of FROM review_answer WHERE campaign_id = ${id} AND stage < ${stage} AND superseded_at IS NULL AND (${ids === undefined} OR item_id = ANY(${[...(ids ?? [])]}))`
  for (const row of rows) {
    const people = spent.get(row.item_id) ?? new Set()
    people.add(row.person_id)
    if (row.on_behalf_of !== null) people.add(row.on_behalf_of)
    spent.set(row.item_id, people)
  }
  return spent
}

export type EarlierOutcomes = { before: Outcome[]; escalated: boolean }

/** What earlier stages came to by themselves, by item in their order, and whether this stage has escalated the item already. */
export async function earlierOutcomes({ id, stage }: StageOf, client: Tx = db()): Promise<Map<string, EarlierOutcomes>> {
  const rows = await client.$queryRaw<{ item_id: string; stage: number; outcome: string; detail: { until: string | null; targets: null; next?: string } }[]>`
    SELECT o.item_id, o.stage, o.outcome, o.detail FROM review_stage_outcome o JOIN review_item i ON i.id = o.item_id
    WHERE i.campaign_id = ${id} AND i.state = 'pending' AND o.stage <= ${stage} ORDER BY o.item_id, o.stage, o.iteration`
  const found = new Map<string, EarlierOutcomes>()
  for (const row of rows) {
    const one = found.get(row.item_id) ?? { before: [], escalated: false }
    const outcome = row.stage < stage ? outcomeOf(row.outcome, row.detail) : null
    if (outcome !== null) one.before.push(outcome)
    if (row.stage === stage && row.detail.next === 'escalate') one.escalated = true
    found.set(row.item_id, one)
  }
  return found
}

/** How many items each is asked about in the campaign. */
export async function loadOf(campaignId: string, client: Tx = db()): Promise<Map<string, number>> {
  const rows = await client.$queryRaw<{ person_id: string; count: number }[]>`SELECT person_id, count(*)::int AS count FROM review_task WHERE campaign_id = ${campaignId} AND ended_at IS NULL GROUP BY 1`
  return new Map(rows.map((row) => [row.person_id, row.count]))
}

/** For whom the actor stands in now. A token stands in for nobody. */
export async function principalsOf(actor: { kind: string; personId: string | null }, now: Date, client: Tx = db()): Promise<string[]> {
  if (actor.personId === null || actor.kind !== 'person') return []
  return [...new Set((await findStandIns({ by: actor.personId }, now, client)).map((one) => one.personId))]
}
