import { TREACHEROUS_REGEX, regexOf } from './glob'
import { type AgentName, aloneClaim, type Claims, type Expressed, type Permit } from './model'
import { REGO } from './rego'

type OpaPermit = {
  grants: string
  kind: Permit['kind']
  names: { exact: readonly string[]; matching: string | null; except: readonly string[] }
  agent: AgentName | null
  client: string | null
  /** any, none, or a list of e-mails. */
  human: 'any' | 'none' | readonly string[]
  /** Milliseconds since the epoch, exclusive. */
  until: number | null
}

/** `data.bailiwick`, and the policy that reads it. Unlike the other formats it holds every grant to its own end. */
export type OpaConfig = {
  data: {
    bailiwick: {
      claims: { agent: readonly string[]; alone: readonly string[]; client: readonly string[]; human: readonly string[] | null }
      treacherous: string
      agents: readonly AgentName[]; clients: readonly string[]; people: readonly string[]
      permits: Record<string, OpaPermit[]>
    }
  }
  policy: string
}

/** The expressible grants as data, by server; asked with `{server, method, name, token}`, the token's claims verified before. */
export function opaConfig(expressed: Expressed, claims: Claims): OpaConfig {
  const permits: Record<string, OpaPermit[]> = Object.fromEntries([...new Set(expressed.permits.map(({ server }) => server))].map((server) => [server, []]))
  for (const { grantId, server, kind, names, caller, until } of expressed.permits) {
    const matching = names.glob === null ? null : regexOf(names.glob)
    permits[server]?.push({ grants: grantId, kind, names: { exact: names.exact, matching, except: names.except }, agent: caller.agent, client: caller.client, human: claims.human === null ? 'none' : caller.human, until })
  }
  return {
    data: {
      bailiwick: {
        claims: { agent: claims.agent, alone: aloneClaim(claims), client: claims.client, human: claims.human },
        treacherous: TREACHEROUS_REGEX, ...expressed.active, permits,
      },
    },
    policy: REGO,
  }
}
