import { createHmac, timingSafeEqual } from 'node:crypto'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'

/** Standard Webhooks 1.0: how far a message's time may be from ours, in milliseconds. */
export const WEBHOOK_TOLERANCE_MS = 5 * 60_000

/**
 * The id of a message that one of the operator's vaults has signed as Standard Webhooks say (webhook-id, webhook-timestamp,
 * webhook-signature). Throws `unauthenticated` with one sentence, whatever was wrong: an unknown name and a forged signature look alike.
 */
export function verifyVault(vault: string, headers: Headers, body: Uint8Array, now: Date): string {
  // A key that nobody has takes as long to refuse as one that somebody has.
  const key = env().vaults.get(vault) ?? null
  const id = headers.get('webhook-id') ?? ''
  const timestamp = headers.get('webhook-timestamp') ?? ''
  const signed = signatureOf(key ?? new Uint8Array(32), id, timestamp, body)
  const matches = (headers.get('webhook-signature') ?? '').split(' ').slice(0, 20).filter((one) => isSame(one, signed)).length > 0
  const onTime = /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) * 1000 - now.getTime()) <= WEBHOOK_TOLERANCE_MS
  if (key === null || !matches || !onTime || !/^[\x21-\x7e]{1,200}$/.test(id)) {
    throw new AppError('unauthenticated', 'This message is not signed by a vault that is set here, or it is over five minutes old. Nothing was changed.')
  }
  return id
}

function signatureOf(key: Uint8Array, id: string, timestamp: string, body: Uint8Array): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`, 'utf8').update(body).digest('base64')}`
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
