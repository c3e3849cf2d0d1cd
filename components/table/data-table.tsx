'use client'

import { type RowSelectionState, useTable } from '@tanstack/react-table'
import { clsx } from 'clsx'
import { type ReactNode, useMemo } from 'react'
import { definitionsOf, features, type TableColumn } from './columns'
import { TableBody } from './table-body'
import { TableHead } from './table-head'
import { TableBar } from './table-bar'
import { useSorting } from './use-sorting'

export type DataTableProps<Row extends object> = {
  /** The accessible name. */
  label: string
  rows: readonly Row[]
  columns: readonly TableColumn<Row>[]
  rowId: (row: Row) => string
  /** Where a row leads; its opening cell becomes the link. Null = this row leads nowhere. */
  rowHref?: (row: Row) => string | null
  /** The row whose drawer is open. */
  openId?: string | null
  lines?: 'one' | 'two'
  /** `server`: a new order asks the server. `client`: the rows are all here. */
  sorting?: 'server' | 'client'
  /** As in the address: `-lastSeen`. */
  defaultSort?: string
  sortParam?: string
  selection?: { selected: ReadonlySet<string>; onChange: (selected: ReadonlySet<string>) => void }
  /** In the place of the rows when there are none: `<Empty …>`. */
  empty: ReactNode
  /** In the place of the rows when they could not be read: `<Notice tone="error" …>`. */
  error?: ReactNode
  /** Rows that came since; shown as an offer, never inserted. */
  fresh?: { count: number; onShow: () => void }
  /** A list under 900 px; off for tables that must stay tables. */
  flow?: boolean
  fixed?: boolean
  padded?: boolean
}

/** The one table: order in the address, keys, a list on narrow screens, and its other states in place of the rows. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { rows, columns, rowId, rowHref, selection, sorting: sorted = 'server' } = props
  const definitions = useMemo(() => definitionsOf(columns), [columns])
  const sortable = useMemo(() => new Set(columns.filter((column) => column.sort !== undefined).map((column) => column.id)), [columns])
  const { sorting, setSorting, pending } = useSorting({ param: props.sortParam ?? 'sort', initial: props.defaultSort ?? null, sortable, server: sorted === 'server' })
  const rowSelection = useMemo((): RowSelectionState => Object.fromEntries([...(selection?.selected ?? [])].map((id) => [id, true])), [selection?.selected])
  const data = useMemo(() => [...rows], [rows])
  const table = useTable({
    features, columns: definitions, data, getRowId: rowId,
    manualSorting: sorted === 'server', enableSortingRemoval: false, enableMultiSort: false,
    enableRowSelection: selection !== undefined,
    state: { sorting, rowSelection },
    onSortingChange: setSorting,
    onRowSelectionChange: (update) => {
      const next = typeof update === 'function' ? update(rowSelection) : update
      selection?.onChange(new Set(Object.keys(next).filter((id) => next[id] === true)))
    },
  })
  if (props.error !== undefined) return <div className="t-none pt-3">{props.error}</div>
  const picks = selection !== undefined
  return (
    <>
      <TableBar table={table} fresh={props.fresh} flow={props.flow ?? true} />
      <table className={clsx('t', props.lines === 'two' && 'two', (props.flow ?? true) && 'flow', props.fixed === true && 'fix', props.padded === true && 'pad')} aria-label={props.label} aria-busy={pending || undefined}>
        <TableHead table={table} picks={picks} />
        {rows.length === 0 ? null : <TableBody table={table} picks={picks} rowHref={rowHref} openId={props.openId ?? null} />}
      </table>
      {rows.length === 0 ? props.empty : null}
    </>
  )
}
