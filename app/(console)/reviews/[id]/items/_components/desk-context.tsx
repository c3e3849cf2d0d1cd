'use client'

import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Desk, DeskStore, Entry } from './desk-store'
import type { DeskMoves } from './desk-moves'
import type { Kind } from './words'

export type DeskTools = {
  store: DeskStore
  moves: DeskMoves
  kind: Kind
  now: string
  /** May anything be answered: the campaign runs. */
  running: boolean
  /** The page with this row's evidence open. */
  hrefOf: (id: string) => string
}

const DeskContext = createContext<DeskTools | null>(null)
export const DeskProvider = DeskContext.Provider

export function useDeskTools(): DeskTools {
  const tools = useContext(DeskContext)
  if (tools === null) throw new Error('Only within the deciding screen.')
  return tools
}

/** One row; draws anew when that row changes, and for nothing else. */
export function useEntry(id: string): Entry {
  const { store } = useDeskTools()
  return useSyncExternalStore((listener) => store.subscribe(id, listener), () => store.entry(id), () => store.entry(id))
}

export function useDesk(): Desk {
  const { store } = useDeskTools()
  return useSyncExternalStore((listener) => store.subscribe('', listener), store.desk, store.desk)
}
