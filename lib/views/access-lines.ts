import type { ExpandedRow } from '@/lib/grants/access-callers'
import type { Rest } from '@/lib/grants/effective-access'
import type { Access } from '@/lib/registry/model'

export type Party = { id: string; name: string; known: string }
export type ToolMarks = { unclassified: boolean; destructive: boolean }
export type LineGrant = { id: string; purpose: string; origin: string; confirmed: boolean }

/** What can be done, with the names that people know. */
export type AccessLine = {
  id: string
  server: string
  kind: string
  target: string
  /** A glob: whatever it admits beside the targets with lines of their own. */
  open: boolean
  /** Open, on a server whose tools are known: it admits only what may come. */
  later: boolean
  access: Access
  toolClass: Access | null
  unclassified: boolean
  destructive: boolean
  scope: string[]
  /** Null = any registered and active one. */
  agent: Party | null
  client: Party | null
  /** E-mail, `team:<name>`, `any` or `none`. */
  human: string
  humanId: string | null
  /** How the named come in who are not named by the grant: "any agent", "team core". */
  via: string[]
  grants: LineGrant[]
  until: string | null
  /** Null = effective; `why` says it in words. */
  rest: Rest | null
  why: string | null
  /** In the window; null where the actor may not see activity. */
  use: { calls: number; lastAt: string | null } | null
}

type Named = { id: string; name: string }
export type AccessNames = {
  servers: ReadonlyMap<string, { slug: string }>
  agents: ReadonlyMap<string, Party>
  clients: ReadonlyMap<string, Party>
  people: ReadonlyMap<string, { email: string }>
  teams: ReadonlyMap<string, Named>
}

/** Why something that stands gives nothing, for a person. */
const REST_WORDS: Record<Rest, string> = {
  suspended: 'suspended: a hold is open on the whole grant',
  tool_held: 'the tool is held: its definition widened and waits for approval',
  task: 'only during a task credential',
  unconfirmed: 'imported and not confirmed, on a server that enforces',
  server: 'the server takes no calls',
  agent: 'the agent is inactive',
  client: 'the client is inactive',
  person: 'the person has left',
  nobody: 'nobody active fits it',
  above_ceiling: 'the tool’s class is above the ceiling',
  removed: 'the server no longer offers the tool',
}

export function lineOf(row: ExpandedRow, names: AccessNames, more: { catalogued: boolean; grants: LineGrant[]; marks: ToolMarks | null; use: AccessLine['use'] }): AccessLine {
  const { human, via } = row
  const nameless = (id: string): Party => ({ id, name: id, known: id })
  return {
    id: row.key, server: names.servers.get(row.serverId)?.slug ?? row.serverId, kind: row.kind, target: row.target, open: row.open, later: row.open && row.kind === 'tool' && more.catalogued, access: row.access, toolClass: row.toolClass,
    unclassified: more.marks?.unclassified ?? false, destructive: more.marks?.destructive === true || row.toolClass === 'admin', scope: [...row.scope],
    agent: row.agentId === null ? null : names.agents.get(row.agentId) ?? nameless(row.agentId), client: row.clientId === null ? null : names.clients.get(row.clientId) ?? nameless(row.clientId),
    human: human.rule === 'person' ? names.people.get(human.personId)?.email ?? 'unknown' : human.rule === 'team' ? `team:${names.teams.get(human.teamId)?.name ?? 'unknown'}` : human.rule,
    humanId: human.rule === 'person' ? human.personId : null,
    via: [
      ...(row.agentId !== null && via.agent === 'any' ? ['any agent'] : []),
      ...(row.human.rule !== 'person' ? [] : via.human === 'any' ? ['any person'] : typeof via.human === 'object' ? [`team ${names.teams.get(via.human.teamId)?.name ?? 'unknown'}`] : []),
    ],
    grants: more.grants, until: row.until === null ? null : new Date(row.until).toISOString(), rest: row.rest, why: row.rest === null ? null : REST_WORDS[row.rest], use: more.use,
  }
}
