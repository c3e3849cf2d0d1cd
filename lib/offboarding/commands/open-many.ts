import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db, transaction } from '@/lib/db/client'
import { AppError, hasCode, invalid, isAppError } from '@/lib/errors'
import { enqueue } from '@/lib/notify/enqueue'
import { UNDER_WAY } from '@/lib/offboarding/machine'
import { openedManyMessages } from '@/lib/offboarding/messages'
import type { OpenManyAnswer, OpenManyInput } from '@/lib/offboarding/model'
import { openingFaults, plannedFaults } from '@/lib/offboarding/opening'
import { findMany } from '@/lib/offboarding/queries/many'
import { findSubject } from '@/lib/offboarding/queries/subjects'
import { record } from '@/lib/trail/record'
import { requireStand } from './load'
import { openCaseIn } from './open-case'

const MOST = 500

type Row = OpenManyAnswer['rows'][number]

/**
 * A case each, in a transaction each, for a team's, a vendor's, or these servers and agents; what cannot be opened says why and stops no
 * other. Sent again with its `bulkId` it goes on where it broke off. `dryRun`: what it would open, and nothing is changed.
 */
export async function openMany(newCtx: () => Ctx, actor: Actor, input: OpenManyInput): Promise<OpenManyAnswer> {
  require(actor, 'offboarding.open')
  const ctx = newCtx()
  refuse(input, ctx.now)
  // Of a team that is misspelt nothing would be opened, and nobody told why.
  if (input.team !== undefined && (await db().team.count({ where: { OR: [{ name: input.team }, { id: input.team }] } })) === 0) throw invalid('team', `There is no team ${input.team}. Nothing was changed.`)
  const { found, unknown } = await findMany(actor, input, ctx.now)
  if (found.length > MOST) throw new AppError('too_large', `These are ${found.length}; at most ${MOST} are opened at once. Nothing was changed; say less.`)
  const bulkId = input.dryRun || found.length === 0 ? null : (input.bulkId ?? ctx.id('bulk'))
  const rows: Row[] = []
  for (const subject of found) rows.push(await one(newCtx(), actor, input, bulkId, subject))
  for (const text of unknown) rows.push({ subject: { id: text, name: text }, status: 'refused', caseId: null, why: `There is no such ${input.kind}, or you may not see it.` })
  if (bulkId !== null) await tell(newCtx(), actor, input, bulkId, rows)
  return { bulkId, rows }
}

function refuse(input: OpenManyInput, now: Date): void {
  if (input.team === undefined && input.vendor === undefined && (input.subjects === undefined || input.subjects.length === 0)) {
    throw new AppError('invalid_input', 'Say a team, a vendor, or which ones. Nothing was changed.', { errors: [{ path: 'subjects', message: 'a team, a vendor or subjects are needed' }] })
  }
  const faults = plannedFaults(input, now.getTime())
  if (faults.length > 0) throw new AppError('invalid_input', `They cannot be planned like this: ${faults.map((one) => one.message).join('; ')}. Nothing was changed.`, { errors: faults })
}

async function one(ctx: Ctx, actor: Actor, input: OpenManyInput, bulkId: string | null, named: { id: string; name: string }): Promise<Row> {
  const answer = (status: Row['status'], caseId: string | null, why: string | null): Row => ({ subject: named, status, caseId, why })
  try {
    const subject = await findSubject({ kind: input.kind, id: named.id })
    if (subject === null) return answer('refused', null, `There is no such ${input.kind} any more.`)
    const underWay = await db().offboardingCase.findFirst({ where: { subjectKind: input.kind, subjectId: named.id, stage: { in: [...UNDER_WAY] } }, select: { id: true, bulkId: true, stage: true } })
    if (underWay !== null) return underWay.bulkId !== null && underWay.bulkId === bulkId ? answer('opened', underWay.id, null) : answer('under_way', underWay.id, `It is being offboarded already (${underWay.stage}).`)
    requireStand(actor, 'offboarding.open', subject, null)
    const faults = openingFaults(subject, { ...input, emergency: false, intent: 'retire' }, ctx.now.getTime())
    if (faults.length > 0) return answer('refused', null, faults.map((fault) => fault.message).join('; '))
    if (bulkId === null) return answer('would_open', null, null)
    const opened = await transaction(async (tx) => {
      const { plannedFreezeAt, plannedRevokeAt } = input
      const made = await openCaseIn(tx, ctx, actor, {
        subject: { kind: input.kind, id: named.id }, reason: input.reason, occasion: 'bulk', occasionText: `Opened with others by ${actor.name}: “${input.reason}”`.slice(0, 2000), bulkId, freeze: input.freeze, watchDays: input.watchDays, quiet: true,
        ...(plannedFreezeAt === undefined ? {} : { plannedFreezeAt }), ...(plannedRevokeAt === undefined ? {} : { plannedRevokeAt }),
      })
      await made?.recordIt()
      return made
    })
    return opened === null ? answer('under_way', null, 'It is being offboarded already.') : answer('opened', opened.id, null)
  } catch (error) {
    // A lost race, and what a rule refuses; anything else is nobody's answer and ends the bulk, which goes on by its id.
    if (!isAppError(error) || hasCode(error, 'internal')) throw error
    return answer('refused', null, error.message)
  }
}

/** One message to each who must act, whatever the number of cases, and one entry in the trail. */
async function tell(ctx: Ctx, actor: Actor, input: OpenManyInput, bulkId: string, rows: readonly Row[]): Promise<void> {
  const opened = rows.flatMap((row) => (row.status === 'opened' && row.caseId !== null ? [row.caseId] : []))
  await transaction(async (tx) => {
    const lines = await tx.offboardingLine.groupBy({ by: ['ownerId'], where: { caseId: { in: opened }, ownerId: { not: null } }, _count: true })
    const owned = await tx.offboardingCase.groupBy({ by: ['ownerId'], where: { id: { in: opened }, ownerId: { not: null } }, _count: true })
    const people = new Map<string, { lines: number; cases: number }>()
    for (const { ownerId, _count } of lines) if (ownerId !== null) people.set(ownerId, { lines: _count, cases: 0 })
    for (const { ownerId, _count } of owned) if (ownerId !== null) people.set(ownerId, { lines: people.get(ownerId)?.lines ?? 0, cases: _count })
    await enqueue(tx, ctx, openedManyMessages({ bulkId, kind: input.kind, count: opened.length, by: actor.name, reason: input.reason }, people, actor.behind))
    await record(tx, ctx, {
      actor, action: 'offboarding.opened_many', object: { kind: 'offboarding', id: bulkId, name: `${opened.length} ${input.kind}${opened.length === 1 ? '' : 's'}` },
      detail: { reason: input.reason, team: input.team ?? null, vendor: input.vendor ?? null, opened, refused: rows.filter((row) => row.status === 'refused').map((row) => row.subject.name) },
    })
  })
}
