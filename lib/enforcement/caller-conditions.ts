import { type AgentName, aloneClaim, type CallerRule, type Claims, type Expressed, issuerBeside } from './model'

/** How a language asks about claims. Cedar and CEL agree about `&&`, `||`, `!` and parentheses. */
export type ClaimWords = {
  /** Is there such a claim, with everything on the way to it? Never an error. */
  isThere: (path: readonly string[]) => string
  /** Is it there, and one of these texts? */
  oneOf: (path: readonly string[], texts: readonly string[]) => string
}

function agentOneOf({ oneOf }: ClaimWords, path: readonly string[], agents: readonly AgentName[]): string {
  const parts = [...Map.groupBy(agents, (agent) => agent.issuer)].map(([issuer, list]) => {
    const subject = oneOf(path, list.map((agent) => agent.subject))
    return issuer === null ? subject : `(${oneOf(issuerBeside(path), [issuer])} && ${subject})`
  })
  return parts.length === 0 ? 'false' : `(${parts.join(' || ')})`
}

/** The token is an agent's own: no human, and nobody who acts for another. Where the claims cannot say so, it is not. */
function forNobody({ isThere }: ClaimWords, claims: Claims): string {
  const parts: string[] = []
  if (claims.human !== null) parts.push(`!(${isThere(claims.human)})`)
  if (aloneClaim(claims) !== claims.agent) parts.push(`!(${isThere(claims.agent.slice(0, 1))})`)
  return parts.length === 0 ? 'false' : parts.join(' && ')
}

/** Two conditions that hold of every call: its client, and its agent with the human if there is one, are registered and active. */
export function knownCaller(words: ClaimWords, claims: Claims, active: Expressed['active']): [client: string, agent: string] {
  const alone = `(${forNobody(words, claims)} && ${agentOneOf(words, aloneClaim(claims), active.agents)})`
  const forSomebody = claims.human === null ? [] : [`(${words.oneOf(claims.human, active.people)} && ${agentOneOf(words, claims.agent, active.agents)})`]
  return [words.oneOf(claims.client, active.clients), [alone, ...forSomebody].join(' || ')]
}

/** Whom a permit admits, of those whom `knownCaller` lets through. Every caller is one for somebody or for nobody, so it is never empty. */
export function callerCondition(words: ClaimWords, claims: Claims, caller: CallerRule): string {
  const alone = caller.human === 'none' || claims.human === null
  const parts: string[] = []
  if (caller.client !== null) parts.push(words.oneOf(claims.client, [caller.client]))
  if (caller.human === 'none' || claims.human === null) parts.push(forNobody(words, claims))
  else parts.push(caller.human === 'any' ? `(${words.isThere(claims.human)})` : words.oneOf(claims.human, caller.human))
  if (caller.agent !== null) parts.push(agentOneOf(words, alone ? aloneClaim(claims) : claims.agent, [caller.agent]))
  return parts.join(' && ')
}
