import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { isAppError } from '@/lib/errors'
import { revokeGrant } from '@/lib/grants/commands/change-grant'
import { narrowGrant } from '@/lib/grants/commands/narrow-grant'
import { narrowBodySchema } from '@/lib/grants/narrow-model'
import { type ApprovalPolicy, DEFAULT_POLICY } from '@/lib/requests/approval-policy'
import { decisionSchema, type RequestBody, requestBodySchema } from '@/lib/requests/model'
import { TEST_NOW, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { as, aTokenOf, declareRequestWorld, yes } from '@/lib/testing/request-builders'
import { anyMoves, type Move, type Single } from '@/lib/testing/request-moves'
import { faultsBetween, mayAnswer, type Picture, pictureOf } from '@/lib/testing/request-witness'
import { changePolicy } from './change-policy'
import { decideRequest } from './decide-request'
import { editRequest } from './edit-request'
import { lapseRequests } from './lapse-requests'
import { nudgeRequest } from './nudge-request'
import { settleRequests } from './settle-requests'
import { submitRequest } from './submit-request'
import { withdrawRequest } from './withdraw-request'

const database = useDatabase()
const HOUR = 3_600_000
/** Stories, and the time after which no further one begins. */
const RUNS = 30
const LIMIT_MS = 15_000
/** So many must have been played before it is asked what came of them. */
const ENOUGH = 10

/** What came of the moves of all stories together, so that a test which tries nothing is seen. */
const tally = new Map<string, number>()
const count = (what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1)

function pick<T>(from: readonly T[], which: number): T | undefined {
  return from[which % Math.max(1, from.length)]
}

type Asked = Extract<Single, { do: 'edit' }>['asked']

function bodyOf(asked: Asked, now: Date, more: Record<string, unknown> = {}): RequestBody {
  const day = (days: number): string => new Date(now.getTime() + days * 24 * HOUR).toISOString()
  const { durationDays, untilDays } = asked.term
  return requestBodySchema.parse({
    server: asked.server, caller: { agent: asked.agent, client: 'code', human: asked.human }, purpose: 'A story', targets: asked.targets.map((target) => ({ kind: 'tool', ...target })),
    ...(durationDays === undefined ? {} : { durationDays }), ...(untilDays === undefined ? {} : { until: untilDays === null ? null : day(untilDays) }),
    ...(asked.startsInDays === null ? {} : { startsAt: day(asked.startsInDays) }), ...more,
  })
}

/** Four policies: the rule book’s, one that asks for as little as may be, one with a configured effect, and one that is short and strict. */
function otherPolicy(number: number): ApprovalPolicy {
  const policy = DEFAULT_POLICY
  const { read, write, admin } = policy.steps
  if (number === 1) return { ...policy, steps: { read, write: read, admin: { public: read.public, internal: read.public, confidential: read.public, restricted: read.public } }, maximumDays: { ...policy.maximumDays, admin: policy.maximumDays.read } }
  if (number === 2) return { ...policy, strictEffects: ['payments'] }
  if (number === 3) return { ...policy, steps: { read: write, write: admin, admin }, maximumDays: { ...policy.maximumDays, read: policy.maximumDays.admin }, breakGlassHours: 1, lapseDays: 2 }
  return policy
}

/** Does one thing; who acts is asked before, as their session would. `picture` is what everybody saw last. */
async function perform(move: Single, picture: Picture, now: Date): Promise<unknown> {
  const ctx = testCtx(now)
  const pending = picture.requests.filter((one) => one.state === 'pending')
  const owner = (id: string | undefined): string => (id ?? 'per_dana').slice('per_'.length)
  switch (move.do) {
    case 'submit': {
      const actor = move.maker === null ? await as(move.by, now) : await aTokenOf(move.by, { behind: [`per_${move.by}`, `per_${move.maker}`] })
      return submitRequest(ctx, actor, bodyOf(move.asked, now))
    }
    case 'breakGlass': return submitRequest(ctx, await as(move.by, now), bodyOf(move.asked, now, { breakGlass: true }))
    case 'renew':
    case 'confirm': {
      const grant = pick(picture.grants.filter((one) => (one.origin === 'import') === (move.do === 'confirm')), move.which)
      if (grant === undefined) return null
      const agent = grant.agentId === null ? 'any' : grant.agentId.slice('agt_'.length)
      const human = grant.humanRule === 'person' ? `${owner(grant.personId ?? '')}@acme.test` : grant.humanRule === 'team' ? 'team:core' : grant.humanRule
      const asked = { server: grant.serverId.slice('srv_'.length), agent, human, targets: [{ name: grant.target, access: grant.access, scope: grant.scope }], term: { durationDays: move.days }, startsInDays: null }
      return submitRequest(ctx, await as(move.by, now), bodyOf(asked, now, { mode: grant.mode, reauthorise: grant.reauthorise, ...(move.do === 'renew' ? { renews: grant.id } : { confirms: grant.id }) }))
    }
    case 'edit': {
      const request = pick(pending, move.which)
      return request === undefined ? null : editRequest(ctx, await as(move.by ?? owner(request.requesterId), now), request.id, bodyOf(move.asked, now))
    }
    case 'answer': return answer(move, pending, picture, now)
    case 'withdraw':
    case 'nudge': {
      const request = pick(move.which > 5 ? picture.requests : pending, move.which)
      return request === undefined ? null : (move.do === 'withdraw' ? withdrawRequest : nudgeRequest)(ctx, await as(move.by ?? owner(request.requesterId), now), request.id)
    }
    case 'narrowGrant':
    case 'revokeGrant': {
      const grant = pick(picture.grants, move.which)
      if (grant === undefined) return null
      if (move.do === 'revokeGrant') return revokeGrant(ctx, await as(move.by, now), grant.id, 'A story')
      return narrowGrant(ctx, await as(move.by, now), grant.id, narrowBodySchema.parse({ reason: 'A story', targets: [{ kind: 'tool', name: 'list_issues', access: 'read', scope: grant.scope }] }))
    }
    case 'lapse': return lapseRequests(ctx)
    case 'settle': return settleRequests(ctx)
    case 'policy': return changePolicy(ctx, await as('rae', now), { content: otherPolicy(move.number), reason: 'A story', number: Math.max(0, ...picture.policies.map((one) => one.number)) })
    default: return change(move, now)
  }
}

async function answer(move: Extract<Single, { do: 'answer' }>, pending: Picture['requests'], picture: Picture, now: Date): Promise<unknown> {
  // Now and then one that has ended already.
  const request = pick(move.which === 7 ? picture.requests : pending.slice(-3), move.which)
  if (request === undefined) return null
  const by = move.by === null ? pick(mayAnswer(picture, request), move.which) : `per_${move.by}`
  if (by === undefined) return null
  const input = move.deny ? { answer: 'deny', reason: 'A story' } : { ...yes(), ...(move.narrowed === null ? {} : { narrowed: move.narrowed }) }
  return decideRequest(testCtx(now), await as(by.slice('per_'.length), now), request.id, decisionSchema.parse(input))
}

/** What happens to people, servers and settings meanwhile, straight in the store: whoever may do it, it may happen. */
async function change(move: Exclude<Single, { do: 'submit' | 'breakGlass' | 'renew' | 'confirm' | 'edit' | 'answer' | 'withdraw' | 'nudge' | 'narrowGrant' | 'revokeGrant' | 'lapse' | 'settle' | 'policy' }>, now: Date): Promise<unknown> {
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
    case 'sensitivity': return db().server.update({ where: { id: `srv_${move.server}` }, data: { sensitivity: move.value } })
    case 'effects': return db().server.update({ where: { id: `srv_${move.server}` }, data: { effects: move.value } })
    case 'standIn': {
      if (move.person === move.delegate) return null
      return db().delegation.create({ data: { id: testCtx().id('delegation'), personId: `per_${move.person}`, delegateId: `per_${move.delegate}`, validFrom: now, validTo: new Date(now.getTime() + move.hours * HOUR), createdBy: `per_${move.person}`, createdAt: now } })
    }
  }
}

