import { db, type Tx } from '@/lib/db/client'
import type { Access } from '@/lib/registry/model'
import type { CampaignContent } from '@/lib/reviews/content'
import type { FrozenGrant, FrozenItem } from '@/lib/reviews/frozen'
import type { OutcomeDetail } from '@/lib/reviews/model'
import { outcomeOf } from '@/lib/reviews/outcome-words'
import { type OwnershipNow, ownershipOver } from '@/lib/reviews/ownership-over'
import { questionOf } from '@/lib/reviews/question'
import type { RemedyFacts, StandingGrant } from '@/lib/reviews/remedy'
import { grantDigest } from '@/lib/reviews/subject-digest'

/** An item that an outcome is to be applied to, with all that bears on it now. */
export type RemedyCase = {
  item: StoredRemedyItem
  campaign: { id: string; name: string; content: CampaignContent; state: string; asOf: Date | null }
  detail: OutcomeDetail | null
  frozen: FrozenItem
  /** Of grants; null for what owners attest. */
  facts: Omit<RemedyFacts, 'answered'> | null
  /** How the grant came to be over, or who answers now; null = neither. */
  over: string | null
}

export type StoredRemedyItem = NonNullable<Awaited<ReturnType<typeof readItems>>[number]>

/** These items as they are, in the order of their campaign. */
function readItems(client: Tx, ids: readonly string[]) {
  return client.reviewItem.findMany({ where: { id: { in: [...ids] } }, include: { campaign: { select: { id: true, name: true, content: true, state: true, asOf: true } } }, orderBy: [{ campaignId: 'asc' }, { position: 'asc' }] })
}

/** All that bears on these items as of `now`: one read of each sort however many there are. */
export async function loadRemedyCases(ids: readonly string[], now: Date, client: Tx = db()): Promise<RemedyCase[]> {
  const items = await readItems(client, ids)
  const grantIds = items.flatMap((item) => (item.subject === 'grant' ? item.grantId ?? [] : []))
  const lines = await readLines(client, grantIds)
  const bound = await client.grantDefinition.findMany({ where: { grantId: { in: grantIds } }, select: { grantId: true, toolName: true, hash: true, boundAt: true, boundBy: true } })
  const bindings = Map.groupBy(bound, (row) => row.grantId)
  const owners = await readOwners(client, items)
  return items.map((item) => {
    // Both were checked when they were written; an outcome is stored with every item that is decided.
    const frozen = item.frozen as unknown as FrozenItem
    const content = item.campaign.content as unknown as CampaignContent
    const detail = item.outcomeDetail as unknown as OutcomeDetail | null
    const head = { item, campaign: { ...item.campaign, content }, detail, frozen }
    if (frozen.subject !== 'grant') return { ...head, facts: null, over: ownershipOver(frozen, owners.get(frozen.id) ?? null) }
    const outcome = outcomeOf(item.outcome ?? '', detail ?? { until: null, targets: null })
    const line = lines.get(item.grantId ?? '') ?? []
    const self = line.find((row) => row.id === item.grantId)
    const standing = line.filter((row) => stands(row, now))
    const changed = questionOf(frozen, {
      digestThen: item.digest, digestNow: self === undefined ? null : digestNow(self, bindings.get(self.id) ?? [], frozen, { digest: item.digest, at: item.campaign.asOf ?? now }), over: self === undefined || !stands(self, now),
      replacements: standing.filter((row) => row.id !== item.grantId).map(({ id, target }) => ({ id, target })), confirmedAt: self?.confirmed_at?.getTime() ?? null,
    })
    return {
      ...head, over: overInWords(self, now),
      facts: {
        // An outcome that cannot be read is applied by nobody but a person.
        outcome: outcome ?? { kind: 'revoke' }, mode: content.remediation, suspendDays: content.suspendDays, standing: standing.map(standingOf), changed, manual: outcome === null || item.remediation === 'manual',
        suspendedAt: item.suspendedAt?.getTime() ?? null, endsAt: item.endsAt?.getTime() ?? null, now: now.getTime(),
      },
    }
  })
}

export type LineRow = {
  root: string; id: string; server_id: string; agent_id: string | null; client_id: string | null; human_rule: string; person_id: string | null; team_id: string | null
  target_kind: 'tool' | 'context' | 'downstream'; target: string; access: Access; scope: string[]; valid_from: Date; valid_until: Date | null; revoked_at: Date | null; revoked_by: string | null; revoke_reason: string | null
  mode: string; reauthorise: boolean; confirmed_at: Date | null
}

