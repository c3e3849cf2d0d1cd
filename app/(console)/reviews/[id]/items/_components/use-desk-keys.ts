'use client'

import { type KeyboardEvent, useRef } from 'react'
import { singleKeysOn } from '@/components/ui/remember'
import type { DeskMoves } from './desk-moves'
import type { DeskStore } from './desk-store'
import { type Command, commandOf } from './key-commands'
import type { Kind } from './words'

/** "g" and a letter goes to another page; that letter is not ours. */
const GO_MS = 1_200

type Given = { store: DeskStore; moves: DeskMoves; kind: Kind; help: () => void; close: () => void; isOpen: () => boolean }

/** The keys of the rows, for the rows and for the drawer: they work while the focus is in there, and never while one types. */
export function useDeskKeys({ store, moves, kind, help, close, isOpen }: Given): (event: KeyboardEvent) => void {
  const goAt = useRef(-GO_MS)
  return (event) => {
    const { target } = event
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !(target instanceof HTMLElement)) return
    if (target.closest('input:not([type=checkbox]), textarea, select, dialog, [role=menu]') !== null) return
    if (event.key === 'g') goAt.current = event.timeStamp
    if (event.timeStamp - goAt.current < GO_MS) return
    // A button or link in the row takes its own Enter; space is never ours.
    if (event.key === 'Enter' && target.closest('button, a, summary') !== null) return
    const command = commandOf(event, singleKeysOn(), kind)
    const id = store.desk().focus
    if (command === null || id === null) return
    if (command.do === 'close' && store.entry(id).editing === null && !isOpen()) return
    // Within the drawer the page keys scroll what is read.
    if (target.closest('.drawer') !== null && /^(Arrow|Page|Home|End|Enter)/.test(event.key)) return
    event.preventDefault()
    run(command, id)
  }

  function run(command: Command, id: string): void {
    switch (command.do) {
      case 'move': return moves.move(command.by)
      case 'first': return moves.edge(false)
      case 'last': return moves.edge(true)
      case 'answer': return moves.answer(id, command.answer)
      case 'not_mine': return moves.passOn(id)
      case 'note': return moves.note(id)
      case 'undo': return moves.undo(id)
      case 'open': return moves.open(id)
      case 'pick': return moves.pick(id)
      case 'pick_range': return moves.pickRange(id)
      case 'help': return help()
      case 'close': return store.entry(id).editing === null ? close() : moves.stopEditing(id)
    }
  }
}
