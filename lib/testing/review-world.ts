import { db, type Prisma } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { draftCampaign } from '@/lib/reviews/commands/draft-campaign'
import { launchCampaign } from '@/lib/reviews/commands/launch-campaign'
import { contentSchema } from '@/lib/reviews/content'
import { at, TEST_NOW, testCtx } from './clock'
import { as, declareRequestWorld } from './request-builders'
import type { ReviewSingle } from './review-moves'

/** Who asked for it, who stands behind that, and who said yes. */
export type AskedFor = { by: string; behind?: readonly string[]; sponsor?: string; approvedBy: readonly string[] }

/** One grant straight into the store, with the request that led to it. Names without their prefixes. */
export async function aReviewedGrant(id: string, more: Partial<Prisma.GrantUncheckedCreateInput>, asked?: AskedFor): Promise<void> {
  const requestId = asked === undefined ? null : `req_${id}`
  if (asked !== undefined && requestId !== null) {
    const behind = [asked.by, ...(asked.behind ?? [])].map((name) => `per_${name}`)
    await db().grantRequest.create({
      data: {
        id: requestId, kind: 'grant', state: 'approved', requesterId: `per_${asked.by}`, requestedBy: `per_${asked.by}`, behind, serverId: more.serverId ?? 'srv_github', agentId: more.agentId ?? 'agt_triage', sponsorId: asked.sponsor === undefined ? null : `per_${asked.sponsor}`, content: {}, policyNumber: 0,
        submittedAt: at('-2d'), lapsesAt: at('+9d'), closedAt: at('-1d'), closedBy: `per_${asked.approvedBy.at(-1) ?? 'rae'}`, createdAt: at('-2d'), updatedAt: at('-1d'),
        revisions: { create: { number: 1, change: 'submitted', content: {}, by: `per_${asked.by}`, at: at('-2d') } },
        decisions: { create: asked.approvedBy.map((name) => ({ id: `dec_${id}_${name}`, round: 1, revision: 1, step: 'owner', standing: 'owner', answer: 'approve', personId: `per_${name}`, actorId: `per_${name}`, reason: 'It is needed', at: at('-1d') })) },
      },
    })
  }
  await db().grant.create({
    data: {
      id: `gnt_${id}`, serverId: 'srv_github', agentId: 'agt_triage', clientId: 'cli_code', humanRule: 'any', targetKind: 'tool', target: 'list_issues', access: 'read', scope: [], purpose: 'Triage', validFrom: at('-1d'), validUntil: at('+300d'),
      origin: asked === undefined ? 'import' : 'request', importReason: asked === undefined ? 'In force' : null, requestId, createdBy: 'per_rae', createdAt: at('-1d'), ...more,
    },
  })
}

/**
 * The requests' world with grants of all sorts, each tied to different people: dana sponsors both agents and is in the team core; erin
 * owns every server, bert is her backup, mona her manager; rae, rob and sam review; otto has nothing to do with anything but what he asked for.
 */
export async function declareReviewWorld(): Promise<void> {
  await declareRequestWorld()
  await aReviewedGrant('asked', {}, { by: 'dana', approvedBy: ['erin'] })
  await aReviewedGrant('glob', { target: '*_issue', access: 'write', validUntil: null })
  await aReviewedGrant('named', { target: 'create_issue', access: 'write', humanRule: 'person', personId: 'per_erin' })
  await aReviewedGrant('team', { serverId: 'srv_ledger', target: '*', humanRule: 'team', teamId: 'tem_core' }, { by: 'otto', approvedBy: ['erin', 'rae'] })
  await aReviewedGrant('admin', { serverId: 'srv_safe', target: 'delete_all', access: 'admin', agentId: 'agt_release' }, { by: 'zoe', behind: ['rob'], sponsor: 'sam', approvedBy: ['rae'] })
  await aReviewedGrant('anybody', { serverId: 'srv_open', target: 'list_*', agentId: null, validUntil: null }, { by: 'otto', behind: ['rae'], approvedBy: ['erin'] })
  await aReviewedGrant('scoped', { serverId: 'srv_safe', scope: ['repo:a/*'], validUntil: at('+40d', TEST_NOW) })
}

/** Some items are made such that they may be answered together, whatever their evidence. */
export async function letSomeBeAnsweredTogether(): Promise<void> {
  await db().reviewItem.updateMany({ where: { position: { in: [0, 2, 3, 5] } }, data: { flags: [], recommendation: 'keep' } })
  await db().reviewItem.updateMany({ where: { position: { in: [1, 4] } }, data: { flags: ['never_used'], recommendation: 'revoke' } })
}

const WORLD = ['tie', 'narrowGrant', 'revokeGrant', 'owner', 'backup', 'manager', 'sponsor', 'leave', 'return', 'reviewer', 'noReviewer', 'join', 'quit', 'standIn']

/** Does a move change by itself who is what, or which grants there are? */
export function isChangeOfWorld(move: string): boolean {
  return WORLD.includes(move)
}

