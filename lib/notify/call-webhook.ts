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

/** Posts one body. Follows no redirect, reads little of the answer, and never throws; the address's path, which may be a secret, is never told. */
export async function callWebhook(settings: WebhookSettings, headers: Record<string, string>, body: string, options: CallOptions = {}): Promise<Outcome> {
  const timeoutMs = options.timeoutMs ?? WEBHOOK_MS
  const url = new URL(settings.url)
  const secrets = [settings.url, `${url.pathname}${url.search}`, ...url.pathname.split('/'), ...url.searchParams.values()].filter((part) => part.length > 7)
  const agent = new Agent({
    connect: guardedConnector({ networks: settings.private ? PRIVATE : [], resolve: options.resolve, timeoutMs, refuse: (name, address) => new Refused(address === null ? `The name ${name} has no address.` : `${name === address ? address : `${name} leads to ${address}, which`} is not public${settings.private ? '' : '; BAILIWICK_WEBHOOK_PRIVATE=true allows that'}.`) }),
    headersTimeout: timeoutMs, bodyTimeout: timeoutMs, maxHeaderSize: 16 * 1024, connections: 1, pipelining: 0,
  })
  const later = (why: string): Outcome => ({ ok: false, retry: 'later', whole: true, why })
  try {
    const answer = await request(url, { method: 'POST', headers: { ...headers, 'user-agent': 'Bailiwick' }, body, dispatcher: agent, signal: AbortSignal.timeout(timeoutMs) })
    const said = withoutSecrets(await beginning(answer.body), secrets)
    const words = `${url.host} answered ${answer.statusCode}${said === '' ? '' : `: ${said}`}`
    if (answer.statusCode >= 200 && answer.statusCode < 300) return { ok: true, answer: words }
    if (answer.statusCode >= 300 && answer.statusCode < 400) return later(`${url.host} answered with a redirect (${answer.statusCode}), which is not followed.`)
    return { ok: false, retry: NEVER.has(answer.statusCode) ? 'never' : 'later', whole: !NEVER.has(answer.statusCode), why: words }
  } catch (error) {
    return later(told(error, url.host, secrets))
  } finally {
    await agent.destroy()
  }
}

class Refused extends Error {
  override readonly name = 'Refused'
}

/** At most the first two kilobytes; the rest is not read. */
async function beginning(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body) {
    parts.push(part)
    bytes += part.length
    if (bytes >= 2048) break
  }
  return Buffer.concat(parts).subarray(0, 2048).toString('utf8')
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
