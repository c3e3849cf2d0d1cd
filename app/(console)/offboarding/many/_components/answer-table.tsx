'use client'

import { LookMark } from '@/app/(console)/offboarding/_components/marks'
import type { Look } from '@/app/(console)/offboarding/_components/words'
import type { TableColumn } from '@/components/table/columns'
import { DataTable } from '@/components/table/data-table'
import { Empty } from '@/components/ui/empty'
import type { OpenManyAnswer } from '@/lib/offboarding/model'
import { paths } from '@/lib/paths'

type Row = OpenManyAnswer['rows'][number]

const LOOK: Record<Row['status'], Look> = {
  opened: { glyph: 'ok', tone: 'ok', word: 'opened' }, would_open: { glyph: 'granted', tone: 'plain', word: 'would open' },
  under_way: { glyph: 'wait', tone: 'plain', word: 'under way' }, refused: { glyph: 'blocked', tone: 'warn', word: 'refused' },
}

const COLUMNS: TableColumn<Row>[] = [
  { id: 'name', head: 'What', width: '32%', opens: true, sort: (row) => row.subject.name, flow: { order: 1 }, cell: (row) => <b>{row.subject.name}</b> },
  { id: 'status', head: 'What happens', width: '20%', className: 'nw', sort: (row) => row.status, flow: { order: 2, end: true }, cell: (row) => <LookMark look={LOOK[row.status]} /> },
  { id: 'why', head: 'Why', flow: { order: 3, full: true }, cell: (row) => <span className="soft">{row.why ?? ''}</span> },
]

/** Each subject with what happens or happened to it. Those that would be opened can be left out where `onPick` is given. */
export function AnswerTable({ rows, picked, onPick }: { rows: readonly Row[]; picked?: ReadonlySet<string>; onPick?: (picked: ReadonlySet<string>) => void }) {
  const openable = new Set(rows.filter((row) => row.status === 'would_open').map((row) => row.subject.id))
  return (
    <DataTable
      label="What happens to each" sorting="client" padded rows={rows} columns={COLUMNS} rowId={(row) => row.subject.id} rowHref={(row) => (row.caseId === null ? null : paths.offboardingCase(row.caseId))}
      {...(picked === undefined || onPick === undefined ? {} : { selection: { selected: picked, onChange: (next: ReadonlySet<string>) => onPick(new Set([...next].filter((id) => openable.has(id)))) } })}
      empty={<Empty title="Nothing fits.">No registered server or agent that you may see is of this team or vendor, or has one of these names.</Empty>}
    />
  )
}
