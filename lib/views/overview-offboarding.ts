import { type Actor, may } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { listTransfers } from '@/lib/lifecycle/queries/transfers'
import { UNDER_WAY } from '@/lib/offboarding/machine'
import type { CaseRow } from '@/lib/offboarding/model'
import { listCases } from '@/lib/offboarding/queries/cases'

export type WaitingLine = { caseId: string; subject: string; title: string }
export type TroubledCase = Pick<CaseRow, 'id' | 'verdict' | 'ownerless' | 'sentence'> & { subject: string }

/** What of endings waits for this actor: lines to act on, things offered to them, and cases that do not come to an end. */
export type EndingsToday = {
  lines: { count: number; first: WaitingLine[] }
  offered: { count: number; first: { id: string; name: string; from: string | null }[] }
  /** Still calling, not evaluable, overdue, or with things that nobody takes over; null where the actor runs none. */
  troubled: { count: number; first: TroubledCase[] } | null
}

/** What is heard comes first, what nobody can tell next. */
const rankOf = ({ verdict }: CaseRow): number => (verdict === 'still_calling' ? 2 : verdict === 'not_evaluable' ? 1 : 0)

const NAMED = 3
/** More cases under way than this nobody has. */
const MOST = 200

export async function endingsToday(actor: Actor, now: Date): Promise<EndingsToday> {
  const [lines, offered, cases] = await Promise.all([
    linesOf(actor), actor.personId === null || !may(actor, 'ownership.change') ? [] : offeredTo(actor, now),
    may(actor, 'offboarding.run') ? listCases(actor, { open: true }, { limit: MOST }, now) : null,
  ])
  const troubled = cases?.items.filter((one) => one.verdict === 'still_calling' || one.verdict === 'not_evaluable' || one.overdue || one.ownerless > 0).toSorted((a, b) => rankOf(b) - rankOf(a)) ?? null
  return {
    lines, offered: { count: offered.length, first: offered.slice(0, NAMED) },
    troubled: troubled === null ? null : { count: troubled.length, first: troubled.slice(0, NAMED).map(({ id, verdict, ownerless, sentence, subject }) => ({ id, verdict, ownerless, sentence, subject: subject.name })) },
  }
}

/** Lines of cases under way on which only this person can act. */
async function linesOf(actor: Actor): Promise<EndingsToday['lines']> {
  if (actor.personId === null) return { count: 0, first: [] }
  const where = { ownerId: actor.personId, state: 'open', case: { stage: { in: [...UNDER_WAY] } } }
  const [count, found] = await Promise.all([
    db().offboardingLine.count({ where }), db().offboardingLine.findMany({ where, select: { caseId: true, title: true, case: { select: { subjectName: true } } }, orderBy: [{ foundAt: 'asc' }, { id: 'asc' }], take: NAMED }),
  ])
  return { count, first: found.map((line) => ({ caseId: line.caseId, subject: line.case.subjectName, title: line.title })) }
}

/** What somebody wants to hand over and this actor can take. */
async function offeredTo(actor: Actor, now: Date): Promise<{ id: string; name: string; from: string | null }[]> {
  const { items } = await listTransfers(actor, { state: 'waiting', mine: true }, { limit: MOST }, now)
  return items.filter((one) => one.mayAccept && !one.instead).map((one) => ({ id: one.id, name: one.holder.name, from: one.from?.name ?? null }))
}
