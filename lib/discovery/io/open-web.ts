import { SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { DiscoveryConfig } from '@/lib/discovery/config'
import type { DiscoveryTarget } from '@/lib/discovery/model'
import type { Resolve } from '@/lib/net/guarded-connector'
import { credentialHeader } from './credential'
import { guardedFetch, type Guard } from './guarded-fetch'
import type { Opened } from './opened'
import type { Run } from './run'

/** Milliseconds that the end of a session may take. */
const GOODBYE = 1000

/** A server at an address: streamable HTTP, which may turn out modern or legacy, or the older HTTP with SSE, which is always legacy. */
export async function openWeb(target: DiscoveryTarget, config: DiscoveryConfig, run: Run, resolve?: Resolve): Promise<Opened> {
  const url = URL.parse(target.endpoint ?? '')
  if (url === null) throw run.fail('not_allowed', 'The recorded address is no address.')
  const guard: Guard = { run, networks: config.privateNetworks, resolve }
  if (target.credential !== null) guard.header = await credentialHeader(guard, config, target.credential, url)
  if (target.transport === 'sse') {
    const { fetch, close } = guardedFetch(guard)
    return { transport: new SSEClientTransport(url, { fetch, redirectPolicy: 'follow' }), mode: 'legacy', release: close, ended: () => null }
  }
  const { fetch, close } = guardedFetch({ ...guard, instead: withoutPush })
  const transport = new StreamableHTTPClientTransport(url, { fetch, redirectPolicy: 'follow', reconnectionOptions: { maxRetries: 1, initialReconnectionDelay: 50, maxReconnectionDelay: 200, reconnectionDelayGrowFactor: 1 } })
  return { transport, mode: 'auto', goodbye: () => briefly(transport.terminateSession()), release: close, ended: () => null }
}

/** Without it every run would leave a session behind in a 2025-11-25 server; a server that does not answer is not waited for. */
async function briefly(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const enough = new Promise<void>((resolve) => { timer = setTimeout(resolve, GOODBYE) })
  await Promise.race([work.catch(() => undefined), enough])
  clearTimeout(timer)
}

/**
 * A listing needs nothing that the server says unasked, so the stream for that is never opened: we answer in the server's place that
 * there is none (405, as the specification allows). A GET that resumes an answer goes through.
 */
function withoutPush(request: Request): Response | null {
  return request.method === 'GET' && !request.headers.has('last-event-id') ? new Response(null, { status: 405 }) : null
}
