import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { MailSettings } from '@/lib/env-notify'
import { selfSigned } from './self-signed'

export type ReceivedMail = {
  from: string
  to: string[]
  /** Encrypted, and signed in as whom. */
  secure: boolean
  user: string | null
  raw: string
  /** Unfolded; the names lower-cased. */
  headers: Record<string, string>
  /** The decoded bodies, by type. */
  text: string
  html: string
}

export type MailServer = {
  port: number
  received: ReceivedMail[]
  /** Trusts this server and nobody else. */
  ca: string
  settings: (more?: Partial<MailSettings>) => MailSettings
  close: () => Promise<void>
}

export type MailServerOptions = {
  tls?: 'none' | 'starttls' | 'tls'
  login?: { user: string; password: string }
  /** What the server says at a step instead of going on: an SMTP answer such as `451 4.7.1 Later`; hang: nothing at all. */
  says?: Partial<Record<'connect' | 'mail' | 'rcpt' | 'data', string>>
}

/** A real mail server on this computer that keeps what it receives. */
export async function mailServer({ tls = 'none', login, says = {} }: MailServerOptions = {}): Promise<MailServer> {
  const received: ReceivedMail[] = []
  const certificate = selfSigned()
  const options: SMTPServerOptions = {
    ...certificate, secure: tls === 'tls', authOptional: login === undefined, allowInsecureAuth: true, disableReverseLookup: true, closeTimeout: 1,
    disabledCommands: [...(tls === 'starttls' ? [] : ['STARTTLS']), ...(login === undefined ? ['AUTH'] : [])],
    onConnect: (_, done) => answer(says.connect, done),
    onAuth: (auth, _, done) => (auth.username === login?.user && auth.password === login?.password ? done(null, { user: auth.username }) : done(refusal(`535 5.7.8 Wrong password ${auth.password ?? ''}`))),
    onMailFrom: (_, __, done) => answer(says.mail, done),
    onRcptTo: (_, __, done) => answer(says.rcpt, done),
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        if (says.data !== undefined) return answer(says.data, done)
        const { mailFrom, rcptTo } = session.envelope
        received.push({ from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map((one) => one.address), secure: session.secure, user: (session.user as string | undefined) ?? null, ...readMail(Buffer.concat(parts).toString('utf8')) })
        done()
      })
    },
  }
  const server = new SMTPServer(options)
  // A client that breaks a connection off is part of many a test.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as AddressInfo
  return {
    port, received, ca: certificate.cert,
    settings: (more = {}) => ({ host: 'localhost', port, login: login ?? null, security: tls === 'none' ? 'optional' : tls, from: { name: 'Bailiwick', address: 'bailiwick@acme.test' }, ...more }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function refusal(words: string): Error {
  const [code = '550', ...rest] = words.split(' ')
  return Object.assign(new Error(rest.join(' ')), { responseCode: Number(code) })
}

function answer(words: string | undefined, done: (error?: Error | null) => void): void {
  if (words === undefined) return done()
  if (words !== 'hang') done(refusal(words))
}

/** Reads as much of MIME as this program writes: headers, and one or two text parts. */
export function readMail(raw: string): Pick<ReceivedMail, 'raw' | 'headers' | 'text' | 'html'> {
  const { headers, body } = entity(raw)
  const boundary = /boundary="?([^";]+)"?/.exec(headers['content-type'] ?? '')?.[1]
  const parts = boundary === undefined ? [{ headers, body }] : body.split(`--${boundary}`).slice(1, -1).map((part) => entity(part.replace(/^\r\n/, '')))
  const ofType = (type: string): string => {
    const part = parts.find((one) => one.headers['content-type']?.startsWith(type) === true)
    return part === undefined ? '' : decodedBody(part.headers['content-transfer-encoding'] ?? '7bit', part.body)
  }
  return { raw, headers, text: ofType('text/plain'), html: ofType('text/html') }
}

function entity(text: string): { headers: Record<string, string>; body: string } {
  const end = text.indexOf('\r\n\r\n')
  const lines = text.slice(0, end).replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), words(line.slice(line.indexOf(':') + 1).trim())]))
  return { headers, body: text.slice(end + 4) }
}

/** RFC 2047 encoded words. */
function words(text: string): string {
  return text.replace(/\?=\s+=\?/g, '?==?').replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, part: string) => (kind.toLowerCase() === 'b' ? Buffer.from(part, 'base64').toString('utf8') : quoted(part.replaceAll('_', ' '))))
}

function decodedBody(encoding: string, body: string): string {
  const plain = encoding === 'base64' ? Buffer.from(body, 'base64').toString('utf8') : encoding === 'quoted-printable' ? quoted(body.replace(/=\r\n/g, '')) : body
  return plain.replaceAll('\r\n', '\n').trimEnd()
}

function quoted(text: string): string {
  return Buffer.from(text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('utf8')
}
