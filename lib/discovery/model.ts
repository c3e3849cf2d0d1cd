import type { ToolDefinition } from '@/lib/registry/tool-definition'

/** What discovery is to connect to: a server's own record. `credential` names an entry of the operator's configuration. */
export type DiscoveryTarget = {
  slug: string
  transport: 'stdio' | 'streamable_http' | 'sse'
  endpoint: string | null
  command: readonly string[]
  credential: string | null
}

export const CONTEXT_KINDS = ['resource', 'template', 'prompt'] as const
export type ContextKind = (typeof CONTEXT_KINDS)[number]

/** A resource (by URI), resource template (by URI template) or prompt (by name), as the server lists it. */
export type ListedContext = { kind: ContextKind; name: string; title?: string | undefined; description?: string | undefined; mimeType?: string | undefined; detail: Record<string, unknown> }

/** Everything one credential was shown. Lists that the server does not offer are empty. */
export type Listing = { tools: ToolDefinition[]; contexts: ListedContext[] }

/** Why a run failed, for machines; the message says it to people. */
export const DISCOVERY_FAILURES = [
  'not_allowed', // the operator's configuration does not list the command, or the credential, or the address
  'private_address', // the endpoint, a redirect or its name's address lies in a private network that the operator did not open
  'unreachable', // no connection, TLS failure, name not found
  'unauthorized', // 401 or 403
  'timeout', // a request, or the whole run
  'too_large', // more bytes, tools or pages than the bounds
  'endless_pages', // a cursor came twice, or the bound of pages was met
  'invalid_answer', // not MCP, or a definition that is none: bad name, schema that is no object, the same name twice
  'process_ended', // a stdio server ended before it had answered
  'internal',
] as const
export type DiscoveryFailure = (typeof DISCOVERY_FAILURES)[number]

/** How the connection was negotiated; `serverInfo` is what the server says of itself. */
export type Negotiated = { protocolVersion: string | null; era: 'legacy' | 'modern' | null; serverInfo: { name: string; version: string } | null }

/** What came of connecting once. A failure never carries part of a listing, so that nothing can be removed by it. */
export type DiscoveryOutcome = { address: string } & Negotiated & ({ ok: true; listing: Listing } | { ok: false; code: DiscoveryFailure; message: string })

/** How much a server may take of us; tests make them small. Times in milliseconds, sizes in bytes. */
export type DiscoveryBounds = { requestMs: number; runMs: number; answerBytes: number; totalBytes: number; pages: number; items: number }

export const DISCOVERY_BOUNDS: DiscoveryBounds = { requestMs: 15_000, runMs: 60_000, answerBytes: 4 * 1024 * 1024, totalBytes: 16 * 1024 * 1024, pages: 100, items: 5_000 }
