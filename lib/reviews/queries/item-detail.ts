import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import { contentSchema } from '@/lib/reviews/content'
import type { FrozenItem, FrozenPerson } from '@/lib/reviews/frozen'
import { maySeeAnswer, ownAnswer, type Viewer } from '@/lib/reviews/item-standing'
import type { AnswerView, ConfirmationDetail, ItemDetail, OutcomeDetail, Question, TaskView } from '@/lib/reviews/model'
import { actorNames } from './actor-names'
import { readRows } from './item-rows'
import { viewedCampaign, viewerOf } from './item-viewer'
import { sinceFrozen } from './since-frozen'

/** One item whole. Throws `not_found` for one that does not exist and for one that the actor may not see, alike. */
export async function readItem(actor: Actor, id: string, now: Date): Promise<ItemDetail> {
  const item = await db().reviewItem.findUnique({ where: { id } })
  if (item === null) throw notFound('review item')
  const campaign = await viewedCampaign(actor, item.campaignId, now).catch(() => { throw notFound('review item') })
  const [row] = await readRows(actor, campaign, [id], now)
  if (row === undefined) throw notFound('review item')
  // What a launch wrote; the store lets nobody rewrite it.
  const frozen = item.frozen as unknown as FrozenItem
  const viewer = await viewerOf(actor, now)
  const asOf = campaign.asOf ?? now
  const nameOf = await actorNames([item.signedBy])
  return {
    row, campaignId: campaign.id, campaign: campaign.name, asOf: asOf.toISOString(), stage: item.stage, stages: contentSchema.parse(campaign.content).stages.length, frozen,
    tasks: await tasksOf(id), answers: await answersOf(id, viewer, item),
    since: await sinceFrozen(frozen, item.grantId, asOf, now), question: item.question as unknown as Question | null,
    remediation: { status: item.remediation, note: item.remediationNote, tries: item.remediationTries, suspendedAt: iso(item.suspendedAt), endsAt: iso(item.endsAt), at: iso(item.remediatedAt) },
    confirmation: { status: item.confirmation, watchUntil: iso(item.watchUntil), at: iso(item.confirmedAt), detail: item.confirmationDetail as unknown as ConfirmationDetail | null },
    signed: item.signedBy === null || item.signedAt === null ? null : { by: nameOf(item.signedBy), at: item.signedAt.toISOString(), reason: item.signReason ?? '' },
    outcomeDetail: item.outcomeDetail as unknown as OutcomeDetail | null,
  }
}

type TaskRow = FrozenPerson & { stage: number; iteration: number; standing: string; why: string | null; addedAt: Date; endedAt: Date | null; endReason: string | null; answered: boolean }

/** Who is and was asked: that somebody has answered is no secret, what they answered may be. */
async function tasksOf(itemId: string): Promise<TaskView[]> {
  const found = await db().$queryRaw<TaskRow[]>`
    SELECT p.id, p.name, p.email, t.stage, t.iteration, t.standing, t.why, t.added_at AS "addedAt", t.ended_at AS "endedAt", t.end_reason AS "endReason",
      EXISTS (SELECT 1 FROM review_answer a WHERE a.task_id = t.id AND a.superseded_at IS NULL) AS answered
    FROM review_task t JOIN person p ON p.id = t.person_id WHERE t.item_id = ${itemId} ORDER BY t.stage, t.iteration, t.added_at, t.id`
  return found.map(({ id, name, email, addedAt, endedAt, ...task }) => ({ person: { id, name, email }, ...task, addedAt: addedAt.toISOString(), endedAt: iso(endedAt) }))
}

type AnswerRow = { personId: string; person: FrozenPerson; askedId: string; onBehalfOf: FrozenPerson | null; stage: number; iteration: number; answer: AnswerView['answer']; until: Date | null; targets: AnswerView['targets']; reason: string | null; at: Date; seconds: number | null; opened: boolean; bulk: boolean; overrode: boolean }

/** The answers that stand, as far as the viewer may read them yet, in the order in which they were given. */
async function answersOf(itemId: string, viewer: Viewer, item: { stage: number; iteration: number; state: string }): Promise<AnswerView[]> {
  const found = await db().$queryRaw<AnswerRow[]>`
    SELECT a.person_id AS "personId", t.person_id AS "askedId", jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email) AS person,
      CASE WHEN b.id IS NOT NULL THEN jsonb_build_object('id', b.id, 'name', b.name, 'email', b.email) END AS "onBehalfOf",
      a.stage, a.iteration, a.answer, a.until, a.targets, a.reason, a.at, a.seconds, a.opened, a.bulk_id IS NOT NULL AS bulk, a.overrode
    FROM review_answer a JOIN review_task t ON t.id = a.task_id JOIN person p ON p.id = a.person_id LEFT JOIN person b ON b.id = a.on_behalf_of
    WHERE a.item_id = ${itemId} AND a.superseded_at IS NULL ORDER BY a.at, a.id`
  const own = ownAnswer(viewer, item, found)
  return found.filter((one) => maySeeAnswer(viewer, item, one, own)).map(({ personId: _person, askedId: _asked, until, at, ...answer }) => ({ ...answer, until: iso(until), at: at.toISOString() }))
}

const iso = (date: Date | null): string | null => date?.toISOString() ?? null
