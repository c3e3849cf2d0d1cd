import Link from 'next/link'
import { Mark, type MarkTone } from '@/components/domain/verdict'
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
    <div className="tscroll">
      <table className="t flow">
        <caption className="vh">Result of each row</caption>
        <thead><tr><th scope="col" className="num">Row</th><th scope="col">External id</th><th scope="col">Result</th><th scope="col">Why</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.index}>
              <td className="num">{row.index + 1}</td>
              <td>{done && row.id !== undefined ? <Link className="l" href={paths.grant(row.id)}>{row.externalId}</Link> : row.externalId ?? <span className="mute">none</span>}</td>
              <td><Mark {...LOOK[row.status]}>{row.status === 'created' && !done ? 'would be created' : row.status}</Mark></td>
              <td className="whitespace-normal">{(row.errors ?? []).map((error) => `${error.path === '' ? 'row' : error.path} ${error.message}`).join('; ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
