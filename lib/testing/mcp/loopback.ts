import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = { method: string; url: string; headers: IncomingMessage['headers']; body: string }
export type Loopback = { port: number; origin: string; received: Received[]; /** How many there were so far. */ connections: () => number; close: () => Promise<void> }
export type Handler = (request: Received, response: ServerResponse) => void | Promise<void>

/** An HTTP server on 127.0.0.1 that keeps what it was sent. Closing it breaks every connection, also those that hang. */
export async function loopback(handler: Handler): Promise<Loopback> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const whole = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString('utf8') }
      received.push(whole)
      void handler(whole, response)
    })
  })
  let connections = 0
  server.on('connection', () => { connections += 1 })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port, origin: `http://127.0.0.1:${port}`, received, connections: () => connections,
    close: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}

/** A server that always answers the same. */
export function always(status: number, headers: Record<string, string>, body = ''): Handler {
  return (_, response) => void response.writeHead(status, headers).end(body)
}

export type Lists = Record<string, (params: Record<string, unknown>) => unknown>

/** The result of a 2025-11-25 server to a message; undefined = a notification, which has none. */
export function legacyAnswer(message: { id?: unknown; method: string; params?: Record<string, unknown> }, lists: Lists): unknown {
  if (message.id === undefined) return undefined
  const capabilities = { ...('tools/list' in lists ? { tools: {} } : {}), ...('resources/list' in lists ? { resources: {} } : {}), ...('prompts/list' in lists ? { prompts: {} } : {}) }
  const answered = message.method === 'initialize' ? { protocolVersion: '2025-11-25', capabilities, serverInfo: { name: 'scripted', version: '1' } } : lists[message.method]?.(message.params ?? {})
  return { jsonrpc: '2.0', id: message.id, ...(answered === undefined ? { error: { code: -32601, message: 'Method not found' } } : { result: answered }) }
}

/** A 2026-07-28 server whose lists are what the test says, written by hand so that it can say what the SDK would not. */
export function modernScript(lists: Lists): Handler {
  return ({ body }, response) => {
    const { id, method, params } = JSON.parse(body) as { id?: unknown; method: string; params?: Record<string, unknown> }
    const about = { resultType: 'complete', ttlMs: 0, cacheScope: 'private', _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'scripted', version: '2' } } }
    const result = method === 'server/discover' ? { ...about, supportedVersions: ['2026-07-28'], capabilities: { tools: {} } } : { ...about, ...(lists[method]?.(params ?? {}) as object) }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, result }))
  }
}

/** A legacy streamable HTTP server whose lists are what the test says. */
export function legacyServer(lists: Lists): Handler {
  return ({ body }, response) => {
    const answer = legacyAnswer(JSON.parse(body) as Parameters<typeof legacyAnswer>[0], lists)
    if (answer === undefined) response.writeHead(202).end()
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }
}
