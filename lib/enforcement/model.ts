import { z } from 'zod'
import type { Declarations } from '@/lib/grants/model'

export const ENFORCEMENT_FORMATS = ['toolhive', 'agentgateway', 'opa'] as const
export type EnforcementFormat = (typeof ENFORCEMENT_FORMATS)[number]

/** Words that CEL keeps for itself; no claim is reached by one. */
const RESERVED = new Set(['as', 'break', 'const', 'continue', 'else', 'false', 'for', 'function', 'if', 'import', 'in', 'let', 'loop', 'namespace', 'null', 'package', 'return', 'true', 'var', 'void', 'while'])

/** A claim by name, or by path with dots (`act.sub`). Letters, digits and underscores only, so that every language can say it. */
const claim = z.string().max(100).regex(/^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*){0,2}$/, 'must be a claim such as email or act.sub')
  .refine((text) => text.split('.').every((part) => !RESERVED.has(part)), 'names a word that policies keep for themselves')

/** `GET /api/v1/grants/enforcement`. The claims say where the gateway's verified tokens carry the three identities. */
export const enforcementQuery = z.strictObject({
  format: z.enum(ENFORCEMENT_FORMATS).default('toolhive'),
  server: z.string().min(1).max(2000).optional(),
  agentClaim: claim.default('act.sub'),
  clientClaim: claim.default('client_id'),
  humanClaim: claim.or(z.literal('none')).default('email'),
  /** Imported grants permit nothing where decisions are enforced until they are confirmed; `include` exports them all the same. */
  unconfirmed: z.enum(['leave_out', 'include']).default('leave_out'),
  /** Answers one of the files as it is, for a gateway's own configuration. */
  file: z.string().min(1).max(200).optional(),
})
export type EnforcementQuery = z.output<typeof enforcementQuery>

/**
 * Where a verified token says who calls: the agent when it acts for a human (RFC 8693, 4.1: `act.sub`), the client (RFC 9068: `client_id`)
 * and the human's e-mail; `human: null` = the token does not say. An agent that acts for nobody is the token's subject, `sub`.
 */
export type Claims = { agent: readonly string[]; client: readonly string[]; human: readonly string[] | null }

/** Where an agent is named that acts for nobody: as the token's subject, unless the claim for agents is one that every token carries. */
export function aloneClaim(claims: Claims): readonly string[] {
  return claims.agent.length > 1 ? ['sub'] : claims.agent
}

/** The claim beside another one that says who vouches for it: `act.sub` → `act.iss`. */
export function issuerBeside(path: readonly string[]): string[] {
  return [...path.slice(0, -1), 'iss']
}

/** A SPIFFE ID says its own trust domain; an OIDC subject means something only together with its issuer. */
export type AgentName = { issuer: string | null; subject: string }

/** How holders are known in tokens; who has no such name is absent. */
export type TokenNames = { agents: ReadonlyMap<string, AgentName>; clients: ReadonlyMap<string, string>; people: ReadonlyMap<string, string> }

/** What of a grant the rules of matching do not ask about, but enforcement must. */
export type GrantExtra = { reauthorise: boolean; unconfirmed: boolean }

/** Everything that an export is made of. Times in milliseconds. */
export type ExportWorld = {
  now: number
  declarations: Declarations
  names: TokenNames
  extras: ReadonlyMap<string, GrantExtra>
  /** Tools that are offered now, by server id; a server that is absent has no catalogue. */
  tools: ReadonlyMap<string, readonly string[]>
}

/** Why something of a grant is not in the export. `left_out`: nothing of it is; `narrowed`: the rest of it is. */
export type NotExpressed = { grantId: string; server: string; what: string; why: string; effect: 'left_out' | 'narrowed' }

export type CallerRule = {
  /** null = any of those that are active. */
  agent: AgentName | null
  client: string | null
  /** `any` of those that are active, `none`, or one of these e-mails. */
  human: 'any' | 'none' | readonly string[]
}

/** Names that are admitted, to the letter; and those that a glob admits, except some. */
export type NameRule = { exact: readonly string[]; glob: string | null; except: readonly string[] }

/** What one grant permits, in terms that a gateway sees. `prompt`: the name without `prompt:`. */
export type Permit = { grantId: string; server: string; kind: 'tool' | 'resource' | 'prompt'; names: NameRule; caller: CallerRule; until: number | null }

/** The expressible part of the grants, and who counts as registered and active. */
export type Expressed = {
  permits: readonly Permit[]
  notExpressed: readonly NotExpressed[]
  active: { agents: readonly AgentName[]; clients: readonly string[]; people: readonly string[] }
  /** The earliest end of anything that is permitted: from then on it permits too much. Null = nothing of it ends. */
  notAfter: number | null
  /** Grants that are in force now, and how many of them are in the export, whole or in part. */
  inForce: number
  expressed: number
}
