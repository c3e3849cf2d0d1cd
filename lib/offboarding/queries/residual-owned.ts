import { db, type Tx } from '@/lib/db/client'
import type { Subject } from '@/lib/offboarding/model'
import type { CaseRowFact, ServerRow, StandInRow, Thing } from '@/lib/offboarding/residual-facts'

export type OwnedThings = { owned: ServerRow[]; backed: ServerRow[]; sponsored: Thing[]; reports: Thing[]; cases: CaseRowFact[]; memberships: Thing[]; standIns: StandInRow[]; reviewTasks: string[] }
const NONE: OwnedThings = { owned: [], backed: [], sponsored: [], reports: [], cases: [], memberships: [], standIns: [], reviewTasks: [] }

/** What a person answers for, whatever its state: nothing is left that names a leaver. */
export async function loadOwned({ kind, id }: Subject, now: Date, client: Tx = db()): Promise<OwnedThings> {
  if (kind !== 'person') return NONE
  const server = { select: { id: true, slug: true, ownerId: true, backupOwnerId: true }, orderBy: { slug: 'asc' } } as const
  const owned = await client.server.findMany({ where: { ownerId: id }, ...server })
  const backed = await client.server.findMany({ where: { backupOwnerId: id, NOT: { ownerId: id } }, ...server })
  const sponsored = await client.agent.findMany({ where: { sponsorId: id }, select: { id: true, name: true }, orderBy: [{ name: 'asc' }, { id: 'asc' }] })
  const reports = await client.person.findMany({ where: { managerId: id, NOT: { id } }, select: { id: true, name: true }, orderBy: { id: 'asc' } })
  const memberships = await client.teamMembership.findMany({ where: { personId: id, OR: [{ validTo: null }, { validTo: { gt: now } }] }, select: { id: true, team: { select: { name: true } } }, orderBy: { id: 'asc' } })
  return {
    owned, backed, sponsored, reports, cases: await casesOwned(id, client), memberships: memberships.map((one) => ({ id: one.id, name: one.team.name })),
    standIns: await standIns(id, now, client), reviewTasks: await reviewTasks(id, client),
  }
}

/** With who answers for what each is about: owner, sponsor, or nobody. Their own end is not theirs to run. */
async function casesOwned(id: string, client: Tx): Promise<CaseRowFact[]> {
  return client.$queryRaw<CaseRowFact[]>`
    SELECT c.id, c.subject_name AS name, c.subject_kind AS "subjectKind", c.subject_id AS "subjectId", coalesce(s.owner_id, a.sponsor_id) AS answerable
    FROM offboarding_case c LEFT JOIN server s ON c.subject_kind = 'server' AND s.id = c.subject_id LEFT JOIN agent a ON c.subject_kind = 'agent' AND a.id = c.subject_id
    WHERE c.owner_id = ${id} AND c.stage NOT IN ('closed', 'cancelled') AND NOT (c.subject_kind = 'person' AND c.subject_id = ${id}) ORDER BY c.id`
}

async function standIns(id: string, now: Date, client: Tx): Promise<StandInRow[]> {
  return client.$queryRaw<StandInRow[]>`
    SELECT d.id, d.person_id AS "personId", p.name AS person, e.name AS delegate FROM delegation d JOIN person p ON p.id = d.person_id JOIN person e ON e.id = d.delegate_id
    WHERE (d.person_id = ${id} OR d.delegate_id = ${id}) AND d.ended_at IS NULL AND d.valid_to > ${now} ORDER BY d.id`
}

/** Tasks of running reviews that nobody else has and that wait for an answer. */
async function reviewTasks(id: string, client: Tx): Promise<string[]> {
  const rows = await client.$queryRaw<{ id: string }[]>`
    SELECT t.id FROM review_task t JOIN review_campaign c ON c.id = t.campaign_id AND c.state = 'running' AND c.stage = t.stage AND c.iteration = t.iteration
    JOIN review_item i ON i.id = t.item_id AND i.state = 'pending'
    WHERE t.person_id = ${id} AND t.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM review_answer a WHERE a.task_id = t.id AND a.superseded_at IS NULL) ORDER BY t.id`
  return rows.map((row) => row.id)
}