/** Each grant with all that came in its place, and in the place of that, by the id of the first. */
export async function readLines(client: Tx, ids: readonly string[]): Promise<Map<string, LineRow[]>> {
  if (ids.length === 0) return new Map()
  const rows = await client.$queryRaw<LineRow[]>`
    WITH RECURSIVE line AS (SELECT id AS root, id FROM "grant" WHERE id = ANY(${[...ids]}) UNION SELECT line.root, g.id FROM "grant" g JOIN line ON g.narrows_id = line.id)
    SELECT line.root, g.id, g.server_id, g.agent_id, g.client_id, g.human_rule::text AS human_rule, g.person_id, g.team_id, g.target_kind::text AS target_kind, g.target, g.access::text AS access, coalesce(g.scope, '{}') AS scope,
      g.valid_from, g.valid_until, g.revoked_at, g.revoked_by, g.revoke_reason, g.mode::text AS mode, g.reauthorise, g.confirmed_at
    FROM line JOIN "grant" g ON g.id = line.id ORDER BY g.id`
  return Map.groupBy(rows, (row) => row.root)
}

/** Not over: in force, or still to begin. */
export function stands(row: Pick<LineRow, 'valid_until' | 'revoked_at'>, now: Date): boolean {
  return (row.valid_until === null || row.valid_until > now) && (row.revoked_at === null || row.revoked_at > now)
}

function standingOf(row: LineRow): StandingGrant {
  return { id: row.id, target: { kind: row.target_kind, name: row.target, access: row.access, scope: row.scope }, validFrom: row.valid_from.getTime(), validUntil: row.valid_until?.getTime() ?? null }
}

type Bound = { toolName: string; hash: string; boundAt: Date; boundBy: string }

/** The digest as it is now. A binding that only wording has moved since is what was decided on, so it counts as the one from then. */
function digestNow(row: LineRow, bindings: readonly Bound[], frozen: FrozenGrant, then: { digest: string; at: Date }): string {
  const digest = grantDigest({
    serverId: row.server_id, agentId: row.agent_id, clientId: row.client_id, humanRule: row.human_rule, personId: row.person_id, teamId: row.team_id, targetKind: row.target_kind, target: row.target, access: row.access,
    scope: row.scope, validFrom: row.valid_from, validUntil: row.valid_until, mode: row.mode, reauthorise: row.reauthorise, confirmedAt: row.confirmed_at,
  }, bindings)
  const isSameRow = (row.confirmed_at?.toISOString() ?? null) === frozen.grant.confirmedAt && (row.valid_until?.toISOString() ?? null) === frozen.grant.validUntil
  const isApprovedSince = bindings.some((binding) => isApproved(binding) && binding.boundAt > then.at)
  return isSameRow && !isApprovedSince ? then.digest : digest
}

/** By a person's approval, not by the console's own reading of a listing. */
function isApproved(binding: Bound): boolean {
  return binding.boundBy.startsWith('per_') || binding.boundBy.startsWith('tok_')
}

function overInWords(self: LineRow | undefined, now: Date): string | null {
  if (self === undefined) return 'The grant is not there any more.'
  if (stands(self, now)) return null
  return self.revoked_at !== null && self.revoked_at <= now ? `It was ended already: ${self.revoke_reason ?? 'no reason given'}` : 'It had run out already.'
}

async function readOwners(client: Tx, items: readonly { subject: string; serverId: string | null; agentId: string | null }[]): Promise<Map<string, OwnershipNow>> {
  const servers = items.flatMap((item) => (item.subject === 'server' ? item.serverId ?? [] : []))
  const agents = items.flatMap((item) => (item.subject === 'agent' ? item.agentId ?? [] : []))
  if (servers.length + agents.length === 0) return new Map()
  const rows = await client.$queryRaw<(OwnershipNow & { id: string })[]>`
    SELECT s.id, s.owner_id AS "ownerId", p.name AS "ownerName", p.active AS "ownerActive", s.lifecycle::text AS lifecycle FROM server s JOIN person p ON p.id = s.owner_id WHERE s.id = ANY(${servers})
    UNION ALL SELECT a.id, a.sponsor_id, p.name, p.active, CASE WHEN a.active THEN 'active' ELSE 'inactive' END FROM agent a JOIN person p ON p.id = a.sponsor_id WHERE a.id = ANY(${agents})`
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}
