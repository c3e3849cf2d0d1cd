import { canonicalJson, sha256Hex } from '@/lib/hash'

/** What a server says of one of its tools. Absent members are left out of its hash. */
export type ToolDefinition = {
  name: string
  title?: string | undefined
  description?: string | undefined
  inputSchema?: unknown
  outputSchema?: unknown
  annotations?: Record<string, unknown> | undefined
}

const MEMBERS = ['name', 'title', 'description', 'inputSchema', 'outputSchema', 'annotations'] as const

/** The six members that make a definition, without those that are absent. */
export function definitionOf(tool: ToolDefinition): Record<string, unknown> {
  return Object.fromEntries(MEMBERS.map((member) => [member, tool[member]] as const).filter(([, value]) => value !== undefined))
}

/** SHA-256 (hex) over the definition in RFC 8785 canonical JSON. */
export function definitionHash(tool: ToolDefinition): string {
  return sha256Hex(canonicalJson(definitionOf(tool)))
}
