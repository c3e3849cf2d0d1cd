'use client'

import { TwoLines } from '@/components/table/cells'
import type { TableColumn } from '@/components/table/columns'
import { DataTable } from '@/components/table/data-table'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { NumberLink } from '@/components/ui/text-link'
import { Ago, Time } from '@/components/ui/time'
import { UNDER_WAY } from '@/lib/offboarding/machine'
import type { CaseRow } from '@/lib/offboarding/model'
import { paths } from '@/lib/paths'
import { RowVerdict, StageMark } from './marks'
import { INTENT_NOTE, KIND_WORD } from './words'

/** Cases, one a row: what ends, where it stands in words, how much is done, and whether anything is still heard. */
export function CasesTable({ rows, now }: { rows: readonly CaseRow[]; now: string }) {
  return (
    <DataTable
      label="Offboardings" lines="two" sorting="client" padded rows={rows} columns={columnsOf(now)} rowId={(row) => row.id} rowHref={(row) => paths.offboardingCase(row.id)}
      empty={<Empty title="No case fits this filter." actions={<ButtonLink href={paths.offboarding()}>Show all</ButtonLink>} />}
    />
  )
}

const isUnderWay = (row: CaseRow): boolean => UNDER_WAY.some((stage) => stage === row.stage)

function columnsOf(now: string): TableColumn<CaseRow>[] {
  return [
    { id: 'what', head: 'What', width: '17%', opens: true, sort: (row) => row.subject.name, flow: { order: 1 }, cell: (row) => <TwoLines first={<b>{row.subject.name}</b>} second={`${KIND_WORD[row.subject.kind]}${INTENT_NOTE[row.intent]}${row.emergency ? ', emergency' : ''}`} /> },
    { id: 'stage', head: 'Stage', width: '9%', sort: (row) => row.stage, flow: { order: 2, end: true }, cell: (row) => <StageMark stage={row.stage} /> },
    { id: 'sentence', head: 'Where it stands', flow: { order: 3, full: true }, cell: (row) => <span className="soft">{row.sentence}</span> },
    { id: 'lines', head: 'Lines done', align: 'num', sort: (row) => (row.lines.total === 0 ? 1 : row.lines.done / row.lines.total), flow: { order: 5, end: true, label: 'lines' }, cell: (row) => <span className="nw"><NumberLink value={row.lines.done} href={`${paths.offboardingCase(row.id)}#lines`} label={`of ${row.lines.total} lines of ${row.subject.name} done`} /> of {row.lines.total.toLocaleString('en-US')}</span> },
    { id: 'verdict', head: 'Silence', className: 'nw', sort: (row) => row.verdict, flow: { order: 4 }, cell: (row) => <RowVerdict row={row} /> },
    { id: 'next', head: 'Next date', className: 'nw', sort: (row) => row.nextAt, flow: { order: 6 }, cell: (row) => <Next row={row} now={now} /> },
    { id: 'owner', head: 'Answers for it', className: 'nw', sort: (row) => row.owner?.name ?? null, flow: { order: 7, end: true }, cell: (row) => <TwoLines first={row.owner?.name ?? <span className="mute">nobody</span>} second={<>opened <Ago iso={row.openedAt} now={now} /></>} /> },
  ]
}

function Next({ row, now }: { row: CaseRow; now: string }) {
  if (!isUnderWay(row)) return row.closedAt === null ? <span className="mute">none</span> : <span className="soft">over <Time iso={row.closedAt} format="short" now={now} /></span>
  if (row.nextAt === null) return <span className="mute">no date</span>
  return <TwoLines first={<Time iso={row.nextAt} format="short" now={now} />} second={row.overdue ? <b className="text-high">overdue</b> : <Ago iso={row.nextAt} now={now} />} />
}
