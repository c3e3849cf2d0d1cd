import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db, transaction, type Tx } from '@/lib/db/client'
import { hasCode, isAppError } from '@/lib/errors'
import { enqueue } from '@/lib/notify/enqueue'
import { oneLine } from '@/lib/one-line'
import { paths } from '@/lib/paths'
import { changePersonIn } from '@/lib/people/commands/change-person'
import { record } from '@/lib/trail/record'
import { CAEP, eventName, RISC } from './event-types'
import { subjectName, type VerifiedToken } from './verify-token'

/** What became of one received token. */
export type Received = { jti: string; /** False: the same token came before. */ fresh: boolean; outcome: string }

/** Whoever the provider says is gone has left here too; the jobs then open the case. */
const LEAVES: ReadonlySet<string> = new Set([`${RISC}account-disabled`, `${RISC}account-purged`])
/** Whoever signed in before does so again. */
const ENDS_SESSIONS: ReadonlySet<string> = new Set([`${CAEP}session-revoked`, `${RISC}sessions-revoked`, `${CAEP}credential-change`])

type Done = { personId: string | null; outcome: string; name: string }

/**
 * Does what a verified token says, once however often it comes, and notes what came of it. A token about somebody who is not known here,
 * or of a kind that means nothing here, is noted and changes nothing. What the console's own rules refuse is noted, and administrators are told.
 */
export async function receiveToken(ctx: Ctx, token: VerifiedToken): Promise<Received> {
  const before = await db().receivedSignal.findUnique({ where: { issuer_jti: { issuer: token.issuer, jti: token.jti } } })
  if (before !== null) return { jti: token.jti, fresh: false, outcome: before.outcome }
  try {
    return await once(ctx, token, (tx) => obey(tx, ctx, token))
  } catch (error) {
    if (!hasCode(error, 'conflict') && !hasCode(error, 'forbidden')) throw error
    const why = isAppError(error) ? error.message : ''
    return once(ctx, token, async (tx) => refused(tx, ctx, token, why))
  }
}

/** The row is the lock: of two at once the second waits for the first, and then finds that it was done. */
async function once(ctx: Ctx, token: VerifiedToken, work: (tx: Tx) => Promise<Done>): Promise<Received> {
  const types = token.events.map(({ type }) => type).join(' ')
  return transaction(async (tx) => {
    const key = { issuer: token.issuer, jti: token.jti }
    const mine = await tx.receivedSignal.createMany({ data: [{ ...key, type: types, receivedAt: ctx.now, outcome: '' }], skipDuplicates: true })
    if (mine.count === 0) return { jti: token.jti, fresh: false, outcome: (await tx.receivedSignal.findUnique({ where: { issuer_jti: key } }))?.outcome ?? '' }
    const done = await work(tx)
    await tx.receivedSignal.update({ where: { issuer_jti: key }, data: { personId: done.personId, outcome: done.outcome } })
    await record(tx, ctx, {
      actor: { ...SYSTEM, name: 'Identity provider' }, action: 'signal.received', object: { kind: done.personId === null ? 'signal' : 'person', id: done.personId ?? token.jti, name: done.name },
      detail: { issuer: token.issuer, jti: token.jti, types: token.events.map(({ type }) => eventName(type)), issuedAt: token.issuedAt.toISOString(), outcome: done.outcome },
    })
    return { jti: token.jti, fresh: true, outcome: done.outcome }
  })
}

async function obey(tx: Tx, ctx: Ctx, token: VerifiedToken): Promise<Done> {
  const said: string[] = []
  let about: { id: string; name: string } | null = null
  for (const { type, subject } of token.events) {
    if (!LEAVES.has(type) && !ENDS_SESSIONS.has(type)) {
      said.push(`${eventName(type)} means nothing here.`)
      continue
    }
    const person = await personOf(tx, subject)
    if (person === null) {
      said.push(`${eventName(type)}: nobody here is known by this subject.`)
      continue
    }
    about = { id: person.id, name: person.email }
    said.push(LEAVES.has(type) ? await leave(tx, ctx, person) : await endSessions(tx, ctx, person.id))
  }
  return { personId: about?.id ?? null, name: about?.name ?? token.issuer, outcome: said.join(' ') }
}

type Known = { id: string; email: string; active: boolean }

async function personOf(tx: Tx, subject: unknown): Promise<Known | null> {
  const name = subjectName(subject)
  if (name === null) return null
  const select = { id: true, email: true, active: true } as const
  if ('email' in name) return tx.person.findUnique({ where: { email: name.email }, select })
  return (await tx.personIdentity.findFirst({ where: { issuer: name.issuer, subject: name.subject }, select: { person: { select } } }))?.person ?? null
}

async function leave(tx: Tx, ctx: Ctx, person: Known): Promise<string> {
  if (!person.active) return 'They had left already.'
  await changePersonIn(tx, ctx, { ...SYSTEM, name: 'Identity provider' }, person.id, { active: false })
  await tx.$executeRaw`SELECT pg_notify('bailiwick_offboarding', '')`
  return 'They have left: sessions and tokens ended.'
}

async function endSessions(tx: Tx, ctx: Ctx, personId: string): Promise<string> {
  const { count } = await tx.session.updateMany({ where: { personId, revokedAt: null, expiresAt: { gt: ctx.now } }, data: { revokedAt: ctx.now } })
  return count === 0 ? 'They had no open session.' : `${count} ${count === 1 ? 'session' : 'sessions'} ended.`
}

async function refused(tx: Tx, ctx: Ctx, token: VerifiedToken, why: string): Promise<Done> {
  const person = (await Promise.all(token.events.map(({ subject }) => personOf(tx, subject)))).find((one) => one !== null) ?? null
  const admins = await tx.person.findMany({ where: { active: true, roles: { has: 'admin' } }, select: { id: true } })
  await enqueue(tx, ctx, admins.map((admin) => ({
    key: `signal.refused:${token.issuer}:${token.jti}:${admin.id}`, kind: 'signal.refused', recipientId: admin.id, path: person === null ? paths.signals() : paths.person(person.id),
    subject: `The identity provider says that ${oneLine(person?.email ?? 'somebody', 120)} is gone, and they stay`,
    text: `${oneLine(token.issuer, 300)} says that ${oneLine(person?.email ?? 'somebody', 300)} is gone. That was not followed: ${oneLine(why, 600)}\n\nIt is not tried again by itself.`,
  })))
  return { personId: person?.id ?? null, name: person?.email ?? token.issuer, outcome: `Not followed: ${why}` }
}
