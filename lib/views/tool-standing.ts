import type { Access } from '@/lib/registry/model'

/** Where a tool's definition stands against the one that people rely on. */
export const STANDINGS = ['approved', 'widened', 'altered', 'added', 'removed', 'listed', 'declared'] as const
export type Standing = (typeof STANDINGS)[number]

export const CLAIMS = ['read only', 'destructive', 'idempotent', 'open world', 'closed world', 'nothing'] as const
export type Claim = (typeof CLAIMS)[number]

/** One tool of the fleet, with what is granted and what was seen of it. */
export type CatalogueTool = {
  /** `server/tool`, as an address names it. */
  id: string
  server: string
  sensitivity: string
  name: string
  title: string | null
  description: string | null
  accessClass: Access
  /** Who chose the class; `unclassified` = nobody, and the server claims nothing that would suggest one. */
  decided: 'person' | 'suggestion' | 'unclassified'
  because: string | null
  claims: Claim[]
  version: number | null
  standing: Standing
  /** In force now. */
  grants: number
  firstSeenAt: string
  /** Null where the actor may not see activity. `recent` = the last 30 days, `calls` = 90; `callers` = distinct agents. */
  use: { recent: number; calls: number; callers: number; lastAt: string | null } | null
}

/** What the server says of its tool (MCP ToolAnnotations, 2026-07-28), in words. Only what is said: no default is filled in. */
export function claimsOf(annotations: Record<string, unknown> | null): Claim[] {
  const said = annotations ?? {}
  const claims: Claim[] = []
  if (said['readOnlyHint'] === true) claims.push('read only')
  if (said['destructiveHint'] === true) claims.push('destructive')
  if (said['idempotentHint'] === true) claims.push('idempotent')
  if (said['openWorldHint'] === true) claims.push('open world')
  if (said['openWorldHint'] === false) claims.push('closed world')
  return claims.length === 0 ? ['nothing'] : claims
}

type Stored = { definitionHash: string | null; approvedHash: string | null; removedAt: Date | null; versions: readonly { change: string }[] }

/**
 * `declared` = a person declared it, no listing has shown it; `listed` = shown, before any complete run gave the server a baseline;
 * `added` = came after the baseline, and nobody has approved any definition of it.
 */
export function standingOf({ definitionHash, approvedHash, removedAt, versions }: Stored, hasBaseline: boolean): Standing {
  if (removedAt !== null) return 'removed'
  if (definitionHash === null) return 'declared'
  if (approvedHash === null) return hasBaseline ? 'added' : 'listed'
  if (approvedHash === definitionHash) return 'approved'
  return versions.some(({ change }) => change === 'widening') ? 'widened' : 'altered'
}

export const CATALOGUE_SORTS = ['tool', 'server', 'class', 'grants', 'recent', 'calls', 'callers', 'last'] as const
export type CatalogueSort = (typeof CATALOGUE_SORTS)[number]

const RANK: Record<Access, number> = { read: 0, write: 1, admin: 2 }

const VALUE: Record<CatalogueSort, (tool: CatalogueTool) => string | number> = {
  tool: ({ name }) => name, server: ({ server }) => server, class: ({ accessClass }) => RANK[accessClass], grants: ({ grants }) => grants,
  recent: ({ use }) => use?.recent ?? -1, calls: ({ use }) => use?.calls ?? -1, callers: ({ use }) => use?.callers ?? -1, last: ({ use }) => use?.lastAt ?? '',
}

/** In the order that the address asks for (`-calls` = most first); equal ones by server and name. */
export function sortCatalogue(tools: readonly CatalogueTool[], wanted: string): CatalogueTool[] {
  const down = wanted.startsWith('-')
  const key = CATALOGUE_SORTS.find((one) => one === wanted.replace(/^-/, '')) ?? 'calls'
  const value = VALUE[key]
  return [...tools].sort((a, b) => {
    const [left, right] = [value(a), value(b)]
    const order = left < right ? -1 : left > right ? 1 : 0
    return order === 0 ? (a.id < b.id ? -1 : 1) : down ? -order : order
  })
}
