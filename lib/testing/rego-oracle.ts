import type { OpaConfig } from '@/lib/enforcement/opa'
import type { Asked } from './enforcement-engines'

/**
 * A second reading of the Rego policy, rule by rule, since no engine for Rego is on npm. It shows that the data says the right thing to
 * whoever reads the policy so; it cannot show that the policy parses.
 */
export function readRego({ data }: OpaConfig): (asked: Asked, server: string, token: Record<string, unknown>, now: number) => boolean {
  const { claims, agents, clients, people, permits, treacherous } = data.bailiwick
  return (asked, server, token, now) => {
    const claim = (path: readonly string[]): unknown => path.reduce<unknown>((value, name) => (typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined), token) ?? undefined
    const human = claims.human === null ? undefined : claim(claims.human)
    const apart = claims.alone.join('.') !== claims.agent.join('.')
    const acts = apart && claim(claims.agent.slice(0, 1)) !== undefined
    const nobody = human === undefined && !acts && (claims.human !== null || apart)
    const agentPath = nobody ? claims.alone : isOneOf(people, human) ? claims.agent : null
    const isAgent = (agent: { issuer: string | null; subject: string }): boolean => agentPath !== null && claim(agentPath) === agent.subject
      && (agent.issuer === null || claim([...agentPath.slice(0, -1), 'iss']) === agent.issuer)
    if (!isOneOf(clients, claim(claims.client)) || !agents.some(isAgent)) return false
    return (Object.hasOwn(permits, server) ? permits[server] ?? [] : []).some((permit) => {
      if (permit.kind !== asked.kind || (permit.until !== null && now >= permit.until) || (permit.client !== null && permit.client !== claim(claims.client))) return false
      const fits = permit.human === 'any' ? isOneOf(people, human) : permit.human === 'none' ? nobody : isOneOf(permit.human, human)
      if (!fits || (permit.agent !== null && !isAgent(permit.agent))) return false
      if (permit.names.exact.includes(asked.name)) return true
      const { matching, except } = permit.names
      const safe = permit.kind === 'tool' || !new RegExp(treacherous, 'u').test(asked.name)
      return matching !== null && new RegExp(matching, 'u').test(asked.name) && !except.includes(asked.name) && safe
    })
  }
}

/** Rego compares without converting: a list of one text is not that text. */
function isOneOf(texts: readonly string[], value: unknown): boolean {
  return typeof value === 'string' && texts.includes(value)
}
