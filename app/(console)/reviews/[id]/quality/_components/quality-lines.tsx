import { Mark } from '@/components/domain/verdict'
import type { QualitySentence } from '@/lib/reviews/quality-sentences'

/** Facts one below the other. What rubber-stamping leaves behind has a mark, which says where to look, not what to think. */
export function QualityLines({ sentences }: { sentences: readonly QualitySentence[] }) {
  return (
    <ul className="grid gap-1">
      {sentences.map((one) => <li key={one.kind} className="say">{one.sign ? <Mark glyph="warn" tone="warn"><span className="whitespace-normal text-14 text-ink">{one.text} <span className="soft">Worth a look.</span></span></Mark> : one.text}</li>)}
    </ul>
  )
}
