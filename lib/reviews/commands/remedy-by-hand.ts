import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction, type Tx } from '@/lib/db/client'
import { AppError, invalid, notFound } from '@/lib/errors'
import { conflictOf } from '@/lib/reviews/conflict'
import { type CampaignState, campaignRefusal } from '@/lib/reviews/machine'
import type { RemedyInput } from '@/lib/reviews/model'
import { loadRemedyCases, type RemedyCase } from '@/lib/reviews/queries/remedy-facts'
import { loadReviewerFacts } from '@/lib/reviews/queries/reviewer-facts'
import { type RemedyAction, remedyNeedsReason, remedyRefusal } from '@/lib/reviews/remedy'
import { advanceCampaign } from './advance'
import { lockLine, releaseHold } from './end-grants'
import { remediateItem, stepOf, takeStep } from './remediate-item'
import { saveExempt } from './write-remedy'

/** One action of a person on one item; see `remedyItem`. What can close the campaign then closes it, in the same transaction. */
export async function remedyByHand(ctx: Ctx, actor: Actor, id: string, input: RemedyInput): Promise<void> {
  require(actor, 'review.run')
  if (actor.kind === 'system' || (actor.kind === 'token' && !actor.bootstrap)) throw new AppError('forbidden', 'This is answered by a person, signed in; tokens never sign. Nothing was changed.')
  if (remedyNeedsReason(input.action) && input.reason === undefined) throw invalid('reason', 'Say why: it stands under the result, with your name. Nothing was changed.')
  const retry = await transaction(async (tx) => {
    const [found] = await tx.$queryRaw<{ campaign_id: string; grant_id: string | null }[]>`SELECT campaign_id, grant_id FROM review_item WHERE id = ${id} AND NOT synthetic`
    if (found === undefined) throw notFound('item')
    await tx.$queryRaw`SELECT id FROM review_campaign WHERE id = ${found.campaign_id} FOR UPDATE`
    await tx.$queryRaw`SELECT id FROM review_item WHERE id = ${id} FOR UPDATE`
    if (input.action !== 'sign' && input.action !== 'retry') await lockLine(tx, found.grant_id)
    const [one] = await loadRemedyCases([id], ctx.now, tx)
    if (one === undefined) throw notFound('item')
    await refuse(tx, ctx, actor, one, input.action)
    if (input.action === 'retry') return true
    const later = one.item.updatedAt > ctx.now ? { ...ctx, now: one.item.updatedAt } : ctx
    await ACTIONS[input.action](tx, later, actor, one, input.reason ?? '')
    await tx.$executeRaw`SELECT pg_notify('bailiwick_reviews', ${one.campaign.id})`
    await advanceCampaign(tx, later, one.campaign.id, actor)
    return false
  })
  if (!retry) return
  await remediateItem(() => ctx, id, { force: true })
  await transaction(async (tx) => {
    const item = await tx.reviewItem.findUniqueOrThrow({ where: { id }, select: { campaignId: true } })
    await advanceCampaign(tx, ctx, item.campaignId, actor)
  })
}

async function refuse(tx: Tx, ctx: Ctx, actor: Actor, one: RemedyCase, action: RemedyAction): Promise<void> {
  const { item } = one
  const wrong = campaignRefusal('remedy', one.campaign.state as CampaignState)
    ?? remedyRefusal(action, { state: item.state, remediation: item.remediation, confirmation: item.confirmation, question: item.question !== null, suspended: item.suspendedAt !== null })
  if (wrong !== null) throw new AppError('illegal_transition', `${wrong} Nothing was changed.`)
  const subject = { key: item.id, subject: item.subject as 'grant' | 'server' | 'agent', grantId: item.grantId, serverId: item.serverId, agentId: item.agentId }
  const { subjects, people } = await loadReviewerFacts([subject], [], actor.behind, ctx.now, tx)
  for (const facts of subjects) {
    const conflicts = actor.behind.flatMap((personId) => conflictOf(facts, people, personId) ?? [])
    if (conflicts[0] !== undefined) throw new AppError('forbidden', `Somebody else has to do this: whoever ${conflicts[0]} has a conflict with it. Nothing was changed.`)
  }
}

type Act = (tx: Tx, ctx: Ctx, actor: Actor, one: RemedyCase, reason: string) => Promise<unknown>

const ACTIONS: Record<Exclude<RemedyAction, 'retry'>, Act> = {
  done: async (tx, ctx, actor, one, reason) => {
    const step = stepOf(one)
    if (step.do !== 'nothing') throw new AppError('illegal_transition', `${one.facts === null ? 'Nobody else answers for it yet, and it is in service' : `It still stands here: ${one.facts.standing.map((grant) => grant.target.name).join(', ')}`}. What is ended elsewhere has to end here too; then the console sees it by itself. Nothing was changed.`)
    await takeStep(tx, ctx, actor, reason === '' ? one : { ...one, over: `${one.over ?? 'Done.'} ${reason}` }, step)
  },
  apply: async (tx, ctx, actor, one, reason) => {
    const said = `${one.detail?.why ?? 'Decided'}; ${actor.name} applied it to what has changed since${reason === '' ? '' : `: ${reason}`}`
    const answered: RemedyCase = { ...one, detail: { until: null, targets: null, ...one.detail, why: said } }
    await takeStep(tx, ctx, actor, answered, stepOf(one, true))
  },
  leave: async (tx, ctx, actor, one, reason) => {
    await releaseHold(tx, ctx, actor, one, reason)
    await saveExempt(tx, ctx, actor, one, { action: 'review.item_signed', reason, note: 'Left as it is: it has changed since it was frozen.' })
  },
  restore: async (tx, ctx, actor, one, reason) => {
    await releaseHold(tx, ctx, actor, one, reason)
    await saveExempt(tx, ctx, actor, one, { action: 'review.restored', reason, note: 'Restored before it was ended.' })
  },
  sign: async (tx, ctx, actor, one, reason) => {
    await releaseHold(tx, ctx, actor, one, reason)
    await saveExempt(tx, ctx, actor, one, { action: 'review.item_signed', reason, note: one.item.state === 'remediated' ? (one.item.remediationNote ?? '') : 'Signed for without being applied.' })
  },
}
