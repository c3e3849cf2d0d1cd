import type { Read } from '@/lib/db/pool'
import type { GrantRow, PreviousRow } from '@/lib/reviews/evidence-facts'

type Row = Omit<PreviousRow, 'at' | 'by'> & { key: string; at: Date; by: string; names: string | null }

const BY: Record<string, string> = { no_response: 'nobody answered', nobody: 'nobody could be asked' }

// Who gave the answers of the last stage, in words: the campaign itself is over and changes no more.
const PREVIOUS = `
  SELECT DISTINCT ON (key) key, c.id AS "campaignId", c.name AS campaign, i.outcome, i.outcome_by AS by, i.decided_at AS at, i.digest, i.frozen -> 'grant' AS grant,
    (SELECT string_agg(DISTINCT p.name, ', ' ORDER BY p.name) FROM review_answer a JOIN person p ON p.id = a.person_id WHERE a.item_id = i.id AND a.stage = i.stage AND a.superseded_at IS NULL AND a.answer <> 'abstain') AS names
  FROM review_item i JOIN review_campaign c ON c.id = i.campaign_id CROSS JOIN LATERAL (SELECT coalesce(i.grant_id, i.frozen ->> 'id') AS key) AS k
  WHERE (%) AND NOT i.synthetic AND i.outcome IS NOT NULL AND c.state = 'closed'
  ORDER BY key, c.closed_at DESC, c.id DESC`

/** The last review of each subject that is over; of a grant also those of the grant that it renews, narrows or confirms. */
export async function loadPrevious(read: Read, ids: { grants: readonly string[]; servers: readonly string[]; agents: readonly string[] }, grants: ReadonlyMap<string, GrantRow>): Promise<Map<string, PreviousRow>> {
  const before = [...grants.values()].flatMap((grant) => grant.before ?? [])
  const found = [
    ...(await read<Row>(PREVIOUS.replace('%', 'i.grant_id = ANY($1)'), [[...new Set([...ids.grants, ...before])]])),
    ...(ids.servers.length + ids.agents.length === 0 ? [] : await read<Row>(PREVIOUS.replace('%', "i.subject <> 'grant' AND (i.server_id = ANY($1) OR i.agent_id = ANY($2))"), [ids.servers, ids.agents])),
  ]
  return new Map(found.map(({ key, names, by, at, ...row }) => [key, { ...row, by: names ?? BY[by] ?? by, at: at.toISOString() }]))
}

/** When the last review of this sort that is over was frozen: of the same template where there is one, else of its kind. Micro-reviews look at one thing and say nothing of the others. */
export async function lastReviewAt(read: Read, campaign: { kind: string; templateId: string | null }): Promise<Date | null> {
  const [row] = await read<{ at: Date | null }>(
    `SELECT max(as_of) AS at FROM review_campaign WHERE state = 'closed' AND kind = $1::review_kind AND occasion <> 'event' AND ($2::text IS NULL OR template_id = $2)`, [campaign.kind, campaign.templateId])
  return row?.at ?? null
}
