import { McpServer, ResourceTemplate } from '@modelcontextprotocol/server'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { z } from 'zod'

/** A server of the 2026-07-28 kind with one of everything. `node modern-server.ts` serves it over standard streams. */
export function modernServer(): McpServer {
  const server = new McpServer({ name: 'acme-tickets', title: 'Acme tickets', version: '3.1.0' })
  server.registerTool('close_ticket', {
    title: 'Close a ticket', description: 'Closes a ticket for good.',
    inputSchema: z.object({ ticket: z.string(), reason: z.string().max(200) }), outputSchema: z.object({ closed: z.boolean() }),
    annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: false },
  }, () => ({ content: [], structuredContent: { closed: true } }))
  server.registerTool('read_ticket', { description: 'Reads a ticket.', inputSchema: z.object({ ticket: z.string() }), annotations: { readOnlyHint: true } }, () => ({ content: [] }))
  server.registerResource('Queue', 'tickets://queue', { title: 'The queue', mimeType: 'application/json' }, () => ({ contents: [] }))
  server.registerResource('Ticket', new ResourceTemplate('tickets://ticket/{id}', { list: undefined }), { mimeType: 'text/markdown' }, () => ({ contents: [] }))
  server.registerPrompt('summarise', { description: 'Summarises a ticket.', argsSchema: z.object({ ticket: z.string() }) }, () => ({ messages: [] }))
  return server
}

if (process.argv[1] === import.meta.filename) serveStdio(modernServer, { legacy: 'reject' })
