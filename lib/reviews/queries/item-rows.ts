import type { Actor } from '@/lib/auth/actor'
import { db, type Tx } from '@/lib/db/client'
import { conflictOf } from '@/lib/reviews/conflict'
import { type ItemPlace, maySeeAnswer, ownAnswer, type StoredAnswer, type Viewer } from '@/lib/reviews/item-standing'
import { itemRowOf, type RowStanding, type StoredRow } from '@/lib/reviews/item-row'
import type { ItemRow } from '@/lib/reviews/model'
import { viewerOf, type ViewedCampaign, visibleItems } from './item-viewer'
import { loadReviewerFacts } from './reviewer-facts'

type Found = StoredRow & ItemPlace & { conflict: boolean; grantId: string | null; serverId: string | null; agentId: string | null }

const part = (path: string): string => `'${path}', whole.frozen -> '${path}'`
/** Members of one object within the frozen item. */
const parts = (within: string, names: readonly string[]): string => `'${within}', jsonb_build_object(${names.map((name) => `'${name}', whole.frozen -> '${within}' -> '${name}'`).join(', ')})`

const USE = ['calls', 'calls30', 'lastAt', 'weeks', 'humans', 'days']

// Only what three lines show: callers, targets, findings and the text around them stay where they are. What is frozen is unpacked once
// (`whole`), not for each member.
const KEPT = `
  CASE WHEN item.subject = 'grant' THEN jsonb_build_object(
    'grant', jsonb_build_object('human', whole.frozen -> 'grant' -> 'human', 'scope', whole.frozen -> 'grant' -> 'scope', 'origin', whole.frozen -> 'grant' -> 'origin', 'confirmedAt', whole.frozen -> 'grant' -> 'confirmedAt',
      'cameBy', whole.frozen -> 'grant' -> 'cameBy', 'createdAt', whole.frozen -> 'grant' -> 'createdAt', 'validUntil', whole.frozen -> 'grant' -> 'validUntil', 'client', whole.frozen -> 'grant' -> 'client', 'agent', whole.frozen -> 'grant' -> 'agent', 'targetName', item.target),
    ${parts('use', USE)}, ${parts('definition', ['state', 'held'])}, ${['admits', 'destructive', 'peers', 'previous', 'recommendation'].map(part).join(', ')},
    'evaluable', whole.frozen -> 'telemetry' -> 'evaluable', 'findings', jsonb_array_length(whole.frozen -> 'findings'))
  ELSE jsonb_build_object(${parts('use', [...USE, 'agents'])}, ${['lifecycle', 'ownerActive', 'grants', 'owner', 'previous', 'recommendation'].map(part).join(', ')},
    'evaluable', whole.frozen -> 'telemetry' -> 'evaluable', 'findings', jsonb_array_length(whole.frozen -> 'findings')) END`

const ROWS = `
  SELECT item.id, position, risk::text AS risk, state::text AS state, flags, change, subject, server, target, access::text AS access, conflict, outcome, outcome_by AS "outcomeBy", remediation::text AS remediation, confirmation,
    stage, iteration, grant_id AS "grantId", server_id AS "serverId", agent_id AS "agentId", ${KEPT} AS kept
  FROM review_item AS item CROSS JOIN LATERAL (SELECT item.frozen || '{}' AS frozen OFFSET 0) AS whole WHERE campaign_id = $1 AND id = ANY($2) AND %`

/** Rows of items by their ids, in the order of the ids; what the viewer may not see is left out. */
export async function readRows(actor: Actor, campaign: ViewedCampaign, ids: readonly string[], now: Date, client: Tx = db()): Promise<ItemRow[]> {
  if (ids.length === 0) return []
  const viewer = await viewerOf(actor, now, client)
  const values: unknown[] = [campaign.id, [...ids]]
  const visible = visibleItems(viewer, actor, campaign.id, (value) => `$${values.push(value)}`)
  const found = new Map((await client.$queryRawUnsafe<Found[]>(ROWS.replace('%', visible), ...values)).map((row) => [row.id, row]))
  const shown = [...new Set(ids)].flatMap((id) => found.get(id) ?? [])
  const standings = await standingsOf(viewer, campaign, shown, now, client)
  return shown.map((row) => itemRowOf(row, standings(row)))
}

async function standingsOf(viewer: Viewer, campaign: ViewedCampaign, shown: readonly Found[], now: Date, client: Tx): Promise<(row: Found) => RowStanding> {
  const ids = shown.map((row) => row.id)
  const answers = Map.groupBy(await standingAnswers(ids, client), (one) => one.itemId)
  const mine = campaign.state === 'running' && viewer.answers ? await answerable(viewer, campaign, shown, now, client) : new Set<string>()
  return (row) => {
    const own = ownAnswer(viewer, row, answers.get(row.id) ?? [])
    const here = (answers.get(row.id) ?? []).filter((one) => one.stage === row.stage && one.iteration === row.iteration)
    const seen = here.filter((one) => maySeeAnswer(viewer, row, one, own))
    return {
      mine: mine.has(row.id), conflict: row.conflict && seen.length > 1 ? seen.map((one) => ({ person: one.personName, answer: one.answer })) : null,
      answer: own === null ? null : { answer: own.answer, until: own.until?.toISOString() ?? null, reason: own.reason, at: own.at.toISOString(), seconds: own.seconds, bulk: own.bulkId !== null },
    }
  }
}

/** The answers that stand on these items, of all stages. */
export async function standingAnswers(ids: readonly string[], client: Tx): Promise<StoredAnswer[]> {
  return client.$queryRaw<StoredAnswer[]>`
    SELECT a.item_id AS "itemId", a.task_id AS "taskId", a.stage, a.iteration, t.person_id AS "askedId", a.person_id AS "personId", p.name AS "personName", a.answer, a.until, a.reason, a.at, a.seconds, a.bulk_id AS "bulkId"
    FROM review_answer a JOIN review_task t ON t.id = a.task_id JOIN person p ON p.id = a.person_id WHERE a.item_id = ANY(${[...ids]}) AND a.superseded_at IS NULL ORDER BY a.at, a.id`
}

/** Of these items those that the viewer may answer now: asked in person, or in the place of somebody away where they are in no conflict themselves. */
async function answerable(viewer: Viewer, campaign: ViewedCampaign, shown: readonly Found[], now: Date, client: Tx): Promise<Set<string>> {
  const open = shown.filter((row) => row.state === 'pending' && row.stage === campaign.stage && row.iteration === campaign.iteration)
  const tasks = await client.$queryRaw<{ itemId: string; personId: string }[]>`
    SELECT item_id AS "itemId", person_id AS "personId" FROM review_task
    WHERE item_id = ANY(${open.map((row) => row.id)}) AND stage = ${campaign.stage} AND iteration = ${campaign.iteration} AND ended_at IS NULL AND person_id = ANY(${[...viewer.people]})`
  const own = new Set(tasks.filter((task) => task.personId === viewer.me).map((task) => task.itemId))
  const others = open.filter((row) => !own.has(row.id) && tasks.some((task) => task.itemId === row.id))
  if (others.length === 0 || viewer.me === null) return own
  const me = viewer.me
  const refs = others.map(({ id, subject, grantId, serverId, agentId, access }) => ({ key: id, subject, grantId, serverId, agentId, access }))
  const { subjects, people } = await loadReviewerFacts(refs, [], [me], now, client)
  return new Set([...own, ...subjects.filter((subject) => conflictOf(subject, people, me) === null).map((subject) => subject.key)])
}
