import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction, type Tx } from '@/lib/db/client'
import type { DutyStep } from '@/lib/lifecycle/duties'
import { dutyMessages, type ToldDuty } from '@/lib/lifecycle/messages'
import { enqueue } from '@/lib/notify/enqueue'
import { record } from '@/lib/trail/record'
import type { Recipients } from './tend'

/** What is written down of a duty, action apart. */
export type Kept = Exclude<DutyStep, { do: 'act' }>

/** Chosen once: one at a time opens, meets and tells. */
const DUTIES_LOCK = 7_410_040

/** Opens, meets, changes and warns in one transaction, with one message for each person. What somebody else has done meanwhile is not done again. */
export async function keepDuties(ctx: Ctx, steps: readonly Kept[], people: Recipients): Promise<number> {
  return transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${DUTIES_LOCK})`
    const opened: (ToldDuty & { kind: string; holderId: string; rule: string })[] = []
    const [moved, warned]: [ToldDuty[], ToldDuty[]] = [[], []]
    let done = 0
    // What is over first: what opens in its place is another one of the same rule.
    for (const step of steps) if (step.do === 'meet') done += await meet(tx, ctx, step)
    for (const step of steps) {
      if (step.do === 'open') {
        const told = await open(tx, ctx, step, people)
        if (told !== null) opened.push(told)
      } else if (step.do === 'change') {
        const { count } = await tx.lifecycleDuty.updateMany({ where: { id: step.duty.id, metAt: null }, data: { text: step.due.text, ownerId: step.due.ownerId, dueAt: new Date(step.dueAt) } })
        if (count > 0 && step.tell && step.duty.actedAt === null) moved.push(toldOf(step.duty.id, step, step.dueAt, people))
        done += count
      } else if (step.do === 'warn') {
        const { count } = await tx.lifecycleDuty.updateMany({ where: { id: step.duty.id, metAt: null, warnedAt: null, actedAt: null }, data: { warnedAt: ctx.now } })
        if (count > 0) warned.push(toldOf(step.duty.id, step, Math.max(step.duty.dueAt, step.duty.openedAt + step.due.graceMs), people))
        done += count
      }
    }
    await enqueue(tx, ctx, [...dutyMessages('due', [...opened, ...moved]), ...dutyMessages('warned', warned)])
    for (const duty of opened) await record(tx, ctx, { actor: SYSTEM, action: 'lifecycle.duty_due', object: { kind: duty.kind, id: duty.holderId, name: duty.name }, detail: { duty: duty.id, rule: duty.rule, text: duty.text, dueAt: new Date(duty.dueAt).toISOString(), follows: duty.action } })
    return done + opened.length
  })
}

async function meet(tx: Tx, ctx: Ctx, { duty, why }: Extract<Kept, { do: 'meet' }>): Promise<number> {
  const said = why === 'policy' && duty.actedAt === null ? { actedAs: 'Nothing: the policy asks for something else by now.' } : {}
  return (await tx.lifecycleDuty.updateMany({ where: { id: duty.id, metAt: null }, data: { metAt: ctx.now, ...said } })).count
}

/** Null where the same duty is open already. */
async function open(tx: Tx, ctx: Ctx, { due, dueAt }: Extract<Kept, { do: 'open' }>, people: Recipients): Promise<(ToldDuty & { kind: string; holderId: string; rule: string }) | null> {
  const id = ctx.id('duty')
  // The grace begins when it is told, which is now.
  const at = new Date(Math.max(dueAt, ctx.now.getTime() + due.graceMs))
  const { count } = await tx.lifecycleDuty.createMany({
    data: [{ id, rule: due.rule, holderKind: due.kind, holderId: due.id, text: due.text, ownerId: due.ownerId, since: new Date(Math.min(due.since, ctx.now.getTime())), openedAt: ctx.now, dueAt: at, action: due.action }], skipDuplicates: true,
  })
  return count === 0 ? null : { id, name: due.name, text: due.text, dueAt: at.getTime(), action: due.action, recipients: people.of(due.id), kind: due.kind, holderId: due.id, rule: due.rule }
}

function toldOf(id: string, { due }: Extract<Kept, { do: 'change' | 'warn' }>, dueAt: number, people: Recipients): ToldDuty {
  return { id, name: due.name, text: due.text, dueAt, action: due.action, recipients: people.of(due.id) }
}
