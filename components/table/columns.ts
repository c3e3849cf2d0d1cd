import { type ColumnDef, createSortedRowModel, rowSelectionFeature, rowSortingFeature, tableFeatures } from '@tanstack/react-table'
import type { ReactNode } from 'react'
import { compareValues, type SortValue } from './sort'

/** How a cell stands when the table becomes a list under 900 px. */
export type FlowPlace = {
  /** Reading order; identity 1, verdict 2. */
  order?: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8
  /** Takes the whole line. */
  full?: boolean
  /** Stands at the right end. */
  end?: boolean
  /** Written before the value, where the head would have said it. */
  label?: string
  hide?: boolean
}

export type TableColumn<Row> = {
  id: string
  head: ReactNode
  /** Draws the cell; in the opening column without links of its own. */
  cell: (row: Row) => ReactNode
  /** Sortable. For a table sorted in the browser: the value to compare. `true` where the server sorts by the column's id. */
  sort?: true | ((row: Row) => SortValue)
  /** What the first press does; numbers and times want `desc`. */
  firstSort?: 'asc' | 'desc'
  align?: 'num'
  /** CSS width of the column. */
  width?: string
  className?: string
  /** This cell carries the row's link; the first column by default. */
  opens?: boolean
  flow?: FlowPlace
}

type Meta = { title: string; align?: 'num'; width?: string; className?: string; opens: boolean; flow: FlowPlace }

export const features = tableFeatures({ rowSortingFeature, rowSelectionFeature, sortedRowModel: createSortedRowModel(), columnMeta: {} as Meta })

export type TableDef<Row extends object> = ColumnDef<typeof features, Row>

/** Our columns in the table library's words. */
export function definitionsOf<Row extends object>(columns: readonly TableColumn<Row>[]): TableDef<Row>[] {
  const opening = columns.find((column) => column.opens === true) ?? columns[0]
  return columns.map((column): TableDef<Row> => {
    const { sort } = column
    return {
      id: column.id,
      accessorFn: (row) => (typeof sort === 'function' ? sort(row) : null),
      header: () => column.head,
      cell: (context) => column.cell(context.row.original),
      enableSorting: sort !== undefined,
      sortDescFirst: column.firstSort === 'desc',
      sortFn: (a, b, id) => compareValues(a.getValue(id), b.getValue(id)),
      sortUndefined: 'last',
      meta: { title: typeof column.head === 'string' ? column.head : column.id, align: column.align, width: column.width, className: column.className, opens: column === opening, flow: column.flow ?? {} },
    }
  })
}

/** Classes of a cell, from where it stands as a table and as a list. */
export function cellClasses(meta: { align?: 'num'; className?: string; flow?: FlowPlace } | undefined): string | undefined {
  const flow = meta?.flow ?? {}
  const parts = [meta?.align, meta?.className, flow.order === undefined ? undefined : `o${flow.order}`, flow.full === true ? 'full' : undefined, flow.end === true ? 'end' : undefined, flow.hide === true ? 'gone' : undefined]
  return parts.filter((part) => part !== undefined).join(' ') || undefined
}
