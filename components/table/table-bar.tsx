'use client'

import type { ReactTable } from '@tanstack/react-table'
import { Button } from '@/components/ui/button'
import { sortText } from './sort'
import type { features } from './columns'

/** Above the rows: what came since, and on a narrow screen the order, which has no column heads there. */
export function TableBar<Row extends object>({ table, fresh, flow }: { table: ReactTable<typeof features, Row>; fresh?: { count: number; onShow: () => void }; flow: boolean }) {
  const [group] = table.getHeaderGroups()
  const sortable = (group?.headers ?? []).filter((header) => header.column.getCanSort())
  const offers = fresh !== undefined && fresh.count > 0
  const orders = flow && sortable.length > 0
  if (!offers && !orders) return null
  const current = sortText(table.state.sorting) ?? ''
  return (
    <div className={offers ? 't-bar' : 't-bar only-s'}>
      {offers ? <Button small onClick={fresh.onShow}>{fresh.count.toLocaleString('en-US')} new</Button> : null}
      {orders ? (
        <label className="only-s acts"><span className="lab">Order</span>
          <span className="select">
            <select className="input" value={current} onChange={(event) => table.setSorting([{ id: event.target.value.replace(/^-/, ''), desc: event.target.value.startsWith('-') }])}>
              {current === '' ? <option value="">as given</option> : null}
              {sortable.flatMap((header) => [
                <option key={header.id} value={header.id}>{`${header.column.columnDef.meta?.title ?? header.id}, up`}</option>,
                <option key={`-${header.id}`} value={`-${header.id}`}>{`${header.column.columnDef.meta?.title ?? header.id}, down`}</option>,
              ])}
            </select>
          </span>
        </label>
      ) : null}
    </div>
  )
}
