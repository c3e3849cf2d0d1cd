import { PlainTable } from '@/components/table/plain-table'
import { Notice } from '@/components/ui/notice'
import { Section } from '@/components/ui/section'
import { actionWord, counted, ITSELF } from '@/app/(console)/offboarding/_components/words'
import type { PreviewLine } from '@/lib/views/offboarding-preview'

/** Everything that still reaches, with who must act and who would follow; what has no successor is named first. */
export function ResidualPreview({ lines, missing }: { lines: readonly PreviewLine[]; missing: readonly string[] }) {
  return (
    <Section title="What still reaches" note={lines.length === 0 ? 'Nothing was found; the watch alone will prove it.' : `${counted(lines.length, 'line')}, each ended, handed over or proven on its own`} id="lines">
      {missing.length === 0 ? null : <div className="pb-3"><Notice tone="warn" title={`${counted(missing.length, 'thing')} that it owns ${missing.length === 1 ? 'has' : 'have'} nobody to go to`}>{missing.join(', ')}. Name a successor below, or one by one before it is revoked: nothing is left without an owner.</Notice></div>}
      {lines.length === 0 ? null : (
        <PlainTable
          label="What still reaches" flow
          columns={[{ head: 'What could still reach', width: '30%', flow: { order: 1 } }, { head: 'Who acts', width: '16%', className: 'soft', flow: { order: 2, end: true } }, { head: 'Action', className: 'soft', width: '20%', flow: { order: 3, full: true } }, { head: 'How it will be proven', className: 'soft sm', flow: { order: 4, full: true, label: 'proven by:' } }]}
          rows={lines.map((line) => ({
            id: line.key,
            cells: [
              <span key="t" className="break-words">{line.title}<span className="d2">{line.why}</span></span>, line.who ?? ITSELF,
              <span key="a">{actionWord(line.action)}{line.action === 'hand_over' ? line.to === null ? <b className="text-high"> to nobody yet</b> : ` to ${line.to}` : line.to === null ? '' : ` to ${line.to}`}</span>, line.proofBy,
            ],
          }))}
        />
      )}
    </Section>
  )
}
