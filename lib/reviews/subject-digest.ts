import { canonicalJson } from '@/lib/canonical-json'
import { sha256Hex } from '@/lib/hash'

/** A grant's row, as the store has it. */
export type DigestedGrant = {
  serverId: string; agentId: string | null; clientId: string | null; humanRule: string; personId: string | null; teamId: string | null
  targetKind: string; target: string; access: string; scope: readonly string[]; validFrom: Date; validUntil: Date | null
  mode: string; reauthorise: boolean; confirmedAt: Date | null
}

/** What a grant on tools is bound to. */
export type DigestedBinding = { toolName: string; hash: string }

/**
 * SHA-256 over the canonical JSON (RFC 8785) of what of a grant a decision is about. Another one later means that the grant is no
 * longer what was decided on. That it is over (revoked, expired) or held is not in it: a decision on it is not about that. Neither are
 * purpose and origin, which never change. The order of a scope and of bindings means nothing.
 */
export function grantDigest(grant: DigestedGrant, bindings: readonly DigestedBinding[]): string {
  return sha256Hex(canonicalJson({
    subject: 'grant', server: grant.serverId, agent: grant.agentId, client: grant.clientId,
    human: { rule: grant.humanRule, person: grant.personId, team: grant.teamId },
    target: { kind: grant.targetKind, name: grant.target }, access: grant.access, scope: [...new Set(grant.scope)].sort(),
    validFrom: grant.validFrom.toISOString(), validUntil: iso(grant.validUntil), mode: grant.mode, reauthorise: grant.reauthorise, confirmedAt: iso(grant.confirmedAt),
    definitions: Object.fromEntries(bindings.map((binding) => [binding.toolName, binding.hash])),
  }))
}

/** Of an agent: sponsor, no backup owner, `active` or `inactive`. */
export type DigestedOwnership = { subject: 'server' | 'agent'; id: string; ownerId: string; backupOwnerId: string | null; lifecycle: string }

/** The same for who answers for a server or an agent, and whether it is in service. */
export function ownershipDigest({ subject, id, ownerId, backupOwnerId, lifecycle }: DigestedOwnership): string {
  return sha256Hex(canonicalJson({ subject, id, owner: ownerId, backupOwner: backupOwnerId, lifecycle }))
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null
}
