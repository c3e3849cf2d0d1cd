import { isActive } from './holders'
import { type AccessRow, membersOf } from './effective-access'
import type { Declarations } from './model'

/** By which door somebody comes in: named in the grant, as one of any, as a member of a team, or as nobody at all. */
export type Via = 'named' | 'any' | 'none' | { teamId: string }

export type CallerVia = { agent: Via; client: Via; human: Via }

export function viaOf({ agentId, clientId, human }: Pick<AccessRow, 'agentId' | 'clientId' | 'human'>): CallerVia {
  return {
    agent: agentId === null ? 'any' : 'named', client: clientId === null ? 'any' : 'named',
    human: human.rule === 'person' ? 'named' : human.rule === 'team' ? { teamId: human.teamId } : human.rule,
  }
}

export const EXPANSIONS = ['agents', 'people'] as const
export type Expansion = (typeof EXPANSIONS)[number]

export type ExpandedRow = AccessRow & { via: CallerVia }

/**
 * Each row once for every active agent, or person, that its `any` or its team stands for at `at`; `via` keeps what the grant said.
 * Effective rows only: what rests gives nobody anything.
 */
export function expandCallers(declarations: Declarations, rows: readonly AccessRow[], at: number, which: readonly Expansion[]): ExpandedRow[] {
  const agents = which.includes('agents') ? [...declarations.agents.keys()].filter((id) => isActive(declarations.agents, id, at)) : []
  const people = which.includes('people') ? [...declarations.people.keys()].filter((id) => isActive(declarations.people, id, at)) : []
  const byAgent = (row: AccessRow): AccessRow[] => (row.agentId !== null || row.rest !== null || !which.includes('agents') ? [row] : agents.map((agentId) => ({ ...row, agentId, key: `${row.key} ${agentId}` })))
  const byPerson = (row: AccessRow): AccessRow[] => {
    if (!which.includes('people') || row.rest !== null || row.human.rule === 'person' || row.human.rule === 'none') return [row]
    const ids = row.human.rule === 'any' ? people : membersOf(declarations, row.human.teamId, at)
    return ids.map((personId) => ({ ...row, human: { rule: 'person', personId }, key: `${row.key} ${personId}` }))
  }
  return rows.flatMap((row) => byAgent(row).flatMap(byPerson).map((one) => ({ ...one, via: viaOf(row) })))
}

/** The agents that effective rows let in, `any` standing for every active one. */
export function agentsOf(declarations: Declarations, rows: readonly AccessRow[], at: number): Set<string> {
  const effective = rows.filter((row) => row.rest === null)
  const named = effective.flatMap((row) => row.agentId ?? [])
  const any = effective.some((row) => row.agentId === null)
  return new Set(any ? [...named, ...[...declarations.agents.keys()].filter((id) => isActive(declarations.agents, id, at))] : named)
}
