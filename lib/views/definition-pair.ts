import type { Actor } from '@/lib/auth/actor'
import { changeOf } from '@/lib/registry/definition-change'
import type { DefinitionChange } from '@/lib/registry/definition-model'
import type { FindingView } from '@/lib/drift/model'
import { listToolVersions } from '@/lib/registry/queries/tools'
import type { ToolDefinition } from '@/lib/registry/tool-definition'
import { hasCode } from '@/lib/errors'

/** The definition that people rely on and the one that the finding is about. `from` null = nobody relied on any. */
export type DefinitionPair = { from: { number: number; definition: ToolDefinition } | null; to: { number: number; definition: ToolDefinition }; change: DefinitionChange | null }

type Side = DefinitionPair['to']

/** Two versions of a tool's definition and what the newer does; null when the newer is not there. `from` null = against nothing. */
export async function definitionsBetween(actor: Actor, slug: string, name: string, from: number | null, to: number): Promise<DefinitionPair | null> {
  const read = async (number: number): Promise<Side | null> => {
    const [found] = await listToolVersions(actor, slug, name, { limit: 1, before: number + 1 })
    // Definitions are stored as they were checked: objects with the members of one.
    return found === undefined || found.number !== number ? null : { number, definition: found.definition as ToolDefinition }
  }
  const [before, after] = await Promise.all([from === null ? null : read(from), read(to)])
  return after === null ? null : { from: before, to: after, change: before === null ? null : changeOf(before.definition, after.definition) }
}

/** Both definitions of a finding about a tool's definition; null for other findings, and where they cannot be seen. */
export async function definitionPair(actor: Actor, finding: FindingView): Promise<DefinitionPair | null> {
  if (!finding.kind.startsWith('tool_') || finding.server === null || finding.target === null) return null
  const { approvedVersion, version } = finding.evidence as { approvedVersion?: unknown; version?: unknown }
  if (typeof version !== 'number') return null
  try {
    return await definitionsBetween(actor, finding.server, finding.target, typeof approvedVersion === 'number' ? approvedVersion : null, version)
  } catch (error) {
    if (hasCode(error, 'not_found') || hasCode(error, 'forbidden')) return null
    throw error
  }
}
