import type { Ctx } from '@/lib/context'
import { db } from '@/lib/db/client'
import type { MailSettings, WebhookSettings } from '@/lib/env-notify'
import { type CallOptions, callWebhook } from './call-webhook'
import { type Channel, type Claimed, claimDue, dropCalls, giveBack, giveUp, settle, writeOffMail } from './claim'
import { composeMail } from './compose-mail'
import { composeWebhook, webhookHeaders } from './compose-webhook'
import { inBatches, type Queue } from './in-batches'
import type { Outcome } from './outcome'
import { sendMail, type SendOptions } from './send-mail'

/** Where messages can go, and how the links in them begin. */
export type Channels = { mail: MailSettings | null; webhook: WebhookSettings | null; publicUrl: string }

export type DeliverOptions = { mail?: SendOptions; webhook?: CallOptions; /** Ends the work after the message that is under way; the rest stays due. */ signal?: AbortSignal }

/** Times the longest attempt this is less than the lease. */
const BATCH = 10

export type Delivered = { sent: number; failed: number; notSent: number }

/**
 * Delivers what is due, on each channel a batch at a time. At least once: a process that dies between sending and writing that down
 * sends again, under the same Message-ID or webhook-id. Two at once share the work. Time is asked anew for every message.
 */
export async function deliver(makeCtx: () => Ctx, channels: Channels, options: DeliverOptions = {}): Promise<Delivered> {
  const [mail, webhook] = await Promise.all([
    channel(makeCtx, 'email', channels.mail === null ? writeOffMail : null, options.signal, (claimed) => mailed(claimed, channels, options.mail)),
    channel(makeCtx, 'webhook', channels.webhook === null ? dropCalls : null, options.signal, (claimed, ctx) => called(claimed, ctx, channels, options.webhook)),
  ])
  return { sent: mail.sent + webhook.sent, failed: mail.failed + webhook.failed, notSent: mail.notSent + webhook.notSent }
}

async function channel(makeCtx: () => Ctx, name: Channel, leadsNowhere: ((now: Date) => Promise<number>) | null, signal: AbortSignal | undefined, send: (claimed: Claimed, ctx: Ctx) => Promise<Outcome>): Promise<Delivered> {
  if (leadsNowhere !== null) return { sent: 0, failed: 0, notSent: await leadsNowhere(makeCtx().now) }
  const queue: Queue<Claimed> = {
    giveUp: (now) => giveUp(now, name), claim: (now) => claimDue(now, name, BATCH), send, settle, giveBack,
  }
  return { ...await inBatches(makeCtx, queue, signal), notSent: 0 }
}

async function mailed(claimed: Claimed, { mail, publicUrl }: Channels, options?: SendOptions): Promise<Outcome> {
  if (mail === null) throw new Error('Mail was taken for delivery without a server.')
  const person = await db().person.findUnique({ where: { id: claimed.recipientId ?? '' }, select: { name: true, email: true, active: true } })
  if (person === null || !person.active) return { ok: false, retry: 'never', whole: false, why: 'Not sent: the recipient has left.' }
  return sendMail(mail, { name: person.name, address: person.email }, composeMail(claimed, publicUrl, mail.from.address), options)
}

async function called(claimed: Claimed, ctx: Ctx, { webhook, publicUrl }: Channels, options?: CallOptions): Promise<Outcome> {
  if (webhook === null) throw new Error('A webhook was to be called without an address.')
  const body = composeWebhook(claimed, publicUrl)
  return callWebhook(webhook, webhookHeaders(claimed.id, ctx.now, body, webhook.secret), body, options)
}
