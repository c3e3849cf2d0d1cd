import type { LookupFunction } from 'node:net'
import { Agent, fetch as undiciFetch } from 'undici'
import type { PrivateNetwork } from '@/lib/discovery/config'
import { checkedLookup, guardedConnector, type Resolve } from '@/lib/net/guarded-connector'
import { size, type Run } from './run'

export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>

/** A header that is sent to these origins and to no other. */
export type BoundHeader = { origins: readonly string[]; name: string; value: string }

const MOST_REDIRECTS = 3
const REDIRECTS = new Set([301, 302, 303, 307, 308])
const EMPTY = new Set([204, 205, 304])

export type Guard = { run: Run; networks: readonly PrivateNetwork[]; resolve?: Resolve | undefined; header?: BoundHeader | undefined; /** Answers instead of the network; null = the network does. */ instead?: (request: Request) => Response | null }

/**
 * A `fetch` for addresses that somebody else wrote down. The address that is checked is the one that is connected to, at each
 * connection (a name that resolves elsewhere the second time changes nothing); redirects are followed by hand, three at most, each
 * checked alike and keeping its method; bodies are counted as they are read, decompressed; there are no cookies and no proxies.
 */
export function guardedFetch(guard: Guard): { fetch: Fetch; close: () => Promise<void> } {
  const { run } = guard
  const agent = new Agent({
    connect: guardedConnector({ networks: guard.networks, resolve: guard.resolve, timeoutMs: run.bounds.requestMs, refuse: refusal(run) }),
    headersTimeout: run.bounds.requestMs, bodyTimeout: run.bounds.requestMs, maxHeaderSize: 16 * 1024, connections: 8,
  })
  const once = async (request: Request, body: RequestInit['body']): Promise<Response> => {
    const url = new URL(request.url)
    const headers = new Headers(request.headers)
    const { header } = guard
    if (header !== undefined) {
      headers.delete(header.name)
      if (header.origins.includes(url.origin)) headers.set(header.name, header.value)
    }
    const answer = await undiciFetch(url, { method: request.method, headers: Object.fromEntries(headers), body: typeof body === 'string' ? body : null, redirect: 'manual', signal: AbortSignal.any([request.signal, run.signal]), dispatcher: agent })
    return bounded(run, answer as unknown as Response)
  }
  return {
    async fetch(address, init = {}) {
      checkUrl(run, new URL(address))
      let request = new Request(address, { ...init, redirect: 'manual' })
      const answered = guard.instead?.(request) ?? null
      if (answered !== null) return answered
      for (let hops = 0; ; hops++) {
        const response = await once(request, init.body)
        const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null
        if (location === null) return response
        await response.body?.cancel()
        if (hops === MOST_REDIRECTS) throw run.fail('invalid_answer', `The server redirected more than ${MOST_REDIRECTS} times.`)
        request = redirected(run, request, response.status, location, init)
      }
    },
    close: () => agent.destroy(),
  }
}

/** A POST that a redirect would turn into a GET is no MCP request any more; a step from TLS to none would show what was hidden. */
function redirected(run: Run, from: Request, status: number, location: string, init: RequestInit): Request {
  const to = URL.parse(location, from.url)
  if (to === null) throw run.fail('invalid_answer', 'The server redirected to something that is no address.')
  if (from.method !== 'GET' && status < 307) throw run.fail('invalid_answer', `The server answered with a redirect (${status}) to ${run.quote(to.origin)} that does not keep the request.`)
  if (new URL(from.url).protocol === 'https:' && to.protocol === 'http:') throw run.fail('not_allowed', `The server redirected from https to plain http at ${run.quote(to.host)}.`)
  checkUrl(run, to)
  const headers = new Headers(from.headers)
  if (to.origin !== new URL(from.url).origin) headers.delete('authorization')
  return new Request(to, { ...init, method: from.method, headers, redirect: 'manual' })
}

/** What can be said before any connection: the scheme, and that there is no user part. */
function checkUrl(run: Run, url: URL): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw run.fail('not_allowed', `${run.quote(url.protocol)} addresses are not connected to; only http and https are.`)
  if (url.username !== '' || url.password !== '') throw run.fail('not_allowed', 'The address holds a user or a password, which belong into a credential.')
}

/** The look-up of the run's connections. */
export function guardedLookup({ run, networks, resolve }: Guard, port: number): LookupFunction {
  return checkedLookup({ networks, resolve, refuse: refusal(run) }, port)
}

/** Fails the run for a name or an address that may not be connected to. */
function refusal(run: Run): (name: string, address: string | null) => Error {
  return (name, address) => {
    if (address === null) return run.fail('unreachable', `The name ${run.quote(name)} has no address.`)
    const which = name === address ? `The address ${address}` : `The name ${run.quote(name)} leads to ${address}, which`
    return run.fail('private_address', `${which} is not public, and the operator's configuration does not list its network and port.`)
  }
}

/** The answer with its body counted as it is read: one answer, and all of the run's together. */
function bounded(run: Run, answer: Response): Response {
  const headers = new Headers(answer.headers)
  if (answer.body === null || EMPTY.has(answer.status)) return new Response(null, { status: answer.status, statusText: answer.statusText, headers })
  let bytes = 0
  const counted = answer.body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      if (bytes > run.bounds.answerBytes) throw run.fail('too_large', `One answer of the server was larger than ${size(run.bounds.answerBytes)}.`)
      run.count(chunk.byteLength)
      controller.enqueue(chunk)
    },
  }))
  return new Response(counted, { status: answer.status, statusText: answer.statusText, headers })
}
