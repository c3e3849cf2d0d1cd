import { z } from 'zod'

/** The operator's mail server, as the environment describes it. */
export type MailSettings = {
  host: string
  port: number
  /** Null = it takes mail without. */
  login: { user: string; password: string } | null
  /** tls: from the first byte (RFC 8314); starttls: not a word of a message before it is encrypted; optional: encrypted where the server offers it. */
  security: 'tls' | 'starttls' | 'optional'
  from: { name: string; address: string }
}

/** Where a message for everybody goes: a channel of Slack or anything that takes its form. */
export type WebhookSettings = {
  /** May itself be a secret, as Slack's are: only its host is ever shown. */
  url: string
  /** The bytes of a Standard Webhooks secret; null = unsigned. */
  secret: Uint8Array | null
  /** It may lie on a private network. */
  private: boolean
}

const SMTP = 'must look like smtp://user:password@host:587 or smtps://user:password@host:465 (?tls=optional allows smtp without encryption)'
const FROM = 'must be an address such as bailiwick@example.com, or Bailiwick <bailiwick@example.com>'

export const notifyShape = {
  BAILIWICK_SMTP_URL: z.string().max(4096).refine((value) => parseSmtpUrl(value) !== null, SMTP).optional(),
  BAILIWICK_MAIL_FROM: z.string().max(400).refine((value) => parseFrom(value) !== null, FROM).optional(),
  BAILIWICK_WEBHOOK_URL: z.string().max(4096).refine(isWebhookUrl, 'must be an https:// address without user and fragment').optional(),
  BAILIWICK_WEBHOOK_SECRET: z.string().max(400).refine((value) => secretBytes(value) !== null, 'must be whsec_ and 24 to 64 bytes in base64').optional(),
  BAILIWICK_WEBHOOK_PRIVATE: z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true').optional(),
}

/** What is wrong as a whole. Values never appear in it. */
export function notifyFaults(given: Readonly<Record<string, string>>): string[] {
  const faults: string[] = []
  const needs = (one: string, other: string, why: string) => given[one] !== undefined && given[other] === undefined && faults.push(`${one} is given without ${other}: ${why}.`)
  needs('BAILIWICK_SMTP_URL', 'BAILIWICK_MAIL_FROM', 'mail needs a sender')
  needs('BAILIWICK_MAIL_FROM', 'BAILIWICK_SMTP_URL', 'nothing would send it')
  needs('BAILIWICK_WEBHOOK_SECRET', 'BAILIWICK_WEBHOOK_URL', 'there is nothing to sign')
  const url = URL.parse(given['BAILIWICK_WEBHOOK_URL'] ?? '')
  if (url?.protocol === 'http:' && given['BAILIWICK_WEBHOOK_PRIVATE'] !== 'true') faults.push('BAILIWICK_WEBHOOK_URL is http:// on a network that is not said to be private: use https://, or set BAILIWICK_WEBHOOK_PRIVATE=true.')
  return faults
}

type Parsed = z.output<z.ZodObject<typeof notifyShape>>

/** Null = no mail is sent. */
export function mailOf(v: Parsed): MailSettings | null {
  const server = v.BAILIWICK_SMTP_URL === undefined ? null : parseSmtpUrl(v.BAILIWICK_SMTP_URL)
  const from = v.BAILIWICK_MAIL_FROM === undefined ? null : parseFrom(v.BAILIWICK_MAIL_FROM)
  return server === null || from === null ? null : { ...server, from }
}

/** Null = no webhook is called. */
export function webhookOf(v: Parsed): WebhookSettings | null {
  if (v.BAILIWICK_WEBHOOK_URL === undefined) return null
  return { url: new URL(v.BAILIWICK_WEBHOOK_URL).href, secret: v.BAILIWICK_WEBHOOK_SECRET === undefined ? null : secretBytes(v.BAILIWICK_WEBHOOK_SECRET), private: v.BAILIWICK_WEBHOOK_PRIVATE ?? false }
}

function parseSmtpUrl(text: string): Omit<MailSettings, 'from'> | null {
  const url = URL.parse(text)
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '' || !/^\/?$/.test(url.pathname) || url.hash !== '') return null
  const asked = [...url.searchParams]
  const optional = asked.length === 1 && asked[0]?.[0] === 'tls' && asked[0][1] === 'optional'
  if (asked.length > 0 && (!optional || url.protocol === 'smtps:')) return null
  if ((url.username === '') !== (url.password === '')) return null
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (!/^[A-Za-z0-9._:-]+$/.test(host)) return null
  const [user, password] = [decoded(url.username), decoded(url.password)]
  if (user === null || password === null || url.port === '0') return null
  return {
    host, port: url.port === '' ? (url.protocol === 'smtps:' ? 465 : 587) : Number(url.port), login: user === '' ? null : { user, password },
    security: url.protocol === 'smtps:' ? 'tls' : optional || isLoopback(host) ? 'optional' : 'starttls',
  }
}

/** Null = no percent-encoding, or characters that would end a line of the protocol. */
function decoded(text: string): string | null {
  try {
    const plain = decodeURIComponent(text)
    return /\p{Cc}/u.test(plain) ? null : plain
  } catch {
    return null
  }
}

function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host)
}

function parseFrom(text: string): MailSettings['from'] | null {
  const [, name, bracketed, bare] = /^(?:([^<>\p{Cc}]*)<([^<>]+)>|([^<>]+))$/u.exec(text.trim()) ?? []
  const address = z.email().max(254).safeParse(bracketed ?? bare)
  return address.success ? { name: (name ?? '').trim().replace(/^"(.*)"$/, '$1') || 'Bailiwick', address: address.data } : null
}

function isWebhookUrl(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === ''
}

/** Standard Webhooks: base64 after `whsec_`, 24 to 64 bytes. */
export function secretBytes(text: string): Uint8Array | null {
  const [, encoded] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? []
  if (encoded === undefined) return null
  const bytes = Uint8Array.from(Buffer.from(encoded, 'base64'))
  return bytes.length >= 24 && bytes.length <= 64 ? bytes : null
}
