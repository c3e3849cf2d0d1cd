'use client'

import { clsx } from 'clsx'
import { memo } from 'react'
import { SeverityMark } from '@/components/domain/severity'
import { Badge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import type { ItemRow as Row } from '@/lib/reviews/model'
import { AnswerBar } from './answer-bar'
import { useDeskTools, useEntry } from './desk-context'
import { RowEditor } from './row-editor'
import { RowNotes } from './row-notes'
import { WeekSpark } from './week-spark'
import { counted, RECOMMENDED } from './words'

/** One item in three lines: what, who, and what is advised; the answer beside it. A row of a grid, with one tab stop for all of them. */
export const ItemRow = memo(function ItemRow({ id, rowIndex }: { id: string; rowIndex: number }) {
  const { moves, store } = useDeskTools()
  const entry = useEntry(id)
  const { row, focused, picked, open, editing } = entry
  const common = { role: 'row', 'aria-rowindex': rowIndex, 'data-item': id, tabIndex: focused ? 0 : -1 } as const
  if (row === null) return <div {...common} className="wait" aria-busy="true"><div role="gridcell"><span className="bar-wait w-1/3" /><span className="vh">Loading</span></div></div>
  return (
    <div
      {...common} className={clsx(row.answer !== null && 'staged')} aria-selected={picked} data-open={open || undefined} data-focused={focused || undefined}
      onFocus={() => {
        if (store.desk().focus !== id) moves.focus(id)
      }}
      onMouseDown={(event) => {
        if (event.target instanceof Element && event.target.closest('a, button, input, label, textarea, select') === null && !focused) moves.focus(id)
      }}
    >
      <div role="gridcell" className="risk">
        <input type="checkbox" className="box" tabIndex={focused ? 0 : -1} aria-label={`Select ${row.title}`} checked={picked} onChange={() => moves.pick(id)} />
        <SeverityMark severity={row.risk} />
      </div>
      <What row={row} focused={focused} />
      <div role="gridcell" className="spk"><WeekSpark weeks={row.weeks} /></div>
      <div role="gridcell" className="use sm cut" title={`${counted(row.calls, 'call')} in the evidence window, ${row.calls30.toLocaleString('en-US')} in its last 30 days`}><Use row={row} /></div>
      <div role="gridcell" className="of-whom sm"><Caller row={row} /></div>
      <div role="gridcell" className="peer sm mute cut" title={row.peers}>{row.peers}</div>
      <div role="gridcell" className="act"><AnswerBar entry={entry} row={row} /></div>
      <div role="gridcell" className="rec">
        {row.badges.map((badge) => <Badge key={badge.text} tone={badge.tone}>{badge.text}</Badge>)}
        <span className="advice-of" title={`Rule: ${row.recommendation.rule.replaceAll('_', ' ')}`}><b>{RECOMMENDED[row.recommendation.answer]}</b> {row.recommendation.text}</span>
        <Came row={row} />
        <RowNotes entry={entry} row={row} />
        {editing === null || editing.kind === 'more' || open ? null : <RowEditor id={id} row={row} editing={editing} />}
      </div>
    </div>
  )
})

function What({ row, focused }: { row: Row; focused: boolean }) {
  const { moves, hrefOf } = useDeskTools()
  return (
    <div role="gridcell" className="what cut">
      <a
        href={hrefOf(row.id)} tabIndex={focused ? 0 : -1} title={`${row.server === null ? '' : `${row.server} `}${row.title}`}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
          event.preventDefault()
          moves.open(row.id)
        }}
      >
        {row.server === null ? null : <><span className="mono soft">{row.server}</span> </>}<b>{row.title}</b>
      </a>
    </div>
  )
}

function Use({ row }: { row: Row }) {
  const { now } = useDeskTools()
  if (row.calls === 0 && row.lastAt === null) return <>no call seen</>
  return <>{counted(row.calls, 'call')}{row.calls30 === row.calls ? null : <span className="in30">, {row.calls30.toLocaleString('en-US')} in 30 d</span>}{row.lastAt === null ? null : <>, <Time iso={row.lastAt} format="short" now={now} /></>}</>
}

/** How it came to be and what was decided of it last. What is owned says whose it is in the line above. */
function Came({ row }: { row: Row }) {
  const text = [row.caller === null ? null : row.granted, row.previous].filter((part) => part !== null).join('; ')
  return text === '' ? null : <span className="came mute" title={text}>{text}</span>
}

/** Always the three identities; of what is owned, whose it is. */
export function Caller({ row }: { row: Row }) {
  if (row.caller === null) return <span className="cut block" title={row.granted}>{row.subject === 'agent' ? 'an agent' : 'a server'}, <span className="mute">{row.granted}</span></span>
  const { human } = row.caller
  const agent = row.caller.agent === 'any' ? 'any agent' : row.caller.agent
  const client = row.caller.client === 'any' ? 'any client' : row.caller.client
  const text = `${row.access ?? ''} by ${agent} for ${human} in ${client}`
  return <span className="cut block" title={text}><b>{row.access}</b> <span className="mute">by</span> {agent} <span className="mute">for</span> {human} <span className="mute">in</span> {client}</span>
}
