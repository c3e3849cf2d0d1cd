import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { processState } from '@/lib/db/process-state'
import { log } from './log'
import { count, observe } from './metrics'
import { applyForwarded } from './forwarded'
import { checkRequest, type Refusal } from './request-check'
import { contentSecurityPolicy, newNonce, securityHeaders } from './security-headers'

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void

export type DoorOptions = { machine: Handler; page: Handler; dev: boolean; https: boolean; trustedProxies: number }

export type Door = { server: Server; /** Requests that have not been answered yet, health questions apart. */ inFlight: () => number }

/** The one listener in front of both doors: refuses what is malformed, sets the headers of every answer, and hands over. */
export function makeDoor(options: DoorOptions): Door {
  let inFlight = 0
  const server = createServer({ headersTimeout: 15_000, requestTimeout: 120_000, keepAliveTimeout: 65_000, connectionsCheckingInterval: 5_000, maxHeaderSize: 32_768, joinDuplicateHeaders: true }, (request, response) => {
    const began = performance.now()
    applyForwarded(request, options.trustedProxies)
    const checked = checkRequest(request)
    const counted = 'door' in checked && !checked.pathname.startsWith('/api/health')
    if (counted) inFlight += 1
    response.once('close', () => {
      if (counted) inFlight -= 1
      finish(request, response, 'door' in checked ? checked.door : 'refused', performance.now() - began)
    })
    prepare(request, response, options)
    if (!('door' in checked)) return refuse(response, checked)
    run(checked.door === 'machine' ? options.machine : options.page, request, response)
  })
  server.on('clientError', answerClientError)
  return { server, inFlight: () => inFlight }
}

function prepare(request: IncomingMessage, response: ServerResponse, { dev, https }: DoorOptions): void {
  const nonce = newNonce()
  const csp = contentSecurityPolicy(nonce, { dev, https })
  for (const [name, value] of Object.entries(securityHeaders(csp, https))) response.setHeader(name, value)
  // Next reads the nonce from the policy of the request; what a client sent under these names is overwritten.
  request.headers['x-nonce'] = nonce
  // Where a person goes back to after signing in.
  request.headers['x-bailiwick-path'] = request.method === 'GET' ? (request.url ?? '/') : '/'
  request.headers['content-security-policy'] = csp
  if (processState().draining === true) response.setHeader('connection', 'close')
}

function run(handler: Handler, request: IncomingMessage, response: ServerResponse): void {
  Promise.resolve()
    .then(() => handler(request, response))
    .catch((error: unknown) => {
      log().error({ err: error, method: request.method, path: pathOf(request) }, 'A request failed outside both doors')
      if (response.headersSent) response.destroy()
      else refuse(response, { status: 500, code: 'internal', detail: 'Something went wrong here; it was noted. Nothing of your request was kept unless an earlier answer said so.' })
    })
}

function refuse(response: ServerResponse, refusal: Refusal): void {
  const title = STATUS_CODES[refusal.status] ?? 'Refused'
  response.writeHead(refusal.status, { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...(refusal.allow === undefined ? {} : { allow: refusal.allow }) })
  response.end(JSON.stringify({ type: `urn:bailiwick:problem:${refusal.code}`, title, status: refusal.status, code: refusal.code, detail: refusal.detail, errors: [] }))
}

function finish(request: IncomingMessage, response: ServerResponse, door: string, milliseconds: number): void {
  const labels = { door, status: `${Math.floor(response.statusCode / 100)}xx` }
  count('bailiwick_http_requests_total', 'Requests answered.', labels)
  observe('bailiwick_http_request_seconds', 'Time from the headers to the end of the answer.', milliseconds / 1000, { door })
  // Readiness says 503 on purpose.
  const level = response.statusCode >= 500 && !pathOf(request).startsWith('/api/health') ? 'error' : 'debug'
  // The query may carry names and one-time tokens, so the path alone is written.
  log()[level]({ method: request.method, path: pathOf(request), status: response.statusCode, ms: Math.round(milliseconds) }, 'request')
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0]?.slice(0, 200) ?? ''
}

/** What Node could not parse, or waited for too long. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
  count('bailiwick_http_requests_total', 'Requests answered.', { door: 'refused', status: '4xx' })
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
