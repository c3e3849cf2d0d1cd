import { type Access, higherAccess } from './model'

/** What a server claims about a tool (MCP ToolAnnotations). Claims only: nothing here is verified. */
export type Annotations = { readOnlyHint?: unknown; destructiveHint?: unknown }

export type Suggestion = { access: Access; because: 'readOnlyHint' | 'destructiveHint' | 'unclassified' }

/**
 * The class that annotations suggest: read-only and not destructive → read; explicitly destructive → admin; everything else is
 * write and shown as unclassified. Only the JSON value `true` counts as a claim.
 */
export function suggestClass(annotations: Annotations | null | undefined): Suggestion {
  if (annotations?.destructiveHint === true) return { access: 'admin', because: 'destructiveHint' }
  if (annotations?.readOnlyHint === true) return { access: 'read', because: 'readOnlyHint' }
  return { access: 'write', because: 'unclassified' }
}

/**
 * The class after a server changed its annotations, where no person has decided: the higher of before and now, because a
 * server's change never lowers a class.
 */
export function classAfterChange(before: Access, suggested: Access): Access {
  return higherAccess(before, suggested)
}

/** When a new class begins: now, but always after the one before, so that two in one millisecond keep their order. */
export function nextClassAt(last: Date | undefined, now: Date): Date {
  return last !== undefined && last.getTime() >= now.getTime() ? new Date(last.getTime() + 1) : now
}
