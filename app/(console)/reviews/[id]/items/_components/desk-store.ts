import type { ShownProblem } from '@/components/ui/submit-form'
import type { Risk } from '@/lib/reviews/frozen'
import type { ItemRow } from '@/lib/reviews/model'
import type { Answer } from '@/lib/reviews/outcome'
import type { Target } from './narrow-rows'

/** What is asked of the server for one row. Times as the address writes them. */
export type Move =
  | { kind: 'answer'; answer: Answer; until?: string; targets?: Target[]; reason?: string; seconds?: number; opened?: boolean }
  | { kind: 'undo' }
  | { kind: 'pass_on'; toEmail?: string; reason: string }

/** What stands open within a row. `message`: why the server asks. */
export type Editing =
  | { kind: 'reason'; move: Extract<Move, { kind: 'answer' }>; message: string | null }
  | { kind: 'until'; message: string | null }
  | { kind: 'not_mine'; message: string | null }
  | { kind: 'more' }

export type Entry = {
  /** Null until its block has come. */
  row: ItemRow | null
  focused: boolean
  picked: boolean
  open: boolean
  save: { phase: 'saving' } | { phase: 'failed'; move: Move; problem: ShownProblem } | null
  editing: Editing | null
  /** Handed on in this sitting, and to whom: the row stays in its place until the list is asked for anew. */
  passed: string | null
}

export type Desk = { focus: string | null; anchor: string | null; picked: ReadonlySet<string>; saving: number; failed: number; /** Answers that came and went since the page's own counts. */ delta: Readonly<Record<Risk, number>>; /** Handed on since then: no longer one's own. */ gone: Readonly<Record<Risk, number>> }

const NO_DELTA: Record<Risk, number> = { critical: 0, high: 0, medium: 0, low: 0 }
const EMPTY: Entry = { row: null, focused: false, picked: false, open: false, save: null, editing: null, passed: null }

export type DeskStore = ReturnType<typeof makeDeskStore>

/**
 * What the screen knows, outside of React: a change of one row draws that row alone, however many there are. Snapshots are never
 * changed, only replaced.
 */
export function makeDeskStore(first: string | null) {
  const entries = new Map<string, Entry>()
  const listeners = new Map<string, Set<() => void>>()
  /** As the server has said it last; what an optimistic answer falls back to. */
  const settled = new Map<string, ItemRow>()
  let desk: Desk = { focus: first, anchor: null, picked: new Set(), saving: 0, failed: 0, delta: NO_DELTA, gone: NO_DELTA }

  const tell = (key: string): void => listeners.get(key)?.forEach((listener) => listener())
  const entry = (id: string): Entry => entries.get(id) ?? (desk.focus === id ? { ...EMPTY, focused: true } : EMPTY)

  function put(id: string, change: Partial<Entry>): void {
    const before = entry(id)
    const after = { ...before, ...change }
    entries.set(id, after)
    tell(id)
    const phases = (phase: 'saving' | 'failed'): number => Number(after.save?.phase === phase) - Number(before.save?.phase === phase)
    const moved = before.row === null || after.row === null ? 0 : Number(after.row.answer !== null) - Number(before.row.answer !== null)
    const handed = Number(after.passed !== null) - Number(before.passed !== null)
    if (phases('saving') === 0 && phases('failed') === 0 && moved === 0 && handed === 0) return
    const risk = after.row?.risk
    setDesk({ saving: desk.saving + phases('saving'), failed: desk.failed + phases('failed'), ...(risk === undefined ? {} : { delta: { ...desk.delta, [risk]: desk.delta[risk] + moved }, gone: { ...desk.gone, [risk]: desk.gone[risk] + handed } }) })
  }

  function setDesk(change: Partial<Desk>): void {
    desk = { ...desk, ...change }
    tell('')
  }

  function setPicked(picked: ReadonlySet<string>): void {
    const before = desk.picked
    setDesk({ picked })
    for (const id of new Set([...before, ...picked])) if (before.has(id) !== picked.has(id)) put(id, { picked: picked.has(id) })
  }

  // Each row has its first snapshot from the start, so that reading it twice answers the same.
  if (first !== null) entries.set(first, { ...EMPTY, focused: true })

  return {
    entry: (id: string): Entry => entries.get(id) ?? EMPTY,
    desk: (): Desk => desk,
    subscribe(key: string, listener: () => void): () => void {
      const own = listeners.get(key) ?? new Set()
      listeners.set(key, own.add(listener))
      return () => void own.delete(listener)
    },
    put,
    setPicked,
    /** Where a range begins that is picked next. */
    pick(id: string): void {
      setDesk({ anchor: id })
      setPicked(desk.picked.has(id) ? new Set([...desk.picked].filter((one) => one !== id)) : new Set([...desk.picked, id]))
    },
    focus(id: string): void {
      const before = desk.focus
      if (before !== null && before !== id) put(before, { focused: false })
      setDesk({ focus: id })
      if (!entry(id).focused) put(id, { focused: true })
    },
    /** The page's own counts are new: what was counted here is in them. */
    freshCounts: (): void => setDesk({ delta: NO_DELTA, gone: NO_DELTA }),
    /** Rows as the server has them. One that is being saved, or was not, keeps what the person said. `counted`: the page's counts have them already. */
    arrived(rows: readonly ItemRow[], counted: boolean): void {
      const { delta } = desk
      for (const row of rows) {
        settled.set(row.id, row)
        if (entry(row.id).save === null) put(row.id, { row })
      }
      if (counted) setDesk({ delta })
    },
    settled: (id: string): ItemRow | null => settled.get(id) ?? null,
    settle(row: ItemRow, change: Partial<Entry>): void {
      settled.set(row.id, row)
      put(row.id, { row, ...change })
    },
    known: (id: string): boolean => settled.has(id),
    ids: (): string[] => [...settled.keys()],
  }
}
