import { type Annotations, classAfterChange, suggestClass } from './access-class'
import { changeOf } from './definition-change'
import type { ChangeKind } from './definition-model'
import type { Access } from './model'
import type { ToolDefinition } from './tool-definition'

/** A tool as the catalogue has it. `versions` are all of them where the definition on the list differs, else the newest alone. */
export type KnownTool = {
  suggested: Access
  definitionHash: string | null
  approvedHash: string | null
  /** Newest first. */
  versions: readonly { number: number; hash: string; definition: ToolDefinition }[]
  /** The class in force. */
  class: { access: Access; decidedBy: string } | null
}

/** What this credential saw last of the tool, and what every other one sees now. Without credentials: nothing and nobody. */
export type Seen = { mine: string | null; others: ReadonlySet<string> }
export const UNSEEN: Seen = { mine: null, others: new Set() }

export type ListedTool = { definition: ToolDefinition; hash: string; seen: Seen }

export type ToolPlan = {
  /** A new version, or null: the definition was known. */
  version: { number: number; change: ChangeKind | 'first' } | null
  suggested: Access
  /** The class that counts from now on; null = as before. */
  newClass: Access | null
  /** Whether it is the first class that the tool has. */
  firstClass: boolean
  /** Why what is listed now becomes the definition that people rely on; null = it does not. */
  approve: 'baseline' | 'wording' | null
}

/**
 * What one line of a listing does to the catalogue. A definition is a new version when it is not the newest one and this credential
 * has not seen just that before; what another credential sees at the same time is no news either, unless nobody sees the newest any
 * more: then the server has gone back to it, which is a version of its own. So credentials that are shown different definitions do
 * not take turns in making versions, and a change that is taken back is on record. `baseline`: the first complete run of a server.
 */
export function planTool(known: KnownTool | null, listed: ListedTool, baseline: boolean): ToolPlan {
  const changed = isNews(known, listed)
  const suggestion = suggestClass(listed.definition.annotations as Annotations | undefined).access
  const suggested = known === null || known.definitionHash === null ? suggestion : changed ? classAfterChange(known.suggested, suggestion) : known.suggested
  const newClass = changed ? classOf(known, suggestion, suggested) : null
  return {
    version: changed ? { number: (known?.versions[0]?.number ?? 0) + 1, change: changeSince(known, listed.definition) } : null,
    suggested, newClass, firstClass: newClass !== null && (known === null || known.class === null),
    approve: baseline && (known === null || known.approvedHash === null) ? 'baseline' : changed && isReworded(known, listed) ? 'wording' : null,
  }
}

function isNews(known: KnownTool | null, { hash, seen }: ListedTool): boolean {
  if (known === null || known.definitionHash === null) return true
  if (hash === known.definitionHash || hash === seen.mine) return false
  return !seen.others.has(hash) || !seen.others.has(known.definitionHash)
}

/** The class changes when there is none yet, or when nobody has decided and the suggestion is higher: a server never lowers one. */
function classOf(known: KnownTool | null, suggestion: Access, suggested: Access): Access | null {
  const current = known?.class ?? null
  if (current === null) return suggested
  return current.decidedBy !== 'person' && classAfterChange(current.access, suggestion) !== current.access ? suggested : null
}

function changeSince(known: KnownTool | null, definition: ToolDefinition): ChangeKind | 'first' {
  const newest = known?.versions[0]
  return newest === undefined ? 'first' : changeOf(newest.definition, definition).kind
}

/** Against the definition that people rely on, not the one before: a rewording of an unapproved change stays unapproved. */
function isReworded(known: KnownTool | null, { definition }: ListedTool): boolean {
  const approved = known?.versions.find((version) => version.hash === known.approvedHash)
  return approved !== undefined && changeOf(approved.definition, definition).kind === 'wording'
}
