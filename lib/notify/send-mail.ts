import type { ConnectionOptions } from 'node:tls'
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js'
import type { MailSettings } from '@/lib/env-notify'
import { oneLine } from '@/lib/one-line'
import type { ComposedMail } from './compose-mail'
import { type Outcome, withoutSecrets } from './outcome'

/** Milliseconds: until there is a connection and a greeting, without a word in between, and for all of it. */
export type MailBounds = { connectMs: number; silenceMs: number; wholeMs: number }

export const MAIL_BOUNDS: MailBounds = { connectMs: 10_000, silenceMs: 15_000, wholeMs: 30_000 }

export type Recipient = { name: string; address: string }

export type SendOptions = { bounds?: MailBounds; /** What else to trust; the tests' own authority. */ tls?: ConnectionOptions }

/** Sends one mail over a connection of its own. Never throws; what it says holds neither the password nor more than a line of the server's. */
export async function sendMail(settings: MailSettings, to: Recipient, mail: ComposedMail, options: SendOptions = {}): Promise<Outcome> {
  const bounds = options.bounds ?? MAIL_BOUNDS
  try {
    const raw = await built(settings, to, mail)
    const answer = await overSmtp(settings, to.address, raw, bounds, options.tls)
    return { ok: true, answer: withoutSecrets(answer, secretsOf(settings)) }
  } catch (error) {
    return failure(error as SMTPConnection.SMTPError, settings)
  }
}

/** Names and addresses go in as parts, not as a header's text, so that no character of theirs can begin another header. */
function built(settings: MailSettings, to: Recipient, mail: ComposedMail): Promise<Buffer> {
  const composer = new MailComposer({
    ...mail, from: settings.from, to: { name: oneLine(to.name, 100), address: to.address }, xMailer: false, disableFileAccess: true, disableUrlAccess: true,
  })
  return new Promise((resolve, reject) => composer.compile().build((error, message) => (error === null || error === undefined ? resolve(message) : reject(error))))
}

function overSmtp(settings: MailSettings, address: string, raw: Buffer, bounds: MailBounds, tls: ConnectionOptions = {}): Promise<string> {
  const { host, port, login, security } = settings
  const connection = new SMTPConnection({
    host, port, secure: security === 'tls', requireTLS: security === 'starttls', opportunisticTLS: security === 'optional',
    // Encryption that may be left out altogether is not made to fail over a certificate.
    tls: { minVersion: 'TLSv1.2', ...(security === 'optional' ? { rejectUnauthorized: false } : {}), ...tls },
    connectionTimeout: bounds.connectMs, greetingTimeout: bounds.connectMs, dnsTimeout: bounds.connectMs, socketTimeout: bounds.silenceMs,
  })
  let clock: NodeJS.Timeout | undefined
  return new Promise<string>((resolve, reject) => {
    const fail = (message: string, code: string) => reject(Object.assign(new Error(message), { code }))
    const send = (): void => connection.send({ from: settings.from.address, to: address }, raw, (error, info) => (error === null ? resolve(info.response) : reject(error)))
    clock = setTimeout(() => fail('Timeout', 'ETIMEDOUT'), bounds.wholeMs)
    // Stays for the errors of a connection that is being closed, which nobody waits for any more.
    connection.on('error', reject)
    connection.once('end', () => fail('Connection closed', 'ECONNECTION'))
    connection.connect((error) => {
      if (error !== undefined && error !== null) return reject(error)
      if (login === null) return send()
      connection.login({ user: login.user, pass: login.password }, (refused) => (refused === undefined || refused === null ? send() : reject(refused)))
    })
  }).finally(() => {
    clearTimeout(clock)
    connection.close()
  })
}

function secretsOf({ login }: MailSettings): string[] {
  return login === null ? [] : [login.password, `\u0000${login.user}\u0000${login.password}`]
}

/** What errors below SMTP mean, for people. */
const NETWORK: readonly [RegExp, string][] = [
  [/ECONNREFUSED/, 'refuses connections'], [/ENOTFOUND|EAI_AGAIN/, 'has a name that cannot be looked up'], [/EHOSTUNREACH|ENETUNREACH/, 'cannot be reached'], [/ECONNRESET|EPIPE|closed/i, 'broke the connection off'],
  [/self[- ]signed|unable to verify|unable to get/i, 'shows a certificate that is not trusted'], [/certificate has expired/i, 'shows a certificate that has expired'], [/altnames|does not match certificate/i, 'shows a certificate for another name'],
  [/wrong version number|packet length|unsupported protocol/i, 'does not speak TLS at this port'],
]

function failure(error: SMTPConnection.SMTPError, settings: MailSettings): Outcome {
  const server = `${settings.host}:${settings.port}`
  const said = withoutSecrets(error.response ?? '', secretsOf(settings))
  const code = error.responseCode ?? 0
  const later = (why: string): Outcome => ({ ok: false, retry: 'later', whole: true, why })
  if (error.code === 'ETIMEDOUT') return later(`${server} did not answer in time.`)
  if (error.code === 'EAUTH') return later(`${server} does not let the program in${said === '' ? '' : `: ${said}`}.`)
  // What is said to the envelope or the message is about this message: a 5xx is final (RFC 5321, 4.2.1).
  if (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') return { ok: false, retry: code >= 500 && code < 600 || code === 0 ? 'never' : 'later', whole: false, why: said === '' ? `${server} did not take the message: ${withoutSecrets(error.message, secretsOf(settings))}.` : `${server} answered: ${said}` }
  if (error.code === 'ETLS' && error.command === 'STARTTLS' && said !== '') return later(`${server} offers no encryption (STARTTLS), and nothing is sent without it. It answered: ${said}`)
  const network = NETWORK.find(([pattern]) => pattern.test(error.message))
  if (network !== undefined) return later(`${server} ${network[1]}.`)
  return later(said === '' ? `${server} could not be used: ${withoutSecrets(error.message, secretsOf(settings))}.` : `${server} answered: ${said}`)
}
