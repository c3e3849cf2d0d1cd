import type { Reach } from '@/lib/grants/includes'
import { compilePattern, matchesPattern } from '@/lib/grants/target-match'
import type { Access, Lifecycle, Sensitivity } from '@/lib/registry/model'
import type { ApprovalPolicy } from '@/lib/requests/approval-policy'
import { reachOf, type RequestContent } from '@/lib/requests/content'
import type { StepProgress } from '@/lib/requests/progress'
import type { RequestKind } from '@/lib/requests/state'

/** A tool as the catalogue has it. What the server says of it (`readOnly` … `openWorld`) is a claim; null = it does not say. */
export type KnownTool = {
  name: string
  title: string | null
  /** The class that counts: a person's choice, else what the claims suggest. */
  access: Access
  /** Nobody chose the class and no claim suggests one. */
  unclassified: boolean
  readOnly: boolean | null
  destructive: boolean | null
  openWorld: boolean | null
  /** The definition it has now is not the one that people rely on: changed since, or never approved. */
  changed: boolean
}

export type KnownServer = {
  id: string
  slug: string
  name: string
  sensitivity: Sensitivity
  effects: readonly string[]
  lifecycle: Lifecycle
  /** What its listings show today; tools that it no longer offers are absent. */
  tools: readonly KnownTool[]
}

/** A grant that stands, or is still to begin, of the same agent or of any agent. Times in milliseconds. */
export type HeldGrant = {
  id: string
  reach: Reach
  purpose: string
  validFrom: number
  validUntil: number | null
  /** All of it rests now. */
  suspended: boolean
  /** Tools that rest by a hold of their own. */
  heldTools: readonly string[]
  /** Who reads this may not see the grant: its server, its target and its id are not named. */
  hidden: boolean
}

/** Everything that advice looks at; times in milliseconds. Loaded by `queries/advice-facts.ts`. */
export type AdviceFacts = {
  now: number
  kind: RequestKind
  content: RequestContent
  /** The policy at its submission and the one now. */
  policies: readonly ApprovalPolicy[]
  /** How far its steps have come, and who holds them. */
  steps: readonly StepProgress[]
  /** The end of what it renews. */
  after: number | null
  /** The grant that it renews or confirms. */
  grantId: string | null
  server: KnownServer
  /** Null for any agent; `seenAt` null = never seen in activity. */
  agent: { id: string; name: string; seenAt: number | null } | null
  /** What the same agent holds, on every server, and what any agent may. */
  held: readonly HeldGrant[]
  /** The servers of `held`, by id, the request's own among them. */
  servers: ReadonlyMap<string, KnownServer>
}

/** One thing that the agent can do, or could with the request: a grant that it holds, or a target that is asked for. */
export type Ability = {
  by: { kind: 'target'; index: number } | { kind: 'grant'; id: string }
  reach: Reach
  server: KnownServer
  /** Tools that it admits today; empty for anything but tools. */
  tools: readonly KnownTool[]
  reauthorise: boolean
  hidden: boolean
}

/** The tools that a target admits today. Names of tools are no paths. */
export function admittedTools(server: KnownServer, target: { kind: Reach['targetKind']; name: string }): KnownTool[] {
  if (target.kind !== 'tool') return []
  const pattern = compilePattern(target.name)
  return server.tools.filter((tool) => matchesPattern(pattern, tool.name))
}

/** What the request asks for, one ability for each target. */
export function askedAbilities({ content, server }: Pick<AdviceFacts, 'content' | 'server'>): Ability[] {
  return content.targets.map((target, index) => ({
    by: { kind: 'target', index }, reach: reachOf(content, target), server, tools: admittedTools(server, target), reauthorise: content.reauthorise, hidden: false,
  }))
}

/** What the agent can do by grants that stand: the one that the request would replace apart, since it ends. */
export function heldAbilities({ held, servers, grantId }: Pick<AdviceFacts, 'held' | 'servers' | 'grantId'>): Ability[] {
  return held.flatMap((grant): Ability[] => {
    const server = servers.get(grant.reach.serverId)
    if (server === undefined || grant.id === grantId) return []
    return [{ by: { kind: 'grant', id: grant.id }, reach: grant.reach, server, tools: admittedTools(server, { kind: grant.reach.targetKind, name: grant.reach.target }), reauthorise: false, hidden: grant.hidden }]
  })
}
