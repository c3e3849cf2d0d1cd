import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { BACKOFF_MS, nextTry, NO_MAIL_SERVER, type Outcome } from './outcome'

export type Channel = 'email' | 'webhook'

/** A message taken for delivery: nobody else takes it while the lease lasts, and whoever dies meanwhile leaves it to the next. */
export type Claimed = { id: string; recipientId: string | null; subject: string; text: string; path: string; createdAt: Date; /** This attempt counted. */ attempts: number }

/** Longer than a batch can take. */
export const LEASE_MS = 10 * 60_000

/** Gives up on messages whose every attempt was cut short: whatever ended the program may be in them. */
export async function giveUp(now: Date, channel: Channel): Promise<void> {
  await db().notification.updateMany({ where: { channel, nextTryAt: { lte: now }, attempts: { gt: BACKOFF_MS.length } }, data: { nextTryAt: null, failedAt: now, lastError: 'The program ended during the last attempt.' } })
}

/** Takes messages that are due, the oldest first, and counts the attempt before it is made: what ends the process is not tried for ever. */
export async function claimDue(now: Date, channel: Channel, most: number): Promise<Claimed[]> {
  const found = await rows<{ id: string; recipient_id: string | null; subject: string; text: string; path: string; created_at: Date; attempts: number }>(
    `UPDATE notification SET attempts = attempts + 1, next_try_at = $2
     WHERE id IN (SELECT id FROM notification WHERE channel = $3 AND next_try_at <= $1 ORDER BY next_try_at, id LIMIT $4 FOR UPDATE SKIP LOCKED)
     RETURNING id, recipient_id, subject, text, path, created_at, attempts`,
    [now, new Date(now.getTime() + LEASE_MS), channel, most],
  )
  return found.map((row) => ({ id: row.id, recipientId: row.recipient_id, subject: row.subject, text: row.text, path: row.path, createdAt: row.created_at, attempts: row.attempts }))
    .toSorted((a, b) => a.id.localeCompare(b.id))
}

/** Puts back what was taken and not attempted. */
export async function giveBack(now: Date, claimed: readonly Claimed[]): Promise<void> {
  await rows('UPDATE notification SET attempts = attempts - 1, next_try_at = $1 WHERE id = ANY($2)', [now, claimed.map(({ id }) => id)])
}

/** Writes down how an attempt ended: sent, due again, or failed for good. */
export async function settle(now: Date, claimed: Pick<Claimed, 'id' | 'attempts'>, outcome: Outcome): Promise<void> {
  if (outcome.ok) {
    await db().notification.update({ where: { id: claimed.id }, data: { sentAt: now, nextTryAt: null, failedAt: null, lastError: null } })
    return
  }
  const next = outcome.retry === 'never' ? null : nextTry(claimed.attempts, now)
  await db().notification.update({ where: { id: claimed.id }, data: { nextTryAt: next, failedAt: next === null ? now : null, lastError: outcome.why } })
}

/** Mail that waits while no server is set is written down as not sent: it does not come out in a heap when one is. */
export async function writeOffMail(now: Date): Promise<number> {
  const done = await db().notification.updateMany({ where: { channel: 'email', nextTryAt: { lte: now } }, data: { nextTryAt: null, failedAt: now, lastError: NO_MAIL_SERVER, attempts: 0 } })
  return done.count
}

/** What is for everybody is for nobody where no webhook is set: nobody misses it, so it is not kept. */
export async function dropCalls(now: Date): Promise<number> {
  await db().notification.deleteMany({ where: { channel: 'webhook', nextTryAt: { lte: now } } })
  return 0
}
