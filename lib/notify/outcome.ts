/** How one attempt to deliver ended, in a sentence that holds no secret. */
export type Outcome =
  | { ok: true; answer: string }
  | {
    ok: false
    /** later: worth another attempt; never: this message will not be taken. */
    retry: 'later' | 'never'
    /** It is the server that cannot be used, so the other messages of the moment need not be tried. */
    whole: boolean
    why: string
  }

const MINUTE = 60_000

/** How long to wait after the first, second, … attempt that failed; after the last of them the message has failed. */
export const BACKOFF_MS = [MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE, 720 * MINUTE] as const

/** When the next attempt is due after `attempts` of them; null = there is none. */
export function nextTry(attempts: number, now: Date): Date | null {
  const wait = BACKOFF_MS[attempts - 1]
  return wait === undefined ? null : new Date(now.getTime() + wait)
}

export const NO_MAIL_SERVER = 'Not sent: no mail server is set.'

export const DELIVERY_STATES = ['due', 'sent', 'failed', 'not_sent'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** The state of a stored message, told apart by its times; what was never sent for want of a server is no failure of one. */
export function deliveryState(row: { sentAt: Date | null; failedAt: Date | null; attempts: number }): DeliveryState {
  if (row.sentAt !== null) return 'sent'
  if (row.failedAt === null) return 'due'
  return row.attempts === 0 ? 'not_sent' : 'failed'
}

/** Takes every secret out of a stranger's words, in whatever coding it may come back, and keeps them to one short line. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = [...new Set(secrets.filter((secret) => secret.length > 2).flatMap((secret) => [secret, encodeURIComponent(secret), base64(secret)]))].toSorted((a, b) => b.length - a.length)
  const plain = forms.reduce((rest, form) => rest.replaceAll(form, '•••'), text.toWellFormed())
  return plain.replace(/[\p{Cc}\s]+/gu, ' ').trim().slice(0, 300)
}

/** Without padding, which an encoding of more than the secret would lack. */
function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64').replace(/=+$/, '')
}
