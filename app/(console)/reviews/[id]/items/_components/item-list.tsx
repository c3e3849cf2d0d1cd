'use client'

import { defaultRangeExtractor, type Range, useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useDeskTools } from './desk-context'
import type { ListEntry } from './entries'
import { ItemRow } from './item-row'
import { counted } from './words'

/** With fewer rows all of them are drawn, so that the browser's own search finds everything. */
export const VIRTUAL_FROM = 200
const ROW_PX = 88
const HEAD_PX = 44
/** What the server draws before the browser has measured anything. */
const FIRST_RECT = { width: 1280, height: 900 }

export type ListHandle = { reveal: (id: string) => void }
type Props = { label: string; entries: readonly ListEntry[]; handle: RefObject<ListHandle | null>; /** Which rows are looked at, by place among the ids. */ onRange: (from: number, to: number) => void }

export function ItemList(props: Props) {
  return props.entries.length > VIRTUAL_FROM ? <VirtualList {...props} /> : <PlainList {...props} />
}

function placeFocus(id: string): boolean {
  const row = document.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"]`)
  if (row === null) return false
  row.focus({ preventScroll: true })
  row.scrollIntoView({ block: 'nearest' })
  return true
}

function PlainList({ label, entries, handle, onRange }: Props) {
  useImperativeHandle(handle, () => ({ reveal: (id) => void placeFocus(id) }), [])
  useEffect(() => onRange(0, entries.length), [entries, onRange])
  return (
    <div role="grid" aria-label={label} aria-rowcount={entries.length} aria-multiselectable="true" className="rv plain">
      {entries.map((entry, place) => ('head' in entry ? <GroupHead key={`h ${entry.head}`} entry={entry} rowIndex={place + 1} /> : <ItemRow key={entry.id} id={entry.id} rowIndex={entry.rowIndex} />))}
    </div>
  )
}

/** Only what is in view is drawn; the page itself scrolls, and two spaces stand for the rest. */
function VirtualList({ label, entries, handle, onRange }: Props) {
  const { store } = useDeskTools()
  const box = useRef<HTMLDivElement>(null)
  const margin = useTopOf(box)
  const places = useMemo(() => new Map(entries.map((entry, place) => ['head' in entry ? `h ${entry.head}` : entry.id, place])), [entries])
  // The row in focus stays drawn wherever the page is, or the focus would be lost with it.
  const rangeExtractor = useCallback((range: Range) => {
    const drawn = defaultRangeExtractor(range)
    const focused = places.get(store.desk().focus ?? '')
    return focused === undefined || drawn.includes(focused) ? drawn : [...drawn, focused].sort((a, b) => a - b)
  }, [places, store])
  const virtual = useWindowVirtualizer<HTMLElement>({
    count: entries.length, overscan: 6, scrollMargin: margin, initialRect: FIRST_RECT, initialOffset: 0, useFlushSync: false, rangeExtractor,
    scrollPaddingStart: 8, scrollPaddingEnd: 140,
    estimateSize: (place) => (entryAt(entries, place) === 'head' ? HEAD_PX : ROW_PX),
    getItemKey: (place) => { const entry = entries[place]; return entry === undefined ? place : 'head' in entry ? `h ${entry.head}` : entry.id },
  })
  const latest = useRef(virtual)
  useEffect(() => {
    latest.current = virtual
  })
  useImperativeHandle(handle, () => ({
    reveal: (id) => {
      const place = places.get(id)
      if (place === undefined || (isDrawn(id) && placeFocus(id))) return
      latest.current.scrollToIndex(place, { align: 'auto' })
      afterDrawing(() => placeFocus(id))
    },
  }), [places])
  const items = virtual.getVirtualItems()
  const [from, to] = [virtual.range?.startIndex ?? 0, virtual.range?.endIndex ?? 12]
  useEffect(() => onRange(from, to), [onRange, from, to])
  return (
    <div ref={box} role="grid" aria-label={label} aria-rowcount={entries.length} aria-multiselectable="true" className="rv far" style={{ height: virtual.getTotalSize() }}>
      {items.map((item) => {
        const entry = entries[item.index]
        if (entry === undefined) return null
        return (
          <div key={item.key} role="presentation" className="at" ref={virtual.measureElement} data-index={item.index} style={{ transform: `translateY(${item.start - margin}px)` }}>
            {'head' in entry ? <GroupHead entry={entry} rowIndex={item.index + 1} /> : <ItemRow id={entry.id} rowIndex={entry.rowIndex} />}
          </div>
        )
      })}
    </div>
  )
}

function GroupHead({ entry, rowIndex }: { entry: { head: string; count: number }; rowIndex: number }) {
  return <div role="row" aria-rowindex={rowIndex} className="grp"><div role="gridcell"><h2>{entry.head}</h2> <span className="mute sm">{counted(entry.count, 'item')}</span></div></div>
}

function entryAt(entries: readonly ListEntry[], place: number): 'head' | 'row' {
  const entry = entries[place]
  return entry !== undefined && 'head' in entry ? 'head' : 'row'
}

function isDrawn(id: string): boolean {
  return document.querySelector(`[data-item="${CSS.escape(id)}"]`) !== null
}

/** Until the row is there, or it is clear that it does not come. */
function afterDrawing(done: () => boolean, tries = 30): void {
  requestAnimationFrame(() => {
    if (!done() && tries > 0) afterDrawing(done, tries - 1)
  })
}

/** Where the list begins on the page; what stands above it may change its height. */
function useTopOf(box: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const measure = () => {
      if (box.current !== null) setTop(Math.round(box.current.getBoundingClientRect().top + window.scrollY))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [box])
  return top
}