/** What happens to people and servers meanwhile, straight in the store: whoever may do it, it may happen. */
export async function changeWorld(move: Extract<ReviewSingle, { do: 'owner' | 'backup' | 'manager' | 'sponsor' | 'leave' | 'return' | 'reviewer' | 'noReviewer' | 'join' | 'quit' | 'standIn' }>, now: Date): Promise<unknown> {
  switch (move.do) {
    case 'owner': return db().server.update({ where: { id: `srv_${move.server}` }, data: { ownerId: `per_${move.person}` } })
    case 'backup': return db().server.update({ where: { id: `srv_${move.server}` }, data: { backupOwnerId: `per_${move.person}` } })
    case 'manager': return db().person.update({ where: { id: `per_${move.of}` }, data: { managerId: move.of === move.person ? null : `per_${move.person}` } })
    case 'sponsor': return db().agent.update({ where: { id: `agt_${move.of}` }, data: { sponsorId: `per_${move.person}` } })
    case 'leave':
    case 'return': return db().person.update({ where: { id: `per_${move.person}` }, data: { active: move.do === 'return' } })
    case 'reviewer':
    case 'noReviewer': {
      const { roles } = await db().person.findUniqueOrThrow({ where: { id: `per_${move.person}` } })
      const others = roles.filter((role) => role !== 'security_reviewer')
      return db().person.update({ where: { id: `per_${move.person}` }, data: { roles: move.do === 'reviewer' ? [...others, 'security_reviewer'] : others } })
    }
    case 'join': {
      const there = await db().teamMembership.findFirst({ where: { personId: `per_${move.person}`, validTo: null } })
      return there === null ? db().teamMembership.create({ data: { id: testCtx().id('membership'), teamId: 'tem_core', personId: `per_${move.person}`, validFrom: now } }) : null
    }
    case 'quit': return (await db().teamMembership.updateMany({ where: { personId: `per_${move.person}`, validTo: null, OR: [{ validFrom: null }, { validFrom: { lt: now } }] }, data: { validTo: now } })).count
    case 'standIn': {
      if (move.person === move.delegate) return null
      return db().delegation.create({ data: { id: testCtx().id('delegation'), personId: `per_${move.person}`, delegateId: `per_${move.delegate}`, validFrom: now, validTo: new Date(now.getTime() + move.hours * 3_600_000), createdBy: `per_${move.person}`, createdAt: now } })
    }
  }
}

/** Everything that reviews and grants say, as one text: to see that an attempt has left it as it was. */
export async function storeOfReviews(): Promise<string> {
  const tables = ['review_campaign', 'review_item', 'review_task', 'review_answer', 'review_stage_outcome', 'review_sign_off', 'ownership_attestation', '"grant"', 'grant_hold', 'trail_entry']
  const read = async (table: string): Promise<string> => (await rows<{ all: string | null }>(`SELECT string_agg(t::text, E'\\n' ORDER BY t::text) AS all FROM ${table} t`))[0]?.all ?? ''
  return (await Promise.all(tables.map(async (table) => `${table}\n${await read(table)}`))).join('\n')
}

/** A launched campaign over all grants of the world; its id. Rae makes it. */
export async function aRunningReview(content: Record<string, unknown> = {}, kind: 'grants' | 'ownership' = 'grants', now: Date = TEST_NOW): Promise<string> {
  const stages = [{ reviewers: [{ kind: 'owner' }], days: 10 }]
  const { id } = await draftCampaign(testCtx(now), await as('rae', now), { name: 'Autumn', kind, content: contentSchema.parse({ stages, canaries: 0, ...content }) })
  await launchCampaign(() => testCtx(now), await as('rae', now), id)
  return id
}

/** The item of a grant of this world, `asked`, `glob` and so on. */
export async function itemOf(grant: string): Promise<string> {
  return (await db().reviewItem.findFirstOrThrow({ where: { grantId: `gnt_${grant}` } })).id
}

/** Who is asked about it now. */
export async function askedAbout(grant: string): Promise<string[]> {
  const item = await db().reviewItem.findFirstOrThrow({ where: { grantId: `gnt_${grant}` } })
  return (await db().reviewTask.findMany({ where: { itemId: item.id, stage: item.stage, iteration: item.iteration, endedAt: null }, orderBy: { personId: 'asc' } })).map((one) => one.personId.slice('per_'.length))
}

const REFUSALS = ['forbidden', 'not_found', 'conflict', 'illegal_transition', 'invalid_input', 'already_exists']

/** Every one of these is refused in words, and nothing of reviews or grants has changed, not even the trail. */
export async function refusedWithoutTrace(attempts: readonly (() => Promise<unknown>)[], codes: readonly string[] = REFUSALS): Promise<void> {
  const before = await storeOfReviews()
  for (const [index, attempt] of attempts.entries()) {
    const code = await attempt().then(() => 'done', (error: { code?: string; message?: string }) => error.code ?? String(error.message))
    if (!codes.includes(code)) throw new Error(`Attempt ${index} was not refused: ${code}`)
  }
  if ((await storeOfReviews()) !== before) throw new Error('What was refused has left a trace.')
}
