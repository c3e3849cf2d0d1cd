import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db, transaction, type Tx } from '@/lib/db/client'
import { isAppError } from '@/lib/errors'
import { actedMessages, dutyMessages } from '@/lib/lifecycle/messages'
import type { StoredDuty } from '@/lib/lifecycle/queries/duties'
import { loadFacts, loadWorld } from '@/lib/lifecycle/queries/facts'
import { lifecyclePolicyInForce } from '@/lib/lifecycle/queries/policies'
import { evaluate } from '@/lib/lifecycle/rules'
import { enqueue } from '@/lib/notify/enqueue'
import { openCaseIn } from '@/lib/offboarding/commands/open-case'
import { paths } from '@/lib/paths'
import { deactivateAgentIn, quarantineServerIn } from '@/lib/registry/commands/put-aside'
import { record } from '@/lib/trail/record'
import type { Recipients } from './tend'

/** What came of it, in words after a name; what is to be written to the trail last; where to look. */
type Came = { came: string; caseId?: string; recordIt?: () => Promise<void> }

/**
 * Does what follows when the grace of a duty is over: once, and only if its rule still holds when everything is locked. Where it cannot be
 * done, the reason is written down with the duty, and it is tried again the next time.
 */
export async function actOnDuty(ctx: Ctx, duty: StoredDuty, name: string, people: Recipients): Promise<number> {
  try {
    return await transaction(async (tx) => {
      if (!(await isStillDue(tx, ctx, duty))) return 0
      const { came, caseId, recordIt } = await follow(tx, ctx, duty)
      await tx.lifecycleDuty.update({ where: { id: duty.id }, data: { actedAt: ctx.now, actedAs: came } })
      const told = [...people.of(duty.holderId), ...people.security]
      const path = caseId !== undefined ? paths.offboardingCase(caseId) : duty.kind === 'server' ? paths.server(name) : paths.agent(duty.holderId)
      await enqueue(tx, ctx, duty.action === 'notify' ? dutyMessages('overdue', [{ ...duty, name, recipients: told }]) : actedMessages({ id: duty.id, name, text: duty.text, came, path }, told))
      await recordIt?.()
      await record(tx, ctx, { actor: SYSTEM, action: 'lifecycle.duty_acted', object: { kind: duty.kind, id: duty.holderId, name }, detail: { duty: duty.id, rule: duty.rule, action: duty.action, came, ...(caseId === undefined ? {} : { case: caseId }) } })
      return 1
    })
  } catch (error) {
    // What the rules refuse is an answer, and stands beside the duty; anything else is an error of the program too.
    await db().lifecycleDuty.updateMany({ where: { id: duty.id, actedAt: null, metAt: null }, data: { actedAs: `It could not be done: ${isAppError(error) ? error.message : 'an error, which the log has.'}`.slice(0, 500) } })
    if (isAppError(error)) return 0
    throw error
  }
}

/** Locks what it is about, then the duty, and asks again. What is offboarded is locked by its case, which comes before all. */
async function isStillDue(tx: Tx, ctx: Ctx, duty: StoredDuty): Promise<boolean> {
  if (duty.action !== 'offboard' && duty.kind === 'server') await tx.$queryRaw`SELECT id FROM server WHERE id = ${duty.holderId} FOR UPDATE`
  if (duty.action !== 'offboard' && duty.kind === 'agent') await tx.$queryRaw`SELECT id FROM agent WHERE id = ${duty.holderId} FOR UPDATE`
  const [row] = await tx.$queryRaw<{ waiting: boolean }[]>`SELECT met_at IS NULL AND acted_at IS NULL AND due_at <= ${ctx.now} AS waiting FROM lifecycle_duty WHERE id = ${duty.id} FOR UPDATE`
  if (row?.waiting !== true) return false
  const { policy } = await lifecyclePolicyInForce(tx)
  const facts = await loadFacts(ctx.now, { servers: duty.kind === 'server' ? [duty.holderId] : [], agents: duty.kind === 'agent' ? [duty.holderId] : [] }, tx)
  return evaluate(policy, facts, await loadWorld(ctx.now, [policy])).some((due) => due.rule === duty.rule && due.action === duty.action)
}

async function follow(tx: Tx, ctx: Ctx, duty: StoredDuty): Promise<Came> {
  const reason = `By the life cycle policy: ${duty.text}. Nothing was done by ${new Date(duty.dueAt).toISOString().slice(0, 10)}.`
  if (duty.action === 'notify') return { came: 'Security was told.' }
  if (duty.action === 'quarantine') {
    const aside = duty.kind === 'server' ? await quarantineServerIn(tx, ctx, duty.holderId, reason) : await deactivateAgentIn(tx, ctx, duty.holderId, reason)
    if (!aside.done) return { came: `nothing more: ${aside.why}` }
    return { came: duty.kind === 'server' ? 'it was quarantined' : 'it was made inactive', recordIt: aside.recordIt }
  }
  const opened = await openCaseIn(tx, ctx, SYSTEM, { subject: { kind: duty.kind, id: duty.holderId }, reason, occasion: 'policy', occasionText: `${duty.text}.`, freeze: true, ownerId: duty.ownerId })
  return opened === null ? { came: 'nothing more: its offboarding is under way already' } : { came: 'its offboarding has begun', caseId: opened.id, recordIt: opened.recordIt }
}
