import type { Actor } from '@/lib/auth/actor'
import { changeOf } from '@/lib/registry/definition-change'
import type { DefinitionChange } from '@/lib/registry/definition-model'
import type { FindingView } from '@/lib/drift/model'
import { listToolVersions } from '@/lib/registry/queries/tools'
import type { ToolDefinition } from '@/lib/registry/tool-definition'
import { hasCode } from '@/lib/errors'

/** The definition that people rely on and the one that the finding is about. `from` null = nobody relied on any. */
export type DefinitionPair = { from: { number: number; definition: ToolDefinition } | null; to: { number: number; definition: ToolDefinition }; change: DefinitionChange | null }

/** Both definitions of a finding about a tool's definition; null for other findings, and where they cannot be seen. */
export async function definitionPair(actor: Actor, finding: FindingView): Promise<DefinitionPair | null> {
  if (!finding.kind.startsWith('tool_') || finding.server === null || finding.target === null) return null
  const evidence = finding.evidence as { approvedVersion?: unknown; version?: unknown }
  const read = async (number: unknown) => {
    if (typeof number !== 'number' || finding.server === null || finding.target === null) return null
    const [found] = await listToolVersions(actor, finding.server, finding.target, { limit: 1, before: number + 1 })
    return found === undefined || found.number !== number ? null : { number, definition: found.definition as ToolDefinition }
  }
  try {
    const [from, to] = await Promise.all([read(evidence.approvedVersion), read(evidence.version)])
    return to === null ? null : { from, to, change: from === null ? null : changeOf(from.definition, to.definition) }
  } catch (error) {
    if (hasCode(error, 'not_found') || hasCode(error, 'forbidden')) return null
    throw error
  }
}
