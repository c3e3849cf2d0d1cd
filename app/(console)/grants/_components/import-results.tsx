import Link from 'next/link'
import { Mark, type MarkTone } from '@/components/domain/verdict'
import { PlainTable } from '@/components/table/plain-table'
import type { GlyphName } from '@/components/ui/glyph'
import type { ImportAnswer, ImportResult } from '@/lib/grants/import-model'
import { paths } from '@/lib/paths'

const LOOK: Record<ImportResult['status'], { glyph: GlyphName; tone: MarkTone }> = {
  created: { glyph: 'ok', tone: 'plain' },
  unchanged: { glyph: 'none', tone: 'plain' },
  refused: { glyph: 'no', tone: 'bad' },
}

/** Row by row what happened, or what would; the refused ones first, since they need a hand. */
export function ImportResults({ answer, done }: { answer: ImportAnswer; done: boolean }) {
  const rows = [...answer.results].sort((a, b) => Number(b.status === 'refused') - Number(a.status === 'refused') || a.index - b.index)
  return (
    <PlainTable
      label="Result of each row" flow columns={[{ head: 'Row', align: 'num' }, { head: 'External id' }, { head: 'Result' }, { head: 'Why' }]}
      rows={rows.map((row) => ({
        id: String(row.index),
        cells: [
          row.index + 1,
          done && row.id !== undefined ? <Link key="id" className="l" href={paths.grant(row.id)}>{row.externalId}</Link> : row.externalId ?? <span key="id" className="mute">none</span>,
          <Mark key="result" {...LOOK[row.status]}>{row.status === 'created' && !done ? 'would be created' : row.status}</Mark>,
          (row.errors ?? []).map((error) => `${error.path === '' ? 'the row' : error.path}: ${error.message}`).join('; '),
        ],
      }))}
    />
  )
}
