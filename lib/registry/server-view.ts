import { identityOf } from './identity'
import type { Environment, Identity, Lifecycle, Sensitivity, Transport } from './model'
import { aliasView } from './name-diff'

/** What is read with a server for its answer. */
export const SERVER_INCLUDE = {
  owner: { select: { email: true, name: true, active: true } },
  backupOwner: { select: { email: true, name: true, active: true } },
  team: { select: { name: true } },
  secrets: { orderBy: { name: 'asc' } },
  consents: { where: { closedAt: null }, orderBy: { createdAt: 'asc' } },
} as const

type PersonRow = { email: string; name: string; active: boolean }
type SecretRow = { name: string; kind: string; location: string; rotateEveryDays: number | null; lastRotatedAt: Date | null }

/** A stored server with what SERVER_INCLUDE reads. */
export type ServerRow = {
  id: string; slug: string; name: string; purpose: string; environment: Environment; sensitivity: Sensitivity; effects: string[]
  identityKind: 'spiffe' | 'oidc' | null; spiffeId: string | null; issuer: string | null; subject: string | null
  transport: Transport; endpoint: string | null; command: string[]; source: string; downstream: string[]; reviewEveryDays: number | null; discoverEveryHours: number | null; discoveryCredential: string | null
  mode: string; lifecycle: Lifecycle; lifecycleBefore: Lifecycle | null; pilotUntil: Date | null; revokedAt: Date | null; version: number; createdAt: Date; updatedAt: Date
  owner: PersonRow; backupOwner: PersonRow | null; team: { name: string } | null; secrets: SecretRow[]
  consents: { to: Lifecycle; personId: string }[]
}

/** A binding of one of the server's names that is in force. */
export type NameRow = { name: string; origin: string; sourceName: string | null; validFrom: Date | null }

export type PersonRef = { email: string; name: string; active: boolean }

/** A server as it is answered. */
export type ServerView = {
  id: string; slug: string; name: string; purpose: string; environment: Environment; sensitivity: Sensitivity; effects: string[]
  identity: Identity | null; transport: Transport; endpoint: string | null; command: string[] | null
  owner: PersonRef; ownerEmail: string; backupOwner: PersonRef | null; backupOwnerEmail: string | null; team: string | null
  aliases: ReturnType<typeof aliasView>[]; downstream: string[]
  secrets: { name: string; kind: string; location: string; rotateEveryDays: number | null; lastRotatedAt: string | null }[]
  source: string; mode: string; lifecycle: Lifecycle; lifecycleBefore: Lifecycle | null; pilotUntil: string | null
  /** When its offboarding revoked everything; from then on it only retires. */
  revokedAt: string | null
  reviewEveryDays: number | null; discoverEveryHours: number | null; /** The name of the operator's credential. */ discoveryCredential: string | null; version: number; createdAt: string; updatedAt: string
  /** A move that one of two people has consented to. */
  pending?: { to: Lifecycle; have: number; need: number }
}

/** The answer for a stored server and the names bound to it now. */
export function serverView(row: ServerRow, names: readonly NameRow[]): ServerView {
  const consent = row.consents[0]
  return {
    id: row.id, slug: row.slug, name: row.name, purpose: row.purpose, environment: row.environment, sensitivity: row.sensitivity, effects: row.effects,
    identity: identityOf(row), transport: row.transport, endpoint: row.endpoint, command: row.command.length === 0 ? null : row.command,
    owner: personRef(row.owner), ownerEmail: row.owner.email,
    backupOwner: row.backupOwner === null ? null : personRef(row.backupOwner), backupOwnerEmail: row.backupOwner?.email ?? null,
    team: row.team?.name ?? null,
    aliases: names.filter((name) => name.origin === 'alias').map((name) => aliasView({ name: name.name, source: name.sourceName, from: name.validFrom })),
    downstream: row.downstream,
    secrets: row.secrets.map(({ name, kind, location, rotateEveryDays, lastRotatedAt }) => ({ name, kind, location, rotateEveryDays, lastRotatedAt: lastRotatedAt?.toISOString() ?? null })),
    source: row.source, mode: row.mode, lifecycle: row.lifecycle, lifecycleBefore: row.lifecycleBefore, pilotUntil: row.pilotUntil?.toISOString() ?? null, revokedAt: row.revokedAt?.toISOString() ?? null,
    reviewEveryDays: row.reviewEveryDays, discoverEveryHours: row.discoverEveryHours, discoveryCredential: row.discoveryCredential, version: row.version, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString(),
    // However many people stand behind the first consent, it is one consent of the two that are needed.
    ...(consent === undefined ? {} : { pending: { to: consent.to, have: 1, need: 2 } }),
  }
}

function personRef(person: PersonRow): PersonRef {
  return { email: person.email, name: person.name, active: person.active }
}
