import { canonicalJson } from '@/lib/canonical-json'
import { sha256Hex } from '@/lib/hash'
import { definitionOf, type ToolDefinition } from './tool-definition'

// Apart from the definition itself, which browsers compare too and which needs no library of the server.

/** SHA-256 (hex) over the definition in RFC 8785 canonical JSON. */
export function definitionHash(tool: ToolDefinition): string {
  return sha256Hex(canonicalJson(definitionOf(tool)))
}
