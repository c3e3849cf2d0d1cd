import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Prisma, type Tx, transaction } from '@/lib/db/client'
import { AppError, invalid } from '@/lib/errors'
import { enqueue } from '@/lib/notify/enqueue'
import { type ChangePolicy, changeText, type PolicyChange, policyChanges } from '@/lib/requests/approval-policy'
import { toReviewers } from '@/lib/requests/policy-messages'
import { listPolicies, policyInForce, type PolicyView } from '@/lib/requests/queries/policies'
import { record } from '@/lib/trail/record'

/**
 * Puts another policy in force. People only: a token that could loosen it would decide by the back door. `number` is the policy that
 * was looked at; another one now is refused (`stale_version`), so that of two changes at once one comes through. What asks for less is
 * named in the trail and told to everybody else who could have objected. Requests that are pending keep the stricter of then and now.
 */
export async function changePolicy(ctx: Ctx, actor: Actor, { content, reason, number }: ChangePolicy): Promise<PolicyView> {
  require(actor, 'approvals.manage')
  if (actor.kind !== 'person' && !actor.bootstrap) throw new AppError('forbidden', 'A token changes no approval policy: sign in. Nothing was changed.')
  return transaction(async (tx) => {
    // Reading goes on meanwhile; a second change waits here and then finds another number.
    await tx.$executeRaw`LOCK TABLE approval_policy IN SHARE ROW EXCLUSIVE MODE`
    const now = await policyInForce(tx)
    if (now.number !== number) {
      throw new AppError('stale_version', `The policy was changed meanwhile (number ${now.number}, yours ${number}). Nothing was changed; look at it again.`, { errors: [{ path: 'number', message: 'is not the present one' }] })
    }
    const changes = policyChanges(now.policy, content)
    if (changes.length === 0) throw invalid('content', 'says what is in force already. Nothing was changed.')
    await tx.approvalPolicy.create({ data: { number: number + 1, content: content as Prisma.InputJsonObject, changedBy: actor.personId ?? actor.id, changedAt: ctx.now, reason } })
    await tell(tx, ctx, actor, number + 1, changes, reason)
    const loosened = changes.filter(({ looser }) => looser).map((change) => changeText(change))
    await record(tx, ctx, {
      actor, action: 'approval_policy.changed', object: { kind: 'approval_policy', id: 'approval_policy', name: 'Approval policy' },
      detail: { number: number + 1, reason, changed: changes.map((change) => changeText(change)), loosened },
    })
    const [view] = await listPolicies(1, tx)
    if (view === undefined) throw new Error('A policy that was just written is there.')
    return view
  })
}

/** To every other security reviewer; where there is none, to the administrators, so that nobody loosens the policy unseen. */
async function tell(tx: Tx, ctx: Ctx, actor: Actor, number: number, changes: readonly PolicyChange[], reason: string): Promise<void> {
  if (!changes.some(({ looser }) => looser)) return
  const others = await tx.person.findMany({ where: { active: true, id: { notIn: [...actor.behind] }, roles: { hasSome: ['security_reviewer', 'admin'] } }, select: { id: true, roles: true }, orderBy: { id: 'asc' } })
  const reviewers = others.filter(({ roles }) => roles.includes('security_reviewer'))
  const told = reviewers.length > 0 ? reviewers : others
  await enqueue(tx, ctx, toReviewers(told.map(({ id }) => id), { number, by: actor.name, changes, reason }))
}
