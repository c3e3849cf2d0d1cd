import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/**
 * Leaves exactly one believable `x-forwarded-for` (the client's address, also as `x-bailiwick-address`) and `x-forwarded-proto`. Every proxy
 * appends the address it was called from, so with `hops` trusted proxies the client is the `hops`-th entry from the right;
 * what stands further left the client may have written itself.
 */
export function applyForwarded(request: IncomingMessage, hops: number): void {
  const { headers } = request
  const direct = request.socket.remoteAddress ?? ''
  const chain = hops === 0 ? [] : String(headers['x-forwarded-for'] ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '')
  const named = chain.at(-hops) ?? chain[0]
  const client = named !== undefined && isIP(named) !== 0 ? named : direct
  headers['x-forwarded-for'] = client
  headers['x-bailiwick-address'] = client
  const proto = hops === 0 ? undefined : String(headers['x-forwarded-proto'] ?? '').split(',').at(-1)?.trim()
  if (proto === 'https' || proto === 'http') headers['x-forwarded-proto'] = proto
  else delete headers['x-forwarded-proto']
  if (hops === 0) {
    delete headers['x-forwarded-host']
    delete headers['x-forwarded-port']
    delete headers.forwarded
  }
}
