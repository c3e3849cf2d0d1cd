import { oidcName } from '@/lib/names/resolve'
import { type ChildEdge, childKey } from './residual-children'

/** One who delegated, as an event tells it (RFC 8693, `act`): the first of the list acted last. */
export type Step = { iss?: string | undefined; sub: string }

/** An event as far as it tells who acts for whom. `personId`: on whose behalf; the agent as resolved or as named. */
export type Chain = { personId: string | null; agentId: string | null; agent: string | null; steps: readonly Step[]; at: string }

/** Whose an identity is, by the names under which logs know agents. */
export type AgentOf = (name: string) => string | null

/** The key of whoever a step names: the agent that has the name, else the identity itself. */
export function stepKey({ iss, sub }: Step, agentOf: AgentOf): string {
  const known = agentOf(sub) ?? (iss === undefined ? null : agentOf(oidcName(iss, sub)))
  return childKey(known === null ? { identity: sub } : { agentId: known })
}

/** Who acts for whom in one event: the human, then whoever delegated, the innermost first, then the agent. Nobody acts for themselves. */
export function edgesOf(chain: Chain, agentOf: AgentOf, person: { id: string; key: string; names: ReadonlySet<string> } | null): ChildEdge[] {
  const isPerson = (step: Step): boolean => person !== null && (person.names.has(step.sub) || (step.iss !== undefined && person.names.has(oidcName(step.iss, step.sub))))
  const start = person !== null && chain.personId === person.id ? [person.key] : []
  const between = chain.steps.toReversed().map((step) => (person !== null && isPerson(step) ? person.key : stepKey(step, agentOf)))
  const agent = chain.agentId !== null ? [childKey({ agentId: chain.agentId })] : chain.agent === null ? [] : [childKey({ identity: chain.agent })]
  const line = [...start, ...between, ...agent]
  return line.flatMap((to, index) => {
    const from = line[index - 1]
    return from === undefined || from === to ? [] : [{ from, to, lastAt: chain.at }]
  })
}
