import { identityOf } from './identity'
import type { Identity } from './model'
import type { NameRow, PersonRef } from './server-view'

export const AGENT_INCLUDE = { sponsor: { select: { email: true, name: true, active: true } } } as const

export type AgentRow = {
  id: string; name: string; identityKind: 'spiffe' | 'oidc'; spiffeId: string | null; issuer: string | null; subject: string | null
  purpose: string | null; active: boolean; createdAt: Date; updatedAt: Date; sponsor: PersonRef
}

/** An agent as it is answered. */
export type AgentView = {
  id: string; name: string; identity: Identity; sponsor: PersonRef; sponsorEmail: string; purpose: string | null; aliases: string[]; active: boolean
  createdAt: string; updatedAt: string
}

const aliasesOf = (names: readonly NameRow[]): string[] => names.filter((name) => name.origin === 'alias').map((name) => name.name)

export function agentView(row: AgentRow, names: readonly NameRow[]): AgentView {
  const identity = identityOf(row)
  // The store's check constraint leaves no agent without one.
  if (identity === null) throw new Error(`The agent ${row.id} has no identity.`)
  return {
    id: row.id, name: row.name, identity, sponsor: { email: row.sponsor.email, name: row.sponsor.name, active: row.sponsor.active }, sponsorEmail: row.sponsor.email,
    purpose: row.purpose, aliases: aliasesOf(names), active: row.active, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString(),
  }
}

export type ClientRow = { id: string; name: string; clientId: string | null; active: boolean; createdAt: Date; updatedAt: Date }

/** A client application as it is answered. */
export type ClientView = { id: string; name: string; clientId: string | null; aliases: string[]; active: boolean; createdAt: string; updatedAt: string }

export function clientView(row: ClientRow, names: readonly NameRow[]): ClientView {
  return {
    id: row.id, name: row.name, clientId: row.clientId, aliases: aliasesOf(names), active: row.active,
    createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString(),
  }
}
