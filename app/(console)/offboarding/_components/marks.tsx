import { Mark } from '@/components/domain/verdict'
import type { Stage } from '@/lib/offboarding/machine'
import type { CaseRow } from '@/lib/offboarding/model'
import { type Look, rowVerdict, stageLook } from './words'

/** Shape, word and ink in one. */
export function LookMark({ look }: { look: Look }) {
  return <Mark glyph={look.glyph} tone={look.tone}>{look.word}</Mark>
}

export function StageMark({ stage }: { stage: Stage }) {
  return <LookMark look={stageLook(stage)} />
}

/** What the watch says of a case, or that it has not begun. */
export function RowVerdict({ row }: { row: Pick<CaseRow, 'stage' | 'verdict' | 'closedAs'> }) {
  const look = rowVerdict(row)
  return look === null ? <span className="mute">not watched yet</span> : <LookMark look={look} />
}
