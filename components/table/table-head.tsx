'use client'

import type { ReactTable } from '@tanstack/react-table'
import { Glyph } from '@/components/ui/glyph'
import { cellClasses, type features } from './columns'

const ARIA = { asc: 'ascending', desc: 'descending' } as const

export function TableHead<Row extends object>({ table, picks }: { table: ReactTable<typeof features, Row>; picks: boolean }) {
  const [group] = table.getHeaderGroups()
  return (
    <thead>
      <tr>
        {picks ? (
          <th className="pick" scope="col">
            <input
              type="checkbox" className="box" aria-label="Select all rows shown" checked={table.getIsAllRowsSelected()}
              ref={(box) => {
                if (box !== null) box.indeterminate = table.getIsSomeRowsSelected() && !table.getIsAllRowsSelected()
              }}
              onChange={(event) => table.toggleAllRowsSelected(event.target.checked)}
            />
          </th>
        ) : null}
        {(group?.headers ?? []).map((header) => {
          const { meta } = header.column.columnDef
          const sorted = header.column.getIsSorted()
          const name = <table.FlexRender header={header} />
          return (
            <th key={header.id} scope="col" className={cellClasses(meta)} style={meta?.width === undefined ? undefined : { width: meta.width }} aria-sort={sorted === false ? undefined : ARIA[sorted]}>
              {header.column.getCanSort() ? (
                <button type="button" onClick={() => header.column.toggleSorting()}>{name}{sorted === false ? null : <Glyph name={sorted === 'asc' ? 'up' : 'down'} />}</button>
              ) : name}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}
