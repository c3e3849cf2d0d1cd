import { type Actor, may } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Prisma, type Tx, transaction } from '@/lib/db/client'
import { AppError, invalid, notFound } from '@/lib/errors'
import { enqueue } from '@/lib/notify/enqueue'
import { delegationState, endingRefusal, type NewDelegation, refusalOf, settingRefusal } from '@/lib/people/delegation'
import { tellOfEnding, tellOfSetting } from '@/lib/people/delegation-messages'
import { type DelegationView, readDelegation } from '@/lib/people/queries/delegations'
import { record } from '@/lib/trail/record'

type Person = { id: string; name: string; email: string; active: boolean }

/**
 * Sets who stands in for somebody between two times: everybody for themselves, an administrator for others. Whoever stands in may then
 * answer what waits for that person, and nothing else; the person may still answer. Both are told.
 */
export async function setDelegation(ctx: Ctx, actor: Actor, input: NewDelegation): Promise<DelegationView> {
  return transaction(async (tx) => {
    const person = await locked(tx, input.personEmail === undefined ? { id: actor.personId ?? '' } : { email: input.personEmail }, 'personEmail')
    const delegate = await locked(tx, { email: input.delegateEmail }, 'delegateEmail')
    await tx.$queryRaw`SELECT id FROM person WHERE id = ANY(${[person.id, delegate.id]}) ORDER BY id FOR UPDATE`
    const now = await tx.person.findMany({ where: { id: { in: [person.id, delegate.id] } }, select: { id: true, active: true } })
    const isActive = (id: string): boolean => now.some((one) => one.id === id && one.active)
    const refusal = settingRefusal(actor, may(actor, 'people.manage'), person.id, delegate.id)
    if (refusal !== null) throw new AppError('forbidden', `${refusal} Nothing was changed.`)
    if (!isActive(person.id)) throw invalid('personEmail', `${person.name} has left`)
    const from = input.from === undefined || input.from < ctx.now ? ctx.now : input.from
    const standing = await tx.delegation.findMany({ where: { personId: person.id, validTo: { gt: ctx.now } } })
    const fault = refusalOf({ personId: person.id, delegate: { ...delegate, active: isActive(delegate.id) }, from: input.from ?? ctx.now, to: input.to }, standing, ctx.now)
    if (fault !== null) throw new AppError('invalid_input', `${fault.message}. Nothing was changed.`.replace(/^./, (letter) => letter.toUpperCase()), { errors: [fault] })
    const id = ctx.id('delegation')
    await tx.delegation.create({ data: { id, personId: person.id, delegateId: delegate.id, validFrom: from, validTo: input.to, reason: input.reason ?? null, createdBy: actor.personId ?? actor.id, createdAt: ctx.now } })
    await enqueue(tx, ctx, tellOfSetting({ id, person, delegate, from, to: input.to, by: actor }))
    await record(tx, ctx, {
      actor, action: 'delegation.set', object: { kind: 'person', id: person.id, name: person.email },
      detail: { delegation: id, delegate: delegate.email, from, to: input.to, reason: input.reason ?? null, bySomebodyElse: actor.personId !== person.id },
    })
    return readDelegation(tx, id, ctx.now)
  })
}

async function locked(tx: Tx, where: { id: string } | { email: string }, path: string): Promise<Person> {
  const found = await tx.person.findUnique({ where, select: { id: true, name: true, email: true, active: true } })
  if (found === null) throw invalid(path, 'email' in where ? `nobody has the e-mail ${where.email}` : 'say for whom')
  return found
}

/** Ends a stand-in now, or before it begins. What was answered until now stays. The other of the two is told. */
export async function endDelegation(ctx: Ctx, actor: Actor, id: string, reason?: string): Promise<DelegationView> {
  return transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM delegation WHERE id = ${id} FOR UPDATE`
    const row = await tx.delegation.findUnique({ where: { id } })
    const manages = may(actor, 'people.manage')
    const involved = row !== null && (actor.personId === row.personId || actor.personId === row.delegateId)
    if (row === null || (!involved && !may(actor, 'people.read'))) throw notFound('stand-in')
    const refusal = endingRefusal(actor, manages, row)
    if (refusal !== null) throw new AppError('forbidden', `${refusal} Nothing was changed.`)
    if (delegationState(row, ctx.now) === 'over') throw new AppError('illegal_transition', 'This is over already. Nothing was changed.')
    await end(tx, ctx, actor, [row], null, reason)
    return readDelegation(tx, id, ctx.now)
  })
}

/** Ends every stand-in of and by somebody who leaves: in the transaction of their leaving. They do not come back with the person. */
export async function endDelegationsOf(tx: Tx, ctx: Ctx, actor: Actor, person: { id: string; name: string }): Promise<void> {
  const rows = await tx.delegation.findMany({ where: { OR: [{ personId: person.id }, { delegateId: person.id }], validTo: { gt: ctx.now }, endedAt: null }, orderBy: { id: 'asc' } })
  await end(tx, ctx, actor, rows, `${person.name} has left`)
}

type Row = Prisma.DelegationGetPayload<object>

async function end(tx: Tx, ctx: Ctx, actor: Actor, rows: readonly Row[], why: string | null, reason?: string): Promise<void> {
  if (rows.length === 0) return
  await tx.delegation.updateMany({ where: { id: { in: rows.map(({ id }) => id) } }, data: { endedAt: ctx.now } })
  const people = new Map((await tx.person.findMany({ where: { id: { in: rows.flatMap(({ personId, delegateId }) => [personId, delegateId]) } }, select: { id: true, name: true, email: true, active: true } })).map((one) => [one.id, one]))
  const active = new Set([...people.values()].filter((one) => one.active).map(({ id }) => id))
  for (const row of rows) {
    const [person, delegate] = [people.get(row.personId), people.get(row.delegateId)]
    if (person === undefined || delegate === undefined) continue
    await enqueue(tx, ctx, tellOfEnding({ id: row.id, person, delegate, from: row.validFrom, to: row.validTo, by: actor }, why, active))
    await record(tx, ctx, {
      actor, action: 'delegation.ended', object: { kind: 'person', id: person.id, name: person.email },
      detail: { delegation: row.id, delegate: delegate.email, reason: reason ?? why, bySomebodyElse: actor.personId !== person.id },
    })
  }
}
