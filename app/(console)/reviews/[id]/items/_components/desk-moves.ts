import type { Answer } from '@/lib/reviews/outcome'
import type { DeskStore, Move } from './desk-store'
import { answered, lookAt, NO_DWELL, secondsOn } from './dwell'
import { between } from './entries'
import type { Saver } from './saver'
import { reasonLabel } from './words'

type Given = {
  store: DeskStore
  saver: Saver
  ids: () => readonly string[]
  /** Milliseconds that never go back. */
  clock: () => number
  /** Shows the row's evidence; `narrow`: with the editor open. */
  show: (id: string, narrow: boolean) => void
  /** Brings a row into view and gives it the focus. */
  reveal: (id: string) => void
}

export type DeskMoves = ReturnType<typeof makeDeskMoves>

/** What a person does with the rows, by key or by pointer alike. */
export function makeDeskMoves({ store, saver, ids, clock, show, reveal }: Given) {
  let dwell = NO_DWELL
  const opened = new Set<string>()

  const seen = (id: string): { seconds: number; opened: boolean } => ({ seconds: secondsOn(dwell, id, clock()), opened: opened.has(id) })
  const mayAnswer = (id: string): boolean => {
    const { row, passed } = store.entry(id)
    return row !== null && row.mine && passed === null
  }

  function send(id: string, move: Move): void {
    saver.save(id, move)
    dwell = answered(dwell, id, clock())
  }

  function focus(id: string): void {
    store.focus(id)
    dwell = lookAt(dwell, id, clock())
  }

  function go(id: string | undefined): void {
    if (id === undefined) return
    focus(id)
    reveal(id)
  }

  function answer(id: string, value: Answer): void {
    const { row } = store.entry(id)
    if (row === null || !mayAnswer(id)) return
    focus(id)
    if (value === 'shorten') store.put(id, { editing: { kind: 'until', message: null } })
    else if (value === 'narrow') show(id, true)
    else if (row.answer?.answer === value) store.put(id, { editing: null })
    else if (reasonLabel(row, value) !== null) store.put(id, { editing: { kind: 'reason', move: { kind: 'answer', answer: value, ...seen(id) }, message: null } })
    else send(id, { kind: 'answer', answer: value, ...seen(id) })
  }

  return {
    seen,
    focus,
    go,
    answer,
    mayAnswer,
    send,
    /** With what was typed: a reason, a day, targets. */
    give: (id: string, move: Extract<Move, { kind: 'answer' }>): void => send(id, { ...move, ...seen(id) }),
    move(by: number): void {
      const list = ids()
      const at = list.indexOf(store.desk().focus ?? '')
      go(list[Math.min(Math.max(0, at + by), list.length - 1)])
    },
    edge: (last: boolean): void => go(ids().at(last ? -1 : 0)),
    undo(id: string): void {
      const { row, save } = store.entry(id)
      if (save?.phase === 'failed') saver.drop(id)
      else if (row !== null && row.answer !== null && mayAnswer(id)) send(id, { kind: 'undo' })
    },
    retry(id: string): void {
      const { save } = store.entry(id)
      if (save?.phase === 'failed') saver.save(id, save.move)
    },
    drop: (id: string): void => saver.drop(id),
    /** A reason for the answer that stands; without one, for what is recommended. */
    note(id: string): void {
      const { row } = store.entry(id)
      if (row === null || !mayAnswer(id)) return
      focus(id)
      const { answer: given } = row
      // A narrowing is changed where its targets are.
      if (given?.answer === 'narrow') show(id, true)
      else store.put(id, { editing: { kind: 'reason', move: { kind: 'answer', answer: given?.answer ?? (row.recommendation.answer === 'revoke' ? 'revoke' : 'keep'), ...(given === null || given.until === null ? {} : { until: given.until }), ...seen(id) }, message: null } })
    },
    passOn(id: string): void {
      if (!mayAnswer(id)) return
      focus(id)
      store.put(id, { editing: { kind: 'not_mine', message: null } })
    },
    more: (id: string): void => store.put(id, { editing: store.entry(id).editing?.kind === 'more' ? null : { kind: 'more' } }),
    stopEditing(id: string): void {
      store.put(id, { editing: null })
      reveal(id)
    },
    open(id: string): void {
      opened.add(id)
      focus(id)
      show(id, false)
    },
    markOpened: (id: string): void => void opened.add(id),
    /** The page is hidden or the focus is elsewhere: nobody looks at a row. */
    look: (away: boolean): void => {
      dwell = lookAt(dwell, away ? null : store.desk().focus, clock())
    },
    pick: (id: string): void => store.pick(id),
    pickRange(id: string): void {
      const from = store.desk().anchor ?? id
      store.setPicked(new Set([...store.desk().picked, ...between(ids(), from, id)]))
    },
  }
}
