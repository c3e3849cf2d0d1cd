'use client'

import { type RefObject, useEffect, useState } from 'react'
import { answerAction, reassignAction, undoAction } from '@/app/(console)/reviews/[id]/items/actions'
import type { ItemRow } from '@/lib/reviews/model'
import { type DeskStore, makeDeskStore } from './desk-store'
import { type DeskMoves, makeDeskMoves } from './desk-moves'
import { makeSaver, type Saver, type Send } from './saver'

const send: Send = (id, move) => {
  if (move.kind === 'undo') return undoAction({ id })
  if (move.kind === 'pass_on') return reassignAction({ id, input: { reason: move.reason, ...(move.toEmail === undefined ? {} : { toEmail: move.toEmail }) } })
  const { kind: _kind, ...input } = move
  return answerAction({ id, input })
}

/** What the rows call at the time of the call, whatever was drawn last. */
export type Reach = { ids: readonly string[]; show: (id: string, narrow: boolean) => void; reveal: (id: string) => void; saved: (id: string) => void }

export type Made = { store: DeskStore; saver: Saver; moves: DeskMoves }

/** The store, the saver and the moves, made once for as long as the screen is there; rows that the page brings go into the store. */
export function useDeskMade(rows: readonly ItemRow[], first: string | null, reach: RefObject<Reach>): Made {
  const [made] = useState((): Made => {
    const store = makeDeskStore(first)
    store.arrived(rows, true)
    const saver = makeSaver(store, async (id, move) => {
      const answer = await send(id, move)
      reach.current.saved(id)
      return answer
    }, () => new Date().toISOString())
    const moves = makeDeskMoves({
      store, saver, ids: () => reach.current.ids, clock: () => performance.now(),
      show: (id, narrow) => reach.current.show(id, narrow), reveal: (id) => reach.current.reveal(id),
    })
    return { store, saver, moves }
  })
  useEffect(() => {
    made.store.arrived(rows, true)
    made.store.freshCounts()
    const { focus } = made.store.desk()
    if (first !== null && (focus === null || !reach.current.ids.includes(focus))) made.store.focus(first)
  }, [made, rows, first, reach])
  useLeaving(made)
  return made
}

/** Leaving with something unsaved asks first; a hidden page is nobody looking. */
function useLeaving({ store, saver, moves }: Made): void {
  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => {
      if (saver.busy() || store.desk().failed > 0) event.preventDefault()
    }
    const hide = () => moves.look(document.visibilityState === 'hidden')
    window.addEventListener('beforeunload', leave)
    document.addEventListener('visibilitychange', hide)
    return () => {
      window.removeEventListener('beforeunload', leave)
      document.removeEventListener('visibilitychange', hide)
    }
  }, [store, saver, moves])
}
