import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { cellClasses, type FlowPlace } from './columns'

export type PlainColumn = { head: ReactNode; align?: 'num'; width?: string; className?: string; /** Where the cell stands when the table becomes a list. */ flow?: FlowPlace }

/** A short table without order, filter or keys, e.g. in a drawer. Cells are given; the first of a row names it. */
export function PlainTable({ label, columns, rows, fixed = false, flow = false }: {
  label: string; columns: readonly PlainColumn[]; rows: readonly { id: string; cells: readonly ReactNode[] }[]; fixed?: boolean; flow?: boolean
}) {
  return (
    <table className={clsx('t', fixed && 'fix', flow && 'flow')} aria-label={label}>
      <thead><tr>{columns.map((column, place) => <th key={place} scope="col" className={column.align} style={column.width === undefined ? undefined : { width: column.width }}>{column.head}</th>)}</tr></thead>
      <tbody>
        {rows.map((row) => <tr key={row.id}>{row.cells.map((cell, place) => <td key={place} className={cellClasses(columns[place])} data-l={columns[place]?.flow?.label}>{cell}</td>)}</tr>)}
      </tbody>
    </table>
  )
}
