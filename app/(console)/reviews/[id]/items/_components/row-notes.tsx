'use client'

import { Glyph } from '@/components/ui/glyph'
import type { ItemRow } from '@/lib/reviews/model'
import { useDeskTools } from './desk-context'
import type { Entry } from './desk-store'
import { ANSWER_WORDS } from './words'

/** What stands under a row besides its advice: a contradiction with both names, the reason given, what could not be saved. */
export function RowNotes({ entry: { save }, row }: { entry: Entry; row: ItemRow }) {
  const { kind } = useDeskTools()
  const reason = row.answer?.reason ?? null
  return (
    <>
      {row.conflict === null || row.conflict.length === 0 ? null : (
        <span className="line-note text-high"><Glyph name="warn" /> Reviewers contradict each other: {row.conflict.map((one) => `${one.person} says ${ANSWER_WORDS[kind][one.answer].toLowerCase()}`).join(', ')}. Until one changes, the stage’s rule decides.</span>
      )}
      {reason === null ? null : <span className="line-note soft">“{reason}”</span>}
      {save?.phase === 'failed' ? <span className="line-note text-critical" role="alert"><Glyph name="no" /> {save.problem.detail} <span className="lab">Code {save.problem.code}</span></span> : null}
    </>
  )
}
