import type { DiscoveryFailure, DiscoveryOutcome, ListedContext } from '@/lib/discovery/model'
import type { ToolDefinition } from '@/lib/registry/tool-definition'

/** A read-only tool with one argument, changed as told. */
export function aTool(name: string, more: Partial<ToolDefinition> = {}): ToolDefinition {
  return {
    name, description: `Does ${name}`, inputSchema: { type: 'object', properties: { repo: { type: 'string', maxLength: 50 } }, required: ['repo'] },
    annotations: { readOnlyHint: true, destructiveHint: false, openWorldHint: false }, ...more,
  }
}

/** The same tool, with a longer argument: a widening. */
export function widened(name: string, maxLength = 5_000): ToolDefinition {
  return aTool(name, { inputSchema: { type: 'object', properties: { repo: { type: 'string', maxLength } }, required: ['repo'] } })
}

const HEARD = { address: 'https://mcp.acme.test/', protocolVersion: '2025-11-25', era: 'legacy', serverInfo: { name: 'test', version: '1' } } as const

/** A server that answers with this listing. */
export function listing(tools: readonly ToolDefinition[], contexts: readonly ListedContext[] = []): DiscoveryOutcome {
  return { ...HEARD, ok: true, listing: { tools: [...tools], contexts: [...contexts] } }
}

/** A connection that came to nothing. */
export function failure(code: DiscoveryFailure, message = 'It did not work.'): DiscoveryOutcome {
  return { ...HEARD, protocolVersion: null, era: null, serverInfo: null, ok: false, code, message }
}

/** Connects to nothing and answers what it is told. */
export function answering(outcome: DiscoveryOutcome): () => Promise<DiscoveryOutcome> {
  return () => Promise.resolve(outcome)
}
