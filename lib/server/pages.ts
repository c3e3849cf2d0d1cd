import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import next from 'next'

export type Pages = { handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>; close: () => Promise<void> }

/** Next, as the door for people. In development it compiles on demand and keeps a socket to the browser for hot reload. */
export async function openPages({ dev, root, host, port, server }: { dev: boolean; root: string; host: string; port: number; server: Server }): Promise<Pages> {
  const app = next({ dev, dir: root, hostname: host, port, httpServer: server })
  await app.prepare()
  const handle = app.getRequestHandler()
  return { handle: (request, response) => handle(request, response), close: () => app.close() }
}
