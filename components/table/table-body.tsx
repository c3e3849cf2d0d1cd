'use client'

import type { ReactTable } from '@tanstack/react-table'
import { clsx } from 'clsx'
import Link from 'next/link'
import { cellClasses, type features } from './columns'
import { rowClick, rowKeyDown } from './use-row-keys'

type Props<Row extends object> = { table: ReactTable<typeof features, Row>; picks: boolean; rowHref?: (row: Row) => string | null; openId: string | null }

export function TableBody<Row extends object>({ table, picks, rowHref, openId }: Props<Row>) {
  return (
    <tbody onKeyDown={rowKeyDown}>
      {table.getRowModel().rows.map((row) => {
        const href = rowHref?.(row.original) ?? null
        const open = row.id === openId
        const selected = picks && row.getIsSelected()
        return (
          <tr key={row.id} className={clsx(href !== null && 'opens') || undefined} data-open={open || undefined} data-selected={selected || undefined} onClick={href === null ? undefined : rowClick}>
            {picks ? <td className="pick"><input type="checkbox" data-pick="" className="box" aria-label={`Select ${row.id}`} checked={selected} onChange={(event) => row.toggleSelected(event.target.checked)} /></td> : null}
            {row.getAllCells().map((cell) => {
              const { meta } = cell.column.columnDef
              const content = <table.FlexRender cell={cell} />
              return (
                <td key={cell.id} className={cellClasses(meta)} data-l={meta?.flow.label}>
                  {href !== null && meta?.opens === true ? <Link href={href} data-row="" prefetch={false} scroll={false} aria-current={open ? 'true' : undefined}>{content}</Link> : content}
                </td>
              )
            })}
          </tr>
        )
      })}
    </tbody>
  )
}
