'use client'

import { Button } from '@/components/ui/button'
import type { ItemRow } from '@/lib/reviews/model'
import type { Answer } from '@/lib/reviews/outcome'
import { useDeskTools } from './desk-context'
import type { Entry } from './desk-store'
import { ANSWER_WORDS, BEHIND, dayOf, IN_ROW, secondsText } from './words'

/** The answers of a row, what became of the one that was given, and its own Undo. */
export function AnswerBar({ entry, row }: { entry: Entry; row: ItemRow }) {
  const { moves, kind, running } = useDeskTools()
  const { editing, focused, passed } = entry
  const given = row.answer?.answer ?? null
  if (passed !== null) return <span className="lab said">handed on to {passed}</span>
  if (!row.mine || !running) return <ReadOnly row={row} />
  const tab = focused ? 0 : -1
  const chosen = editing?.kind === 'reason' ? editing.move.answer : editing?.kind === 'until' ? 'shorten' : null
  const button = (answer: Answer) => (
    <button key={answer} type="button" tabIndex={tab} aria-pressed={given === answer} data-asked={chosen === answer || undefined} onClick={() => moves.answer(row.id, answer)}>{ANSWER_WORDS[kind][answer]}</button>
  )
  const behind = given !== null && !IN_ROW[kind].includes(given)
  return (
    <>
      <span className="seg answer" role="group" aria-label={`Answer for ${row.title}`}>
        {IN_ROW[kind].map(button)}
        <button type="button" tabIndex={tab} aria-pressed={behind} aria-expanded={editing?.kind === 'more'} aria-label={behind ? `${ANSWER_WORDS[kind][given]}; more answers` : 'More answers'} title="Keep until, not mine, can’t tell" onClick={() => moves.more(row.id)}>…</button>
      </span>
      {editing?.kind === 'more' ? (
        <span className="more" role="group" aria-label="More answers">
          {BEHIND[kind].map((answer) => <Button key={answer} small aria-pressed={given === answer} onClick={() => moves.answer(row.id, answer)}>{ANSWER_WORDS[kind][answer]}{answer === 'shorten' ? '…' : ''}</Button>)}
          <Button small onClick={() => moves.passOn(row.id)}>Not mine…</Button>
          <Button small onClick={() => moves.note(row.id)}>Note…</Button>
        </span>
      ) : null}
      <State entry={entry} row={row} tab={tab} />
    </>
  )
}

function State({ entry: { save }, row, tab }: { entry: Entry; row: ItemRow; tab: number }) {
  const { moves, kind } = useDeskTools()
  const { answer } = row
  if (save?.phase === 'failed') {
    return <span className="lab state text-critical">not saved&ensp;<Button kind="link" tabIndex={tab} onClick={() => moves.retry(row.id)}>Retry</Button> <Button kind="link" tabIndex={tab} onClick={() => moves.drop(row.id)}>Drop</Button></span>
  }
  if (answer === null) return save === null ? null : <span className="lab state">taking it back…</span>
  const where = IN_ROW[kind].includes(answer.answer) ? null : ANSWER_WORDS[kind][answer.answer].toLowerCase()
  const parts = [where, answer.until === null ? null : answer.answer === 'shorten' ? dayOf(answer.until) : `until ${dayOf(answer.until)}`, save?.phase === 'saving' ? 'saving…' : 'staged', answer.bulk ? 'in bulk' : answer.seconds === null || answer.seconds < 0.5 ? null : secondsText(answer.seconds)].filter((part) => part !== null)
  return <span className="lab state">{parts.join(', ')}&ensp;<Button kind="link" tabIndex={tab} aria-label={`Undo the answer for ${row.title}`} onClick={() => moves.undo(row.id)}>Undo</Button></span>
}

/** What came of it, for whoever looks and may not answer. */
function ReadOnly({ row }: { row: ItemRow }) {
  const { kind } = useDeskTools()
  const said = row.outcome ?? row.answer?.answer ?? null
  const word = said === null ? null : said in ANSWER_WORDS[kind] ? ANSWER_WORDS[kind][said as Answer] : said
  return <span className="lab said">{row.outcome !== null ? <>outcome: <b>{word?.toLowerCase()}</b></> : word !== null ? <>answered: <b>{word.toLowerCase()}</b></> : 'not yours to answer'}</span>
}
