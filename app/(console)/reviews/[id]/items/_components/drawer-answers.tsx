'use client'

import { Kbd } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import type { ItemRow } from '@/lib/reviews/model'
import type { Answer } from '@/lib/reviews/outcome'
import { useDeskTools, useEntry } from './desk-context'
import { ANSWER_WORDS, reasonLabel, saidOf } from './words'

const KEYS: Partial<Record<Answer, string>> = { keep: 'A', shorten: 'S', narrow: 'W', revoke: 'R', abstain: 'D' }
const ORDER: Record<'grants' | 'ownership', readonly Answer[]> = { grants: ['keep', 'narrow', 'revoke', 'shorten', 'abstain'], ownership: ['keep', 'revoke', 'abstain'] }

/** The answers at the foot of the drawer, each with its key; what was said stands before them. */
export function DrawerAnswers({ row }: { row: ItemRow }) {
  const { moves, kind, running } = useDeskTools()
  const { save, passed } = useEntry(row.id)
  if (passed !== null) return <span className="soft">Handed on to {passed}.</span>
  if (!row.mine || !running) return <span className="soft">{row.outcome !== null ? `Outcome: ${row.outcome}.` : row.answer !== null ? `Answered: ${saidOf(kind, row.answer).toLowerCase()}.` : running ? 'You are not asked about this item.' : 'The stage is over.'}</span>
  const word = (answer: Answer): string => (answer === 'keep' && reasonLabel(row, 'keep') !== null && kind === 'grants' ? 'Keep with reason' : ANSWER_WORDS[kind][answer])
  return (
    <>
      {row.answer === null ? null : <span className="said-now"><b>{saidOf(kind, row.answer)}</b>, {save?.phase === 'failed' ? <span className="text-critical">not saved</span> : save?.phase === 'saving' ? 'saving…' : 'staged'} <Button kind="link" onClick={() => moves.undo(row.id)}>{save?.phase === 'failed' ? 'Drop' : 'Undo'}</Button></span>}
      {ORDER[kind].filter((answer) => row.answer?.answer !== answer).map((answer) => (
        <Button key={answer} kind={answer === 'revoke' ? 'danger' : 'default'} onClick={() => moves.answer(row.id, answer)}>{word(answer)} <Kbd>{KEYS[answer]}</Kbd></Button>
      ))}
      <Button onClick={() => moves.passOn(row.id)}>Not mine <Kbd>M</Kbd></Button>
    </>
  )
}
