'use client'

import { type KeyboardEvent, useRef, useState } from 'react'
import { CellBar, cellWords, type MatrixCell } from './matrix-cell'
import { MatrixRowHead, MatrixTotal } from './matrix-parts'
import { Glyph } from '@/components/ui/glyph'

export type { MatrixCell }
export type MatrixColumn = { id: string; name: string; title?: string; used: number; held: number }
export type MatrixRow = {
  id: string
  name: string
  href?: string
  /** A small letter behind the name, and what it stands for. */
  small?: string
  smallTitle?: string
  /** By column id; an absent one is empty. */
  cells: Readonly<Record<string, MatrixCell>>
  used: number
  held: number
  /** Nothing declared at all: set apart by a dashed line. */
  outside?: boolean
}

export type MatrixProps = {
  label: string
  /** The head of the first column, e.g. "Server". */
  rowHead: string
  columns: readonly MatrixColumn[]
  /** In the order to show. */
  rows: readonly MatrixRow[]
  total: { used: number; held: number }
  /** The pair whose details are open. */
  open?: { row: string; column: string } | null
}

/** With more columns than this their names stand upright. */
const CROWDED = 18

const MOVES: Record<string, readonly [number, number]> = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }

/** Declared against observed, pair by pair. One stop for Tab; arrows move, Home and End go along the row, Enter opens the pair. */
export function Matrix({ label, rowHead, columns, rows, total, open }: MatrixProps) {
  const table = useRef<HTMLTableElement>(null)
  const [at, setAt] = useState<readonly [number, number]>(() => firstFull(columns, rows))
  const go = (row: number, column: number) => {
    const cell = table.current?.querySelector<HTMLElement>(`[data-at="${row} ${column}"]`)
    if (cell === null || cell === undefined) return
    setAt([row, column])
    const target = cell.querySelector<HTMLElement>('a') ?? cell
    target.focus()
  }
  const keyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const here = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-at]')?.dataset['at'] : undefined
    if (here === undefined) return
    const [row = 0, column = 0] = here.split(' ').map(Number)
    const move = MOVES[event.key]
    if (move !== undefined) go(row + move[0], column + move[1])
    else if (event.key === 'Home') go(row, 0)
    else if (event.key === 'End') go(row, columns.length - 1)
    else return
    event.preventDefault()
  }
  return (
    <div className="mxs">
      <table ref={table} className={columns.length > CROWDED ? 'mx crowd' : 'mx min-w-195'} role="grid" aria-label={label} onKeyDown={keyDown}>
        <thead><tr><th scope="col">{rowHead}</th>{columns.map((column) => <th key={column.id} scope="col" title={column.title ?? column.name}><span>{column.name}</span></th>)}<th scope="col" className="num">used/held</th></tr></thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={row.id} className={row.outside === true ? 'ext' : undefined}>
              <MatrixRowHead row={row} />
              {columns.map((column, c) => {
                const cell = row.cells[column.id]
                const tabIndex = at[0] === r && at[1] === c ? 0 : -1
                const words = `${row.name}, ${column.name}: ${cellWords(cell)}`
                return (
                  <td key={column.id} data-at={`${r} ${c}`} data-open={(open?.row === row.id && open.column === column.id) || undefined} {...(cell === undefined ? { tabIndex, 'aria-label': words } : {})}>
                    {cell === undefined ? null : <CellBar cell={cell} label={words} tabIndex={tabIndex} />}
                  </td>
                )
              })}
              <MatrixTotal used={row.used} held={row.held} />
            </tr>
          ))}
        </tbody>
        <tfoot><tr><th scope="row">used/held</th>{columns.map((column) => <td key={column.id} className="tot">{column.used}/{column.held}</td>)}<td className="tot">{total.used} / {total.held}</td></tr></tfoot>
      </table>
    </div>
  )
}

function firstFull(columns: readonly MatrixColumn[], rows: readonly MatrixRow[]): readonly [number, number] {
  const row = rows.findIndex((one) => Object.keys(one.cells).length > 0)
  const column = columns.findIndex((one) => rows[row]?.cells[one.id] !== undefined)
  return row < 0 || column < 0 ? [0, 0] : [row, column]
}

/** What the marks of the matrix mean; stands above it. */
export function MatrixKeys() {
  return (
    <div className="keys">
      <span className="tone-used"><i className="filled" />granted, used</span>
      <span className="tone-used"><i className="hollow" />granted, unused</span>
      <span className="tone-unknown"><i className="dashed" />not evaluable</span>
      <span className="bad"><Glyph name="executed" />ungranted, executed</span>
      <span className="bad"><Glyph name="blocked" />ungranted, blocked</span>
    </div>
  )
}
