import type { EvidenceFacts, GrantRow, ServerRow } from './evidence-facts'
import { personOf } from './evidence-names'
import type { FrozenGrant } from './frozen'

/** The grant itself as it is frozen: with the names that it goes by now, so that it can be read when they mean somebody else. */
export function frozenRow(facts: Pick<EvidenceFacts, 'agents' | 'clients' | 'people' | 'teams' | 'requests'>, grant: GrantRow, server: ServerRow): FrozenGrant['grant'] {
  const agent = facts.agents.get(grant.agentId ?? '')
  const client = facts.clients.get(grant.clientId ?? '')
  const request = facts.requests.get(grant.requestId ?? '')
  const approvers = request?.approvers ?? []
  return {
    id: grant.id,
    server: {
      id: server.id, slug: server.slug, name: server.name, environment: server.environment, sensitivity: server.sensitivity, effects: server.effects,
      owner: personOf(facts.people, server.ownerId), backupOwner: personOf(facts.people, server.backupOwnerId),
    },
    agent: agent === undefined ? null : { id: agent.id, name: agent.name, sponsor: personOf(facts.people, agent.sponsorId) },
    client: client === undefined ? null : { id: client.id, name: client.name },
    human: humanOf(facts, grant),
    target: { kind: grant.targetKind, name: grant.target }, access: grant.access, scope: grant.scope, purpose: grant.purpose,
    validFrom: grant.validFrom.toISOString(), validUntil: grant.validUntil?.toISOString() ?? null, mode: grant.mode, reauthorise: grant.reauthorise, origin: grant.origin,
    requestId: grant.requestId, confirmedAt: grant.confirmedAt?.toISOString() ?? null, createdAt: grant.createdAt.toISOString(),
    cameBy: cameBy(grant, approvers), requester: request?.requester ?? null, approvers: [...new Map(approvers.map(({ person }) => [person.id, person])).values()],
  }
}

function humanOf({ people, teams }: Pick<EvidenceFacts, 'people' | 'teams'>, grant: GrantRow): FrozenGrant['grant']['human'] {
  if (grant.humanRule === 'person') return { rule: 'person', id: grant.personId, name: people.get(grant.personId ?? '')?.email ?? 'unknown' }
  if (grant.humanRule === 'team') return { rule: 'team', id: grant.teamId, name: teams.get(grant.teamId ?? '')?.name ?? 'unknown' }
  return { rule: grant.humanRule, id: null, name: grant.humanRule }
}

const STEPS: Record<string, string> = { owner: 'owner', security: 'security' }

/** How a grant came to be, as one phrase. */
export function cameBy(grant: Pick<GrantRow, 'origin' | 'importReason' | 'confirmedAt'>, approvers: readonly { person: { name: string }; step: string }[]): string {
  const names = approvers.map(({ person, step }) => `${person.name} (${STEPS[step] ?? step})`)
  const by = names.length === 0 ? '' : ` by ${names.length === 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`}`
  if (grant.origin === 'break_glass') return `Put in force in an emergency${by === '' ? '' : `, answered for${by}`}`
  if (grant.origin === 'request') return by === '' ? 'Approved by request' : `Approved${by}`
  const told = grant.importReason === null ? 'Imported' : `Imported: ${grant.importReason}`
  return grant.confirmedAt === null ? told : `${told}; confirmed${by}`
}
