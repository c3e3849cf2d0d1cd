import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { conflictOf } from '@/lib/reviews/conflict'
import type { FrozenItem } from '@/lib/reviews/frozen'
import type { ConfirmationDetail, OutcomeDetail, Question } from '@/lib/reviews/model'
import { actorNames } from '@/lib/reviews/queries/actor-names'
import { viewedCampaign, viewerOf, visibleItems } from '@/lib/reviews/queries/item-viewer'
import { loadReviewerFacts } from '@/lib/reviews/queries/reviewer-facts'
import { groupOf, REMEDIATION_GROUPS, type RemediationGroup, remediationSentence } from '@/lib/reviews/remediation-groups'
import { nextTryAt, type RemedyAction, remedyActions } from '@/lib/reviews/remedy'

/** One item after its review: what was decided, where it stands, why, and what can be done. */
export type RemediationRow = {
  id: string; subject: 'grant' | 'server' | 'agent'; title: string; server: string | null; agent: string | null; access: 'read' | 'write' | 'admin' | null; grantId: string | null; serverId: string | null; agentId: string | null
  outcome: string; why: string; left: OutcomeDetail['targets']; until: string | null
  remediation: string; note: string | null; tries: number; nextTryAt: string | null; endsAt: string | null; remediatedAt: string | null; watchUntil: string | null
  question: Question | null; confirmation: string | null; detail: ConfirmationDetail | null
  /** Named grants that a question or the watch is about. */
  grants: { id: string; name: string }[]
  signed: { by: string; at: string; reason: string } | null
  actions: RemedyAction[]
  /** Why this actor may do none of them; null = they may. */
  obstacle: string | null
}

export type RemediationPart = { group: RemediationGroup; total: number; rows: RemediationRow[] }
export type RemediationScreen = { sentence: string; parts: RemediationPart[]; counts: Partial<Record<RemediationGroup, number>>; kept: number }

/** Rows that one part shows; one asked for by itself shows more. */
const MOST = 50
const MOST_ALONE = 1000

type Light = { id: string; state: string; remediation: string; confirmation: string | null; question: unknown; suspendedAt: Date | null }

/** Everything after a review that the actor may see, by where it stands, what needs somebody first. `only`: one part, with more of it. */
export async function remediationScreen(actor: Actor, campaignId: string, now: Date, only: RemediationGroup | null = null): Promise<RemediationScreen> {
  const campaign = await viewedCampaign(actor, campaignId, now)
  const viewer = await viewerOf(actor, now)
  const read = <T>(columns: string, which: string): Promise<T[]> => {
    const values: unknown[] = []
    const bind = (value: unknown): string => `$${values.push(value)}`
    return db().$queryRawUnsafe<T[]>(`SELECT ${columns} FROM review_item AS item WHERE item.campaign_id = ${bind(campaign.id)} AND NOT item.synthetic AND ${visibleItems(viewer, actor, campaign.id, bind)} AND ${which}`, ...values)
  }
  const light = await read<Light>('item.id, item.state::text AS state, item.remediation::text AS remediation, item.confirmation, item.question, item.suspended_at AS "suspendedAt"', "item.outcome <> 'keep' ORDER BY item.position")
  const kept = (await read<{ count: number }>('count(*)::int AS count', "item.outcome = 'keep'"))[0]?.count ?? 0
  const groups = Map.groupBy(light, (item) => groupOf(item))
  const counts = Object.fromEntries(REMEDIATION_GROUPS.flatMap((group) => { const count = groups.get(group)?.length ?? 0; return count === 0 ? [] : [[group, count]] })) as RemediationScreen['counts']
  const shown = REMEDIATION_GROUPS.filter((group) => groups.has(group) && (only === null || only === group)).map((group) => ({ group, total: groups.get(group)?.length ?? 0, ids: (groups.get(group) ?? []).slice(0, only === null ? MOST : MOST_ALONE).map((item) => item.id) }))
  const rows = new Map((await readRows(actor, shown.flatMap((part) => part.ids), now)).map((row) => [row.id, row]))
  return { sentence: remediationSentence(counts, kept), counts, kept, parts: shown.map(({ group, total, ids }) => ({ group, total, rows: ids.flatMap((id) => rows.get(id) ?? []) })) }
}

const iso = (date: Date | null): string | null => date?.toISOString() ?? null

async function readRows(actor: Actor, ids: readonly string[], now: Date): Promise<RemediationRow[]> {
  const items = await db().reviewItem.findMany({ where: { id: { in: [...ids] } } })
  const nameOf = await actorNames(items.map((item) => item.signedBy))
  const about = items.map((item) => ({ question: item.question as unknown as Question | null, detail: item.confirmationDetail as unknown as ConfirmationDetail | null }))
  const named = new Map((await db().grant.findMany({ where: { id: { in: about.flatMap((one) => [...(one.question?.grantIds ?? []), ...(one.detail?.grantIds ?? [])]) } }, select: { id: true, target: true, access: true, agent: { select: { name: true } } } })).map((grant) => [grant.id, `${grant.target} (${grant.access}) for ${grant.agent?.name ?? 'any agent'}`]))
  const refs = items.map((item) => ({ key: item.id, subject: item.subject as RemediationRow['subject'], grantId: item.grantId, serverId: item.serverId, agentId: item.agentId }))
  const { subjects, people } = await loadReviewerFacts(refs, [], actor.behind, now)
  const conflicts = new Map(subjects.map((subject) => [subject.key, actor.behind.flatMap((personId) => conflictOf(subject, people, personId) ?? [])[0]]))
  return items.map((item, index): RemediationRow => {
    const { question = null, detail = null } = about[index] ?? {}
    const outcome = item.outcomeDetail as unknown as OutcomeDetail | null
    const frozen = item.frozen as unknown as FrozenItem
    const conflict = conflicts.get(item.id)
    return {
      id: item.id, subject: item.subject as RemediationRow['subject'], title: frozen.subject === 'grant' ? item.target : frozen.name, server: item.server, agent: item.agent, access: item.access, grantId: item.grantId, serverId: item.serverId, agentId: item.agentId,
      outcome: item.outcome ?? '', why: outcome?.why ?? '', left: outcome?.targets ?? null, until: outcome?.until ?? null,
      remediation: item.remediation, note: item.remediationNote, tries: item.remediationTries, nextTryAt: item.state === 'error' ? new Date(nextTryAt(item.remediationTries, item.updatedAt.getTime())).toISOString() : null,
      endsAt: iso(item.endsAt), remediatedAt: iso(item.remediatedAt), watchUntil: iso(item.watchUntil), question, confirmation: item.confirmation, detail,
      grants: [...new Set([...(question?.grantIds ?? []), ...(detail?.grantIds ?? [])])].flatMap((id) => { const name = named.get(id); return name === undefined ? [] : [{ id, name }] }),
      signed: item.signedBy === null || item.signedAt === null ? null : { by: nameOf(item.signedBy), at: item.signedAt.toISOString(), reason: item.signReason ?? '' },
      actions: remedyActions({ state: item.state, remediation: item.remediation, confirmation: item.confirmation, question: item.question !== null, suspended: item.suspendedAt !== null }),
      obstacle: conflict === undefined ? null : `Somebody else has to do this: whoever ${conflict} has a conflict with it.`,
    }
  })
}
