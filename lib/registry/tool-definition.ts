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