/** Only refusals in words are answers; anything else is a fault of the program. */
function outcome(move: Single, answered: PromiseSettledResult<unknown>): string {
  if (answered.status === 'fulfilled') return answered.value === null ? 'nothing' : 'done'
  const { reason } = answered
  if (!isAppError(reason) || reason.code === 'internal') throw new Error(`${move.do} ended in no words`, { cause: reason })
  return reason.code
}

async function importedGrants(): Promise<void> {
  const row = { agentId: 'agt_triage', clientId: 'cli_code', humanRule: 'any' as const, targetKind: 'tool' as const, purpose: 'Before this console', validFrom: new Date(TEST_NOW.getTime() - 24 * HOUR), origin: 'import' as const, importReason: 'In force', createdBy: 'per_rae', createdAt: TEST_NOW }
  await db().grant.createMany({ data: [
    { ...row, id: 'gnt_imported_1', serverId: 'srv_github', target: '*_issue', access: 'write', scope: [], validUntil: null },
    { ...row, id: 'gnt_imported_2', serverId: 'srv_safe', target: 'list_issues', access: 'read', scope: ['repo:a/*'], validUntil: new Date(TEST_NOW.getTime() + 300 * 24 * HOUR) },
    { ...row, id: 'gnt_imported_3', serverId: 'srv_open', target: '*', access: 'read', scope: [], validUntil: null },
  ] })
}

/** Plays a story and looks at the store after every step of it. */
async function play(moves: readonly Move[]): Promise<void> {
  count('story')
  await database.truncate()
  await declareRequestWorld()
  await importedGrants()
  let now = TEST_NOW
  let before = await pictureOf(now)
  for (const move of moves) {
    // The clock alone changes nothing that is stored.
    if (move.do === 'clock') now = new Date(now.getTime() + move.hours * HOUR)
    const singles = move.do === 'clock' ? [] : move.do === 'both' ? [move.one, move.other] : [move]
    const seen = before
    const answered = await Promise.allSettled(singles.map((single) => perform(single, seen, now)))
    const outcomes = singles.flatMap((single, i) => (answered[i] === undefined ? [] : [`${single.do} ${outcome(single, answered[i])}`]))
    outcomes.forEach(count)
    if (outcomes.every((one) => one.endsWith(' nothing'))) continue
    const after = await pictureOf(now)
    expect(faultsBetween({ ...before, now }, after), `after ${JSON.stringify(move)}`).toEqual([])
    for (const request of after.requests) if (before.requests.find((one) => one.id === request.id)?.state !== request.state) count(`${request.kind} ${request.state}`)
    before = after
  }
}

describe('random stories of many people in one store', () => {
  it('never yield a grant without the required different approvals, of one’s own approving, too long, dated back, wider than asked, nor two outcomes', async () => {
    await fc.assert(fc.asyncProperty(anyMoves, play), { numRuns: RUNS, interruptAfterTimeLimit: LIMIT_MS, endOnFailure: false })
    // Stories in which nothing ever came to be would prove nothing; a slow machine plays few.
    if ((tally.get('story') ?? 0) < ENOUGH) return
    for (const often of ['grant pending', 'grant approved', 'break_glass pending', 'answer done', 'answer forbidden']) expect([often, (tally.get(often) ?? 0) > 0]).toEqual([often, true])
  }, 240_000)
})
