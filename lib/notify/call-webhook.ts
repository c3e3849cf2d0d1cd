import { Agent, request } from 'undici'
import type { WebhookSettings } from '@/lib/env-notify'
import { guardedConnector, type Resolve } from '@/lib/net/guarded-connector'
import { type Outcome, withoutSecrets } from './outcome'

export const WEBHOOK_MS = 10_000

/** Where the operator says that private addresses are meant: all but the metadata services of clouds, which nobody means. */
const PRIVATE = [{ range: '0.0.0.0/0', port: null }, { range: '::/0', port: null }]

/** Answers that are about this message, so that sending it again changes nothing. */
const NEVER = new Set([400, 410, 413, 422])

export type CallOptions = { timeoutMs?: number; resolve?: Resolve }

/** An address that the operator set. `allows`: what would let it lie on a private network, for the refusal's words. */
export type Target = { url: string; private: boolean; allows: string }

/** What came back: its status, the beginning of its body, and both in words that hold no secret; or why nothing came. */
export type Reply = { status: number; body: string; words: string } | { status: null; why: string }

/** Asks once. Follows no redirect, reads at most `most` bytes of the answer, and never throws; the address's path, which may be a secret, and `secrets` are never told. */
export async function askGuarded(target: Target, asked: { method: 'GET' | 'POST'; headers: Record<string, string>; body?: string; most?: number; secrets?: readonly string[] }, options: CallOptions = {}): Promise<Reply> {
  const timeoutMs = options.timeoutMs ?? WEBHOOK_MS
  const url = new URL(target.url)
  const secrets = [target.url, `${url.pathname}${url.search}`, ...url.pathname.split('/'), ...url.searchParams.values(), ...(asked.secrets ?? [])].filter((part) => part.length > 7)
  const agent = new Agent({
    connect: guardedConnector({ networks: target.private ? PRIVATE : [], resolve: options.resolve, timeoutMs, refuse: (name, address) => new Refused(address === null ? `The name ${name} has no address.` : `${name === address ? address : `${name} leads to ${address}, which`} is not public${target.private ? '' : `; ${target.allows} allows that`}.`) }),
    headersTimeout: timeoutMs, bodyTimeout: timeoutMs, maxHeaderSize: 16 * 1024, connections: 1, pipelining: 0,
  })
  try {
    const answer = await request(url, { method: asked.method, headers: { ...asked.headers, 'user-agent': 'Bailiwick' }, ...(asked.body === undefined ? {} : { body: asked.body }), dispatcher: agent, signal: AbortSignal.timeout(timeoutMs) })
    const body = await beginning(answer.body, asked.most ?? 2048)
    const said = withoutSecrets(body.slice(0, 2048), secrets)
    return { status: answer.statusCode, body, words: `${url.host} answered ${answer.statusCode}${said === '' ? '' : `: ${said}`}` }
  } catch (error) {
    return { status: null, why: told(error, url.host, secrets) }
  } finally {
    await agent.destroy()
  }
}

/** What an answer with a redirect comes to. */
export function redirectRefused(url: string, status: number): string {
  return `${new URL(url).host} answered with a redirect (${status}), which is not followed.`
}

/** Posts one body. Never throws. */
export async function callWebhook(settings: WebhookSettings, headers: Record<string, string>, body: string, options: CallOptions = {}): Promise<Outcome> {
  const later = (why: string): Outcome => ({ ok: false, retry: 'later', whole: true, why })
  const answer = await askGuarded({ url: settings.url, private: settings.private, allows: 'BAILIWICK_WEBHOOK_PRIVATE=true' }, { method: 'POST', headers, body }, options)
  if (answer.status === null) return later(answer.why)
  if (answer.status >= 200 && answer.status < 300) return { ok: true, answer: answer.words }
  if (answer.status >= 300 && answer.status < 400) return later(redirectRefused(settings.url, answer.status))
  return { ok: false, retry: NEVER.has(answer.status) ? 'never' : 'later', whole: !NEVER.has(answer.status), why: answer.words }
}

class Refused extends Error {
  override readonly name = 'Refused'
}

/** At most so many bytes; the rest is not read. */
async function beginning(body: AsyncIterable<Uint8Array>, most: number): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body) {
    parts.push(part)
    bytes += part.length
    if (bytes >= most) break
  }
  return Buffer.concat(parts).subarray(0, most).toString('utf8')
}

function told(error: unknown, host: string, secrets: readonly string[]): string {
  const { name = '', code = '', message = '', cause } = error as { name?: string; code?: string; message?: string; cause?: { name?: string; message?: string } }
  if (name === 'Refused') return message
  if (cause?.name === 'Refused') return cause.message ?? message
  if (name === 'TimeoutError' || /TIMEOUT|ETIMEDOUT/.test(code)) return `${host} did not answer in time.`
  if (code === 'ECONNREFUSED') return `${host} refuses connections.`
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `${host} has a name that cannot be looked up.`
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return `${host} broke the connection off.`
  if (/CERT|SELF_SIGNED|UNABLE_TO_/.test(code)) return `${host} shows a certificate that is not trusted (${code}).`
  return `${host} could not be called: ${withoutSecrets(code === '' ? message : code, secrets)}.`
}
