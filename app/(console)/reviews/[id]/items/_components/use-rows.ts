'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import type { ItemRow } from '@/lib/reviews/model'
import type { DeskStore } from './desk-store'
import { missingBlocks } from './entries'

export const BLOCK = 60
/** Whoever scrolls past does not want what flies by. */
const SETTLE_MS = 40

export type RowLoader = { want: (from: number, to: number) => void; refresh: () => Promise<void>; failed: boolean; retry: () => void }

/** Brings rows by blocks of ids as they come into view. A block that failed is asked for again on request, never by itself. */
export function useRows(store: DeskStore, address: string, ids: readonly string[]): RowLoader {
  const [failed, setFailed] = useState(false)
  const asked = useRef(new Set<string>())
  const wanted = useRef({ from: 0, to: 0 })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const list = useRef(ids)
  useEffect(() => {
    list.current = ids
  }, [ids])
  useEffect(() => () => clearTimeout(timer.current), [])
  return useMemo(() => {
    async function read(block: readonly string[], counted: boolean): Promise<void> {
      for (const id of block) asked.current.add(id)
      try {
        const answer = await fetch(`${address}?ids=${block.join(',')}`, { headers: { accept: 'application/json' } })
        if (!answer.ok) throw new Error(`The rows were answered with ${answer.status}.`)
        const { rows } = (await answer.json()) as { rows: ItemRow[] }
        store.arrived(rows, counted)
      } catch {
        setFailed(true)
      } finally {
        for (const id of block) asked.current.delete(id)
      }
    }
    function load(): void {
      const known = (id: string): boolean => store.known(id) || asked.current.has(id)
      for (const block of missingBlocks(list.current, wanted.current.from, wanted.current.to, BLOCK, known)) void read(block, false)
    }
    return {
      failed,
      want: (from, to) => {
        wanted.current = { from, to }
        clearTimeout(timer.current)
        timer.current = setTimeout(load, SETTLE_MS)
      },
      refresh: async () => {
        const known = store.ids()
        for (let start = 0; start < known.length; start += BLOCK) await read(known.slice(start, start + BLOCK), true)
      },
      retry: () => {
        setFailed(false)
        load()
      },
    }
  }, [address, failed, store])
}
