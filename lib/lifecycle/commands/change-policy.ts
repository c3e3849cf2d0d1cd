import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Prisma, transaction } from '@/lib/db/client'
import { AppError, invalid } from '@/lib/errors'
import { policyMessages } from '@/lib/lifecycle/messages'
import { type ChangeLifecyclePolicy, lifecycleChangeText, lifecyclePolicyChanges } from '@/lib/lifecycle/policy'
import { type LifecyclePolicyView, lifecyclePolicyInForce, listLifecyclePolicies } from '@/lib/lifecycle/queries/policies'
import { enqueue } from '@/lib/notify/enqueue'
import { record } from '@/lib/trail/record'

/**
 * Puts another life cycle policy in force. People only. `number` is the one that was looked at; another one now is refused
 * (`stale_version`). What asks for less is named in the trail and told to every other security reviewer. Duties that are open keep the
 * date that was told.
 */
export async function changeLifecyclePolicy(ctx: Ctx, actor: Actor, { content, reason, number }: ChangeLifecyclePolicy): Promise<LifecyclePolicyView> {
  require(actor, 'lifecycle.manage')
  if (actor.kind !== 'person' && !actor.bootstrap) throw new AppError('forbidden', 'A token changes no policy: sign in. Nothing was changed.')
  return transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE lifecycle_policy IN SHARE ROW EXCLUSIVE MODE`
    const now = await lifecyclePolicyInForce(tx)
    if (now.number !== number) throw new AppError('stale_version', `The policy was changed meanwhile (number ${now.number}, yours ${number}). Nothing was changed; look at it again.`, { errors: [{ path: 'number', message: 'is not the present one' }] })
    const changes = lifecyclePolicyChanges(now.policy, content)
    if (changes.length === 0) throw invalid('content', 'says what is in force already. Nothing was changed.')
    await tx.lifecyclePolicy.create({ data: { number: number + 1, content: content as Prisma.InputJsonObject, changedBy: actor.personId ?? actor.id, changedAt: ctx.now, reason } })
    const loosened = changes.filter(({ looser }) => looser).map((change) => lifecycleChangeText(change))
    if (loosened.length > 0) {
      const others = await tx.person.findMany({ where: { active: true, id: { notIn: [...actor.behind] }, roles: { has: 'security_reviewer' } }, select: { id: true }, orderBy: { id: 'asc' } })
      await enqueue(tx, ctx, policyMessages(others.map(({ id }) => id), { number: number + 1, by: actor.name, loosened, reason }))
    }
    await tx.$executeRaw`SELECT pg_notify('bailiwick_offboarding', '')`
    await record(tx, ctx, { actor, action: 'lifecycle.policy_changed', object: { kind: 'lifecycle_policy', id: 'lifecycle_policy', name: 'Life cycle policy' }, detail: { number: number + 1, reason, changed: changes.map((change) => lifecycleChangeText(change)), loosened } })
    const [view] = await listLifecyclePolicies(1, tx)
    if (view === undefined) throw new Error('A policy that was just written is there.')
    return view
  })
}
