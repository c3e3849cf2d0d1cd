import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

type Said = { status: number; body?: unknown; headers?: Record<string, string> }

/** A real HTTP server on this computer that keeps what it is sent and answers as it is told. */
export async function aWebServer(answer: (path: string, body: string) => Said): Promise<{ url: string; asked: { path: string; headers: IncomingHttpHeaders; body: string }[]; stop: () => Promise<void> }> {
  const asked: { path: string; headers: IncomingHttpHeaders; body: string }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const path = request.url ?? ''
      asked.push({ path, headers: request.headers, body })
      const { status, body: said, headers } = answer(path, body)
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(said === undefined ? '' : JSON.stringify(said))
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, asked, stop: () => new Promise((stopped) => { server.closeAllConnections(); server.close(() => stopped()) }) }
}
