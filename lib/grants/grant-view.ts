import type { Access } from '@/lib/registry/model'
import type { Reach } from './includes'
import type { GrantOrigin, TargetKind } from './model'
import { humanRuleOf } from './resolve-caller'
import { grantState, type GrantState, isSuspended } from './state'

/** A grant with the names of what it points to, as the store has it. */
export type StoredGrant = {
  id: string
  server: { id: string; slug: string; name: string }
  agent: { id: string; name: string; spiffeId: string | null; issuer: string | null; subject: string | null } | null
  client: { id: string; name: string; clientId: string | null } | null
  humanRule: 'person' | 'team' | 'any' | 'none'
  person: { id: string; email: string; name: string } | null
  team: { id: string; name: string } | null
  targetKind: TargetKind
  target: string
  access: Access
  scope: string[]
  purpose: string
  validFrom: Date
  validUntil: Date | null
  revokedAt: Date | null
  revokedBy: string | null
  revokeReason: string | null
  mode: 'direct' | 'task'
  reauthorise: boolean
  origin: GrantOrigin
  externalId: string | null
  importReason: string | null
  confirmedAt: Date | null
  /** The request that led to it. */
  requestId: string | null
  /** The grant that it narrows. */
  narrowsId: string | null
  createdBy: string
  createdAt: Date
  holds: readonly StoredHold[]
}

export type StoredHold = {
  id: string; cause: string; toolName: string | null; reason: string; openedBy: string; openedAt: Date
  closedBy: string | null; closedAt: Date | null; closeReason: string | null
}

/** A grant as the API answers it and the screens show it; times RFC 3339, identities as they are known. */
export type GrantView = Omit<StoredGrant, 'server' | 'agent' | 'client' | 'humanRule' | 'person' | 'team' | 'targetKind' | 'target' | 'validFrom' | 'validUntil' | 'revokedAt' | 'confirmedAt' | 'createdAt' | 'holds'> & {
  server: string
  caller: { agent: string; client: string; human: string }
  target: { kind: TargetKind; name: string }
  validFrom: string
  validUntil: string | null
  openEnded: boolean
  revokedAt: string | null
  state: GrantState
  suspended: boolean
  holds: (Omit<StoredHold, 'openedAt' | 'closedAt'> & { openedAt: string; closedAt: string | null })[]
  imported: boolean
  confirmedAt: string | null
  createdAt: string
}

/** SPIFFE ID or `issuer|subject`; `any` where the grant names none. */
export function agentAsKnown(agent: StoredGrant['agent']): string {
  return agent === null ? 'any' : agent.spiffeId ?? `${agent.issuer ?? ''}|${agent.subject ?? ''}`
}

/** Client id, else name; `any` where the grant names none. */
export function clientAsKnown(client: StoredGrant['client']): string {
  return client === null ? 'any' : client.clientId ?? client.name
}

/** E-mail, `team:<name>`, `any` or `none`. */
export function humanAsKnown(grant: Pick<StoredGrant, 'humanRule' | 'person' | 'team'>): string {
  if (grant.humanRule === 'person') return grant.person?.email ?? 'unknown'
  return grant.humanRule === 'team' ? `team:${grant.team?.name ?? 'unknown'}` : grant.humanRule
}

/** The grant's times in milliseconds, as the rules of `state.ts` ask for them. */
export function windowOf(grant: Pick<StoredGrant, 'validFrom' | 'validUntil' | 'revokedAt'>): { validFrom: number; validUntil: number | null; revokedAt: number | null } {
  return { validFrom: grant.validFrom.getTime(), validUntil: grant.validUntil?.getTime() ?? null, revokedAt: grant.revokedAt?.getTime() ?? null }
}

/** The grant in the form that inclusion asks for. */
export function reachOfGrant(grant: StoredGrant): Reach {
  const { server, agent, client, humanRule, person, team, targetKind, target, access, scope, mode } = grant
  return { serverId: server.id, agentId: agent?.id ?? null, clientId: client?.id ?? null, human: humanRuleOf({ humanRule, personId: person?.id ?? null, teamId: team?.id ?? null }), targetKind, target, access, scope, mode }
}

export function holdsOf(holds: readonly StoredHold[]): { id: string; cause: string; toolName: string | null; openedAt: number; closedAt: number | null }[] {
  return holds.map((hold) => ({ id: hold.id, cause: hold.cause, toolName: hold.toolName, openedAt: hold.openedAt.getTime(), closedAt: hold.closedAt?.getTime() ?? null }))
}

const iso = (date: Date | null): string | null => date?.toISOString() ?? null

export function grantView(grant: StoredGrant, now: Date): GrantView {
  return {
    id: grant.id,
    server: grant.server.slug,
    caller: { agent: agentAsKnown(grant.agent), client: clientAsKnown(grant.client), human: humanAsKnown(grant) },
    target: { kind: grant.targetKind, name: grant.target },
    access: grant.access, scope: grant.scope, purpose: grant.purpose,
    validFrom: grant.validFrom.toISOString(), validUntil: iso(grant.validUntil), openEnded: grant.validUntil === null,
    mode: grant.mode, reauthorise: grant.reauthorise,
    state: grantState(windowOf(grant), now.getTime()),
    suspended: isSuspended(holdsOf(grant.holds), now.getTime()),
    holds: grant.holds.map((hold) => ({ ...hold, openedAt: hold.openedAt.toISOString(), closedAt: iso(hold.closedAt) })),
    origin: grant.origin, imported: grant.origin === 'import', externalId: grant.externalId, importReason: grant.importReason,
    confirmedAt: iso(grant.confirmedAt), requestId: grant.requestId, narrowsId: grant.narrowsId,
    revokedAt: iso(grant.revokedAt), revokedBy: grant.revokedBy, revokeReason: grant.revokeReason,
    createdAt: grant.createdAt.toISOString(), createdBy: grant.createdBy,
  }
}

/** In words, for the trail and for titles: who may reach what. */
export function grantTitle(view: Pick<GrantView, 'server' | 'caller' | 'target'>): string {
  return `${view.target.name} on ${view.server} for ${view.caller.agent}`
}
