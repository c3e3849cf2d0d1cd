import { clsx } from 'clsx'
import type { ReactNode } from 'react'

export type LedgerEntry = {
  /** The answer's number, e.g. 15 or "11"; `of` is drawn small behind it. */
  number: ReactNode
  of?: ReactNode
  tone?: 'plain' | 'hot' | 'unknown'
  question: string
  answer: ReactNode
  /** Counts and links under the sentence, each an own element. */
  more?: ReactNode
  /** The small graphic on the right. */
  aside?: ReactNode
}

const TONE = { plain: '', hot: 'hot', unknown: 'unk' } as const

/** Answers in a fixed order: question, sentence, number, graphic. A zero is the number 0 in ink. */
export function Ledger({ label, entries }: { label: string; entries: readonly LedgerEntry[] }) {
  return (
    <ol className="ledger" aria-label={label}>
      {entries.map((entry) => (
        <li key={entry.question}>
          <div className={clsx('n', TONE[entry.tone ?? 'plain'])}>{entry.number}{entry.of === undefined ? null : <small>/{entry.of}</small>}</div>
          <div>
            <h2 className="q">{entry.question}</h2>
            <p className="a">{entry.answer}</p>
            {entry.more === undefined ? null : <div className="w">{entry.more}</div>}
          </div>
          {entry.aside === undefined ? null : <div className="v">{entry.aside}</div>}
        </li>
      ))}
    </ol>
  )
}
