import type { Heirs } from './succession'
import type { Subject } from './model'

/** How a grant has to do with the subject: given on the server, naming it, or through a team that is named. */
export type GrantTie = 'given' | 'held' | 'team'
export type GrantRow = { id: string; tie: GrantTie; scheduled: boolean; mode: 'direct' | 'task' }

/** `named`: it names the subject as what would call or be called; asked = the leaver asks; duty = it waits for somebody in the leaver's place. */
export type RequestRow = { id: string; tie: 'named' | 'asked' | 'duty'; draft: boolean }

/** `ingest`: the sources that report with it, `*` = any. */
export type TokenRow = { id: string; name: string; ownerId: string; createdBy: string; ingest: readonly string[]; lastUsedAt: string | null }

/** By whose word a secret is another one, the latest first. */
export type RotationRow = { at: string; via: string; by: string; reference: string }
export type SecretRow = { id: string; name: string; kind: string; location: string; serverId: string; slug: string; rotations: readonly RotationRow[] }

export type ServerRow = { id: string; slug: string; ownerId: string; backupOwnerId: string | null }
export type StandInRow = { id: string; personId: string; person: string; delegate: string }
/** A document of the console that says the subject's name: which, and where it can be changed. */
export type MentionRow = { what: 'review_template' | 'grant_document'; id: string; title: string; path: string; where: string }
/** A source that speaks for the server, or whose constants say the agent or client where records leave it out. `only`: it speaks for nothing else. */
export type SourceRow = { id: string; name: string; part: 'covers' | 'constants'; only: boolean; tokens: readonly string[] }
export type CaseRowFact = { id: string; name: string; subjectKind: Subject['kind']; subjectId: string; answerable: string | null }
/** A client in whose settings a copy of the subject is. */
export type CopyRow = { id: string | null; name: string; calls: number; lastAt: string }
/** Who acts for the subject, directly or through others: the path begins with the subject and ends with this one. */
export type ChildRow = { key: string; agentId: string | null; name: string; path: readonly string[]; sponsorId: string | null; lastAt: string | null }
export type Thing = { id: string; name: string }

/** Everything of a subject that the list of residual access is made from, as of one time. Ids sorted. */
export type ResidualFacts = {
  subject: Subject & { name: string; /** A server's owner, an agent's sponsor. */ answerable: string | null; /** SPIFFE ID, `issuer|subject`, or a client's id at the provider. */ identity: string | null; /** Revoked, retired or not active any more. */ ended: boolean }
  heirs: Heirs
  /** Who answers for what belongs to nobody in particular: the case's owner, else a security reviewer. */
  fallbackId: string | null
  grants: readonly GrantRow[]
  /** Grants that name nobody in its dimension and admit it because it is registered: some ids, and how many. */
  anyGrants: { ids: readonly string[]; count: number }
  requests: readonly RequestRow[]
  tokens: readonly TokenRow[]
  sessions: readonly string[]
  links: readonly string[]
  secrets: readonly SecretRow[]
  downstream: readonly string[]
  owned: readonly ServerRow[]
  backed: readonly ServerRow[]
  sponsored: readonly Thing[]
  reports: readonly Thing[]
  memberships: readonly Thing[]
  children: readonly ChildRow[]
  reviewTasks: readonly string[]
  standIns: readonly StandInRow[]
  mentions: readonly MentionRow[]
  sources: readonly SourceRow[]
  cases: readonly CaseRowFact[]
  copies: readonly CopyRow[]
}

/** Ids that a line keeps at most; its count is exact whatever. */
export const MOST_IDS = 500
