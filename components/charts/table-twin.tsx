import type { ReactNode } from 'react'
import { Disclosure } from '@/components/ui/disclosure'

/** The same figures as rows, for everyone who would rather read or copy them. Every chart has one. */
export function TableTwin({ caption, heads, rows, summary = 'As a table' }: {
  caption: string; heads: readonly string[]; rows: readonly { id: string; cells: readonly ReactNode[] }[]; summary?: string
}) {
  return (
    <div className="twin text-12">
      <Disclosure summary={summary}>
        <div className="held" tabIndex={0} role="region" aria-label={caption}>
          <table className="t">
            <caption className="vh">{caption}</caption>
            <thead><tr>{heads.map((head, place) => <th key={head} scope="col" className={place === 0 ? undefined : 'num'}>{head}</th>)}</tr></thead>
            <tbody>
              {rows.map((row) => <tr key={row.id}>{row.cells.map((cell, place) => (place === 0 ? <th key={0} scope="row">{cell}</th> : <td key={place} className="num">{cell}</td>))}</tr>)}
            </tbody>
          </table>
        </div>
      </Disclosure>
    </div>
  )
}
