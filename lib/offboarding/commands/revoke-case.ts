import { type Actor, SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Tx, transaction } from '@/lib/db/client'
import { endGrants, recordEnded } from '@/lib/grants/commands/end-grants'
import { declare } from '@/lib/names/commands'
import { enqueue } from '@/lib/notify/enqueue'
import { handedTo, type HandOver } from '@/lib/offboarding/hand-over'
import { handedOverMessages } from '@/lib/offboarding/messages'
import type { CaseView, RevokeCaseInput } from '@/lib/offboarding/model'
import { readCase } from '@/lib/offboarding/queries/cases'
import { loadEndedAtLeaving } from '@/lib/offboarding/queries/ended-at-leaving'
import { interestedIn } from '@/lib/offboarding/queries/subjects'
import { residualLines } from '@/lib/offboarding/residual'
import type { ResidualFacts } from '@/lib/offboarding/residual-facts'
import { endDelegationsOf } from '@/lib/people/commands/delegations'
import { guardedHolders } from '@/lib/people/commands/roles'
import { lockRequestsOf, withdrawMany } from '@/lib/requests/commands/withdraw-many'
import { advanceIn } from './advance'
import type { Rest } from './freeze-case'
import { applyHandOver, lockOwned, namedBy } from './hand-over'
import { type CaseRecord, lockVisible, requireStand, subjectOf } from './load'
import { proveLinesIn } from './prove-lines'
import { endIdentity, grantsOf } from './revoke-access'
import { signalRevoked } from './signal-revoked'
import { insertLines, newsOf, recordCase, updateCase, wake } from './write'

/** Thousands of grants may end at once. */
const LONGEST_MS = 120_000

/**
 * Ends in one transaction all by which a frozen subject could be covered or let in: grants given and held, whatever their state, requests,
 * sessions, tokens, links, memberships and stand-ins; hands over what it owns. `conflict` with every thing that has nobody to go to, and
 * nothing is changed then.
 */
export async function revokeCase(ctx: Ctx, actor: Actor, id: string, input: RevokeCaseInput): Promise<CaseView> {
  return transaction(async (tx) => {
    const { row, ctx: now } = await lockVisible(tx, ctx, actor, id, 'revoke')
    requireStand(actor, 'offboarding.run', await subjectOf(tx, row), row.ownerId)
    const rest = await revokeIn(tx, now, actor, id, input.reason, input.handOver)
    const view = await readCase(actor, id, now.now, tx)
    await rest()
    return view
  }, LONGEST_MS)
}

/** The same in the caller's transaction, which holds the case's lock and has asked who may. Locks: requests, servers, agents, people, grants, declarations. */
export async function revokeIn(tx: Tx, ctx: Ctx, actor: Actor, id: string, reason: string, handOver: RevokeCaseInput['handOver']): Promise<Rest> {
  const row = await tx.offboardingCase.findUniqueOrThrow({ where: { id } })
  const because = `Offboarding of ${row.subjectName} (${row.id}): ${reason}`.slice(0, 2000)
  const waiting = await lockRequestsOf(tx, { kind: row.subjectKind, id: row.subjectId })
  if (row.subjectKind === 'person') await guardedHolders(tx)
  const { facts, plan } = await lockOwned(tx, ctx, row, await namedBy(tx, row, handOver, ctx.now))
  await noteLines(tx, ctx, actor, row, facts, plan)
  const requests = await withdrawMany(tx, ctx, actor, waiting, { reason: because, detail: { offboarding: row.id }, butFor: [...actor.behind, row.subjectId] })
  await applyHandOver(tx, ctx, row, plan)
  const ended = await endIdentity(tx, ctx, actor, row)
  const grants = await endAllGrants(tx, ctx, actor, row, because)
  await declare(tx, ctx, actor, { reason: `${row.subjectName} revoked by offboarding ${row.id}` })
  await updateCase(tx, ctx, row.id, { stage: 'revoked', revokedAt: ctx.now, revokedBy: actor.id, interested: [...await interestedIn(row.id, tx)] })
  await proveLinesIn(tx, ctx, row.id)
  const advanced = await advanceIn(tx, ctx, SYSTEM, row.id)
  await enqueue(tx, ctx, handedOverMessages(newsOf(row, actor), handedTo(plan), actor.behind))
  // Of who had left before there was a case the tokens ended then, and nobody was told yet.
  const before = row.occasion === 'left' && row.subjectKind === 'person' ? (await loadEndedAtLeaving(row.subjectId, tx)).tokens : []
  await signalRevoked(tx, ctx, actor, row, reason, [...before, ...ended.tokens])
  await wake(tx)
  return async () => {
    if (row.subjectKind === 'person') await endDelegationsOf(tx, ctx, actor, { id: row.subjectId, name: facts.subject.name })
    await requests.rest()
    await recordEnded(tx, ctx, actor, grants, because)
    await recordCase(tx, ctx, actor, 'revoked', row, {
      reason, grants: grants.map((grant) => grant.id), withdrawn: requests.withdrawn, discarded: requests.discarded, ...ended, handedOver: { servers: plan.servers, agents: plan.agents, reports: plan.reports, cases: plan.cases },
    })
    await advanced()
  }
}

/** Asked again until none is left: what was narrowed while this waited for it has put others in its place. */
async function endAllGrants(tx: Tx, ctx: Ctx, actor: Actor, row: CaseRecord, because: string): Promise<{ id: string; target: string }[]> {
  const ended: { id: string; target: string }[] = []
  for (;;) {
    const ids = await grantsOf(tx, row, ctx.now)
    if (ids.length === 0) return ended
    ended.push(...await endGrants(tx, ctx, actor, ids, because))
  }
}

/** What the console does now is written on its lines: that it was done, by whom, and to whom things went. Lines that have come since opening are added first. */
async function noteLines(tx: Tx, ctx: Ctx, actor: Actor, row: CaseRecord, facts: ResidualFacts, plan: HandOver): Promise<void> {
  await insertLines(tx, ctx, row.id, residualLines(facts))
  await tx.offboardingLine.updateMany({ where: { caseId: row.id, state: 'open', action: { in: ['revoke', 'withdraw', 'end', 'hand_over', 'reassign'] } }, data: { state: 'done', actedAt: ctx.now, actedBy: actor.id } })
  const went = [
    ...plan.servers.map((one) => ({ kind: one.part === 'owner' ? 'owned_server' : 'backed_server', objectId: one.id, toId: one.part === 'owner' ? one.ownerId : one.backupOwnerId })),
    ...plan.agents.map((one) => ({ kind: 'sponsored_agent', objectId: one.id, toId: one.sponsorId })), ...plan.cases.map((one) => ({ kind: 'case_owned', objectId: one.id, toId: one.ownerId })),
  ]
  for (const { kind, objectId, toId } of went) await tx.offboardingLine.updateMany({ where: { caseId: row.id, kind, objectId }, data: { toId } })
}
