import type { ShownProblem } from '@/components/ui/submit-form'
import type { ItemRow } from '@/lib/reviews/model'
import type { DeskStore, Move } from './desk-store'

/** What came of it: the row as the server has it, or why not. */
export type Sent = { ok: true; value: ItemRow } | { ok: false; problem: ShownProblem }
export type Send = (id: string, move: Move) => Promise<Sent>

const UNANSWERED: ShownProblem = { detail: 'The server did not answer. Your answer is kept here; try again.', code: 'unavailable', errors: [] }

/** The row as it will be once the server has agreed. */
export function expected(row: ItemRow, move: Move, now: string): ItemRow {
  if (move.kind === 'answer') return { ...row, answer: { answer: move.answer, until: move.until ?? null, reason: move.reason ?? null, at: now, seconds: move.seconds ?? null, bulk: false } }
  return { ...row, answer: null }
}

/**
 * Saves answers at once and shows them before the server agrees. One request at a time for each row: while it is under way only the
 * newest wish waits. What fails stays in the row as the person said it, with the reason and another try.
 */
export function makeSaver(store: DeskStore, send: Send, now: () => string) {
  const underWay = new Set<string>()
  const waiting = new Map<string, Move>()

  async function run(id: string, move: Move): Promise<void> {
    underWay.add(id)
    const answer = await send(id, move).catch((): Sent => ({ ok: false, problem: UNANSWERED }))
    underWay.delete(id)
    const next = waiting.get(id)
    waiting.delete(id)
    if (next !== undefined) {
      await run(id, next)
      return
    }
    if (answer.ok) store.settle(answer.value, { save: null, ...(move.kind === 'pass_on' && !answer.value.mine ? { passed: move.toEmail ?? 'the next in line' } : {}) })
    else refused(id, move, answer.problem)
  }

  function refused(id: string, move: Move, problem: ShownProblem): void {
    const before = store.settled(id)
    const wants = problem.errors.find((error) => error.path === 'reason')
    // Not a failure: the server asks for one more thing, and the row asks it of the person.
    if (wants !== undefined && move.kind === 'answer') store.put(id, { save: null, row: before, editing: { kind: 'reason', move, message: problem.detail } })
    else if (move.kind === 'pass_on') store.put(id, { save: null, row: before, editing: { kind: 'not_mine', message: problem.detail } })
    else if (move.kind === 'answer' && problem.errors.some((error) => error.path === 'until') && move.answer === 'shorten') store.put(id, { save: null, row: before, editing: { kind: 'until', message: problem.detail } })
    else store.put(id, { save: { phase: 'failed', move, problem } })
  }

  return {
    save(id: string, move: Move): void {
      const { row } = store.entry(id)
      if (row === null) return
      store.put(id, { row: expected(row, move, now()), save: { phase: 'saving' }, editing: null })
      if (underWay.has(id)) waiting.set(id, move)
      else void run(id, move)
    },
    /** What was not saved is forgotten: the row is as the server has it. */
    drop: (id: string): void => store.put(id, { row: store.settled(id), save: null }),
    busy: (): boolean => underWay.size > 0,
  }
}
export type Saver = ReturnType<typeof makeSaver>
