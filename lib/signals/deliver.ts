import type { Ctx } from '@/lib/context'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { env } from '@/lib/env'
import type { SignalSettings } from '@/lib/env-signals'
import type { CallOptions } from '@/lib/notify/call-webhook'
import { inBatches, type Queue } from '@/lib/notify/in-batches'
import { BACKOFF_MS, nextTry, type Outcome } from '@/lib/notify/outcome'
import { pushToken } from './push'
import type { TokenParts } from './security-event-token'

/** Where tokens go, and as whom this console signs them; null = nobody is set. */
export type SignalChannel = { settings: SignalSettings | null; publicUrl: string }

export function configuredSignals(): SignalChannel {
  const { signals, publicUrl } = env()
  return { settings: signals, publicUrl }
}

/** Longer than a batch can take. */
const LEASE_MS = 10 * 60_000
const BATCH = 10

type Claimed = TokenParts & { /** This attempt counted. */ attempts: number }

export type Pushed = { sent: number; failed: number }

/**
 * Pushes what is due, the oldest first. At least once: a process that dies between sending and writing that down sends the same token
 * again, with the same `jti`. Two at once share the work. Time is asked anew for every token.
 */
export async function pushDue(makeCtx: () => Ctx, channel: SignalChannel, options: CallOptions & { signal?: AbortSignal } = {}): Promise<Pushed> {
  const { settings } = channel
  if (settings === null) return { sent: 0, failed: await writeOff(makeCtx().now) }
  const queue: Queue<Claimed> = { giveUp, claim: claimDue, send: (one) => pushToken(settings, channel.publicUrl, one, options), settle, giveBack }
  return inBatches(makeCtx, queue, options.signal)
}

/** Takes tokens that are due, and counts the attempt before it is made: what ends the process is not tried for ever. */
async function claimDue(now: Date): Promise<Claimed[]> {
  const found = await rows<{ id: string; type: string; subject: unknown; event: unknown; objectId: string; createdAt: Date; attempts: number }>(
    `UPDATE security_event SET attempts = attempts + 1, next_try_at = $2
     WHERE id IN (SELECT id FROM security_event WHERE next_try_at <= $1 ORDER BY next_try_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
     RETURNING id, type, subject, event, object_id AS "objectId", created_at AS "createdAt", attempts`,
    [now, new Date(now.getTime() + LEASE_MS), BATCH])
  return found.toSorted((a, b) => a.id.localeCompare(b.id))
}

async function giveBack(now: Date, claimed: readonly Claimed[]): Promise<void> {
  await rows('UPDATE security_event SET attempts = attempts - 1, next_try_at = $1 WHERE id = ANY($2)', [now, claimed.map(({ id }) => id)])
}

/** Writes down how an attempt ended: sent, due again, or a dead letter. */
export async function settle(now: Date, claimed: { id: string; attempts: number }, outcome: Outcome): Promise<void> {
  const next = outcome.ok || outcome.retry === 'never' ? null : nextTry(claimed.attempts, now)
  const data = outcome.ok ? { sentAt: now, nextTryAt: null, failedAt: null, lastError: null } : { nextTryAt: next, failedAt: next === null ? now : null, lastError: outcome.why }
  await db().securityEvent.update({ where: { id: claimed.id }, data })
}

/** Gives up on tokens whose every attempt was cut short: whatever ended the program may be in them. */
async function giveUp(now: Date): Promise<void> {
  await db().securityEvent.updateMany({ where: { nextTryAt: { lte: now }, attempts: { gt: BACKOFF_MS.length } }, data: { nextTryAt: null, failedAt: now, lastError: 'The program ended during the last attempt.' } })
}

/** What waits while nobody is set to send to is kept as a dead letter, for a retry by hand. */
async function writeOff(now: Date): Promise<number> {
  const done = await db().securityEvent.updateMany({ where: { nextTryAt: { lte: now } }, data: { nextTryAt: null, failedAt: now, lastError: 'Not sent: no receiver is set.' } })
  return done.count
}
