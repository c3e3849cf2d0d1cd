import { db, type Prisma } from '@/lib/db/client'
import type { StoredGrant } from '@/lib/grants/grant-view'
import { storedGrants } from '@/lib/grants/queries/find-grants'
import type { FrozenGrant, FrozenOwnership, FrozenUse } from '@/lib/reviews/frozen'
import type { OutcomeDetail } from '@/lib/reviews/model'
import { grantDigest, ownershipDigest } from '@/lib/reviews/subject-digest'
import { at, TEST_NOW } from './clock'
import { aCampaign, anItem } from './review-rows'

/** Reviews as they stand after their last stage: campaigns whose items are decided, frozen as a launch would freeze them. */

const NO_USE: FrozenUse = { days: 90, state: 'young', calls: 0, calls30: 0, blocked: 0, lastAt: null, weeks: Array.from({ length: 13 }, () => 0), agents: 0, clients: 0, humans: 0, callers: [], targets: [], targetsUsed: 0, accessUsed: null, agentReported: 0 }
const NOTHING_SAID = { answer: 'none', rule: 'no_evidence', text: 'The evidence allows no recommendation.' } as const

/** A grant frozen with evidence that says nothing. */
export function aFrozenGrant(grant: StoredGrant): FrozenGrant {
  const { server, person, team } = grant
  return {
    subject: 'grant',
    grant: {
      id: grant.id, server: { id: server.id, slug: server.slug, name: server.name, environment: 'production', sensitivity: 'internal', effects: [], owner: null, backupOwner: null },
      agent: grant.agent === null ? null : { id: grant.agent.id, name: grant.agent.name, sponsor: null }, client: grant.client === null ? null : { id: grant.client.id, name: grant.client.name },
      human: { rule: grant.humanRule, id: person?.id ?? team?.id ?? null, name: person?.name ?? team?.name ?? grant.humanRule }, target: { kind: grant.targetKind, name: grant.target }, access: grant.access, scope: grant.scope,
      purpose: grant.purpose, validFrom: grant.validFrom.toISOString(), validUntil: grant.validUntil?.toISOString() ?? null, mode: grant.mode, reauthorise: grant.reauthorise, origin: grant.origin, requestId: grant.requestId,
      confirmedAt: grant.confirmedAt?.toISOString() ?? null, createdAt: grant.createdAt.toISOString(), cameBy: 'Imported', requester: null, approvers: [],
    },
    use: NO_USE, telemetry: { evaluable: false, gaps: ['no source'] }, admits: null, destructive: false, definition: { state: 'unbound', tool: null, from: null, to: null, reasons: [], held: false },
    peers: { holding: 1, of: 2 }, findings: [], narrowed: null, previous: null, recommendation: NOTHING_SAID,
  }
}

type Decided = Partial<Omit<Prisma.ReviewItemUncheckedCreateInput, 'outcomeDetail'>> & { outcome: 'keep' | 'shorten' | 'narrow' | 'revoke'; detail?: Partial<OutcomeDetail> }

function decided({ outcome, detail, ...more }: Decided): Partial<Prisma.ReviewItemUncheckedCreateInput> & { outcome: string } {
  const state = more.state ?? 'decided'
  return {
    state, outcome, outcomeBy: 'answers', outcomeDetail: { why: 'Erin said so', until: null, targets: null, ...detail }, decidedAt: at('-1h'), remediation: outcome === 'keep' ? 'none' : 'open', updatedAt: at('-1h'), ...more,
  }
}

/** An item about a grant of the store, decided as told; its id is that of the grant. */
export async function aDecidedItem(campaignId: string, grantId: string, more: Decided): Promise<string> {
  const [grant] = await storedGrants(db(), [grantId])
  if (grant === undefined) throw new Error(`There is no grant ${grantId}.`)
  const bindings = await db().grantDefinition.findMany({ where: { grantId } })
  const { server, agent, client, person, team, ...row } = grant
  const id = `itm_${campaignId}_${grantId}`
  await anItem({
    id, campaignId, grantId, serverId: server.id, agentId: agent?.id ?? null, server: server.slug, agent: agent?.name ?? null, target: grant.target, access: grant.access,
    frozen: aFrozenGrant(grant), digest: grantDigest({ ...row, serverId: server.id, agentId: agent?.id ?? null, clientId: client?.id ?? null, personId: person?.id ?? null, teamId: team?.id ?? null }, bindings), ...decided(more),
  })
  return id
}

/** An item about who answers for a server, decided as told. */
export async function aDecidedOwnership(campaignId: string, serverId: string, more: Decided): Promise<string> {
  const server = await db().server.findUniqueOrThrow({ where: { id: serverId } })
  const owner = await db().person.findUniqueOrThrow({ where: { id: server.ownerId }, select: { id: true, name: true, email: true, active: true } })
  const frozen: FrozenOwnership = {
    subject: 'server', id: serverId, name: server.name, known: server.slug, purpose: server.purpose, environment: server.environment, sensitivity: server.sensitivity, lifecycle: server.lifecycle, owner: { id: owner.id, name: owner.name, email: owner.email },
    ownerActive: owner.active, backupOwner: null, grants: 0, use: NO_USE, telemetry: { evaluable: false, gaps: [] }, findings: [], previous: null, recommendation: NOTHING_SAID,
  }
  const id = `itm_${campaignId}_${serverId}`
  const digest = ownershipDigest({ subject: 'server', id: serverId, ownerId: server.ownerId, backupOwnerId: server.backupOwnerId, lifecycle: server.lifecycle })
  await anItem({ id, campaignId, subject: 'server', grantId: null, serverId, server: server.slug, agent: null, target: server.name, access: null, frozen, digest, ...decided(more) })
  return id
}

/** A campaign whose last stage has closed an hour ago; `content` as told, such as how it is remedied. */
export async function aDecidedCampaign(id: string, content: Record<string, unknown> = {}, more: Partial<Omit<Prisma.ReviewCampaignUncheckedCreateInput, 'id' | 'content'>> = {}): Promise<string> {
  await aCampaign({ id, content, name: 'Autumn review', state: 'remediation', decidedAt: at('-1h'), asOf: at('-1h', TEST_NOW), stageEndsAt: at('-1h'), updatedAt: at('-1h'), ...more })
  return id
}
