import type { DiscoveryFailure } from '@/lib/discovery/model'
import { seconds, type Run } from './run'

type Cause = { name?: unknown; code?: unknown; message?: unknown; status?: unknown; event?: { code?: unknown }; cause?: unknown; errors?: unknown }

/** What the codes of Node, undici and TLS mean, for people. */
const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses connections', ENOTFOUND: 'has a name that is not known', EAI_AGAIN: 'has a name that could not be looked up', ECONNRESET: 'broke the connection off',
  EPIPE: 'broke the connection off', UND_ERR_SOCKET: 'broke the connection off', EHOSTUNREACH: 'cannot be reached', ENETUNREACH: 'cannot be reached', ENETDOWN: 'cannot be reached', EADDRNOTAVAIL: 'cannot be reached',
  HPE_INVALID_CONSTANT: 'does not speak HTTP', CONNECTION_CLOSED: 'closed the connection', DEPTH_ZERO_SELF_SIGNED_CERT: 'shows a certificate that is not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'shows a certificate that is not trusted', UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'shows a certificate that is not trusted', CERT_HAS_EXPIRED: 'shows a certificate that has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'shows a certificate for another name', ERR_SSL_WRONG_VERSION_NUMBER: 'does not speak TLS',
}
const SLOW = new Set(['REQUEST_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'])
const UNFIT = new Set(['INVALID_RESULT', 'UNSUPPORTED_RESULT_TYPE', 'INPUT_REQUIRED_ROUNDS_EXCEEDED', 'CLIENT_HTTP_UNEXPECTED_CONTENT', 'ERR_INVALID_URL', 'UND_ERR_HEADERS_OVERFLOW'])

/** Which failure an error of the SDK or of the network is, and one sentence that says it. The server's own words are masked. */
export function explain(error: unknown, run: Run): { code: DiscoveryFailure; what: string } {
  const causes = chain(error)
  const status = causes.map((cause) => Number(cause.status ?? cause.event?.code)).find((one) => one >= 300 && one < 600) ?? causes.filter((cause) => cause.name === 'SseError').map((cause) => Number(cause.code)).find((one) => one >= 300)
  if (status === 401 || status === 403 || causes.some((cause) => cause.name === 'UnauthorizedError')) return { code: 'unauthorized', what: `The server refused the request (${status ?? 401}).` }
  if (causes.some((cause) => SLOW.has(String(cause.code)) || cause.name === 'TimeoutError')) return { code: 'timeout', what: `The server did not answer within ${seconds(run.bounds.requestMs)}.` }
  if (status !== undefined) return status >= 502 && status <= 504 ? { code: 'unreachable', what: `A proxy in front of the server answered ${status}.` } : { code: 'invalid_answer', what: `The server answered ${status}, which is no MCP answer.` }
  const network = causes.map((cause) => String(cause.code)).find((code) => NETWORK[code] !== undefined || /^(CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_)/.test(code))
  if (network !== undefined) return { code: 'unreachable', what: `The server ${NETWORK[network] ?? `could not be connected to safely (${network})`}.` }
  // The outermost says at what it failed, the innermost why.
  const words = run.quote([...new Set([causes[0], causes.at(-1)].map((cause) => String(cause?.message ?? '')))].filter((one) => one !== '').join(': '))
  if (causes.some((cause) => typeof cause.code === 'number')) return { code: 'invalid_answer', what: `The server answered with an error: ${words}.` }
  if (causes.some((cause) => UNFIT.has(String(cause.code)) || ['SyntaxError', 'ZodError', 'RangeError', '$ZodError', 'UnsupportedProtocolVersionError'].includes(String(cause.name)) || String(cause.code).startsWith('HPE_'))) return { code: 'invalid_answer', what: `The server's answer is no MCP message: ${words}.` }
  // `fetch failed` and the like, without a code that says more.
  if (causes.some((cause) => cause.name === 'TypeError' || cause.name === 'SseError' || cause.code === 'ERA_NEGOTIATION_FAILED')) return { code: 'unreachable', what: `The connection failed: ${words}.` }
  return { code: 'internal', what: `The run failed: ${words}.` }
}

/** The error, its causes and those of attempts made together, at most twenty. */
function chain(error: unknown): Cause[] {
  const found: Cause[] = []
  const left: unknown[] = [error]
  while (left.length > 0 && found.length < 20) {
    const next = left.shift()
    if (typeof next !== 'object' || next === null) continue
    const cause = next as Cause
    found.push(cause)
    left.push(cause.cause, ...(Array.isArray(cause.errors) ? cause.errors : []))
  }
  return found
}
