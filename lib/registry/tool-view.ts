import { suggestClass } from './access-class'
import type { Access } from './model'
import { type ResourceRules, storedRules } from './resource-rules'

export const TOOL_INCLUDE = {
  classes: { orderBy: { at: 'desc' }, take: 1 },
  versions: { orderBy: { number: 'desc' }, take: 1, select: { number: true } },
} as const

export type ToolRow = {
  id: string; name: string; title: string | null; description: string | null; annotations: unknown; suggested: Access; definitionHash: string | null
  approvedNumber: number | null; firstSeenAt: Date; lastSeenAt: Date; removedAt: Date | null
  resourceRules: unknown; resourceRulesBy: string
  classes: { access: Access; decidedBy: string; reason: string | null; at: Date }[]
  versions: { number: number }[]
}

/** A tool as it is answered. Title, description and annotations are claims by the server. */
export type ToolView = {
  id: string; name: string; title: string | null; description: string | null; annotations: Record<string, unknown> | null
  accessClass: Access
  /** person, or suggestion: then `because` says from which claim. */
  decidedBy: 'person' | 'suggestion'
  because: 'readOnlyHint' | 'destructiveHint' | 'unclassified' | null
  reason: string | null
  suggested: Access
  /** Null until a server's own listing was seen: the tool was only declared by a person. */
  definitionHash: string | null
  version: number | null
  /** The version that people rely on: the first complete run's, moved by wording, else by a reviewer; null = none yet. */
  approvedVersion: number | null
  /** JSON pointer into a call's arguments → template of a resource; what is derived by them where a source reports none. */
  resourceRules: ResourceRules
  resourceRulesBy: 'person' | 'suggestion'
  firstSeenAt: string; lastSeenAt: string; removedAt: string | null
}

export function toolView(row: ToolRow): ToolView {
  const annotations = typeof row.annotations === 'object' && row.annotations !== null && !Array.isArray(row.annotations) ? (row.annotations as Record<string, unknown>) : null
  const decided = row.classes[0]
  const byPerson = decided?.decidedBy === 'person'
  return {
    id: row.id, name: row.name, title: row.title, description: row.description, annotations,
    accessClass: decided?.access ?? row.suggested, decidedBy: byPerson ? 'person' : 'suggestion', because: byPerson ? null : suggestClass(annotations).because,
    reason: decided?.reason ?? null, suggested: row.suggested, definitionHash: row.definitionHash, version: row.versions[0]?.number ?? null, approvedVersion: row.approvedNumber,
    resourceRules: storedRules(row.resourceRules), resourceRulesBy: row.resourceRulesBy === 'person' ? 'person' : 'suggestion',
    firstSeenAt: row.firstSeenAt.toISOString(), lastSeenAt: row.lastSeenAt.toISOString(), removedAt: row.removedAt?.toISOString() ?? null,
  }
}
