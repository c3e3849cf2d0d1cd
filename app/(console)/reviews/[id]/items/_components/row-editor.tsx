'use client'

import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { ItemRow } from '@/lib/reviews/model'
import { useDeskTools } from './desk-context'
import type { Editing } from './desk-store'
import { ANSWER_WORDS, reasonLabel } from './words'

/** What an answer still needs, asked for in the row itself: Enter gives it, Esc leaves everything as it was. */
export function RowEditor({ id, row, editing }: { id: string; row: ItemRow; editing: Exclude<Editing, { kind: 'more' }> }) {
  if (editing.kind === 'reason') return <ReasonForm key={editing.move.answer} id={id} row={row} editing={editing} />
  return editing.kind === 'until' ? <UntilForm id={id} row={row} message={editing.message} /> : <NotMineForm id={id} message={editing.message} />
}

function Frame({ id, label, message, send, children, submit }: { id: string; label: string; message: string | null; send: (data: FormData) => void; children: ReactNode; submit: string }) {
  const { moves } = useDeskTools()
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector<HTMLElement>('input')?.focus(), [])
  const keys = (event: KeyboardEvent) => {
    // What is typed here is text, never a shortcut of the rows; Esc takes the question back.
    event.stopPropagation()
    if (event.key !== 'Escape') return
    event.preventDefault()
    moves.stopEditing(id)
  }
  return (
    <form
      ref={form} className="row-form" aria-label={label} onKeyDown={keys} noValidate
      onSubmit={(event) => {
        event.preventDefault()
        send(new FormData(event.currentTarget))
      }}
    >
      {children}
      <span className="acts"><Button type="submit" kind="primary">{submit}</Button><Button kind="quiet" onClick={() => moves.stopEditing(id)}>Cancel</Button></span>
      {message === null ? null : <p className="err text-critical" role="alert">{message}</p>}
    </form>
  )
}

const textOf = (data: FormData, name: string): string => String(data.get(name) ?? '').trim()

function ReasonForm({ id, row, editing: { move, message } }: { id: string; row: ItemRow; editing: Extract<Editing, { kind: 'reason' }> }) {
  const { moves, kind } = useDeskTools()
  const [said, setSaid] = useState(message)
  const asks = reasonLabel(row, move.answer)
  const needed = asks !== null || message !== null
  return (
    <Frame
      id={id} label="Reason" message={said} submit={ANSWER_WORDS[kind][move.answer]}
      send={(data) => {
        const reason = textOf(data, 'reason')
        if (needed && reason === '') {
          setSaid('Say why in a few words; it stands in the evidence of this review.')
          return
        }
        moves.give(id, { ...move, ...(reason === '' ? {} : { reason }) })
        moves.go(id)
      }}
    >
      <Field label={needed ? asks ?? 'Why?' : `Note with “${ANSWER_WORDS[kind][move.answer].toLowerCase()}”`} optional={!needed}>
        {(control) => <Input {...control} name="reason" maxLength={2000} defaultValue={move.reason ?? row.answer?.reason ?? ''} autoComplete="off" />}
      </Field>
    </Frame>
  )
}

function UntilForm({ id, row, message }: { id: string; row: ItemRow; message: string | null }) {
  const { moves, now } = useDeskTools()
  const [said, setSaid] = useState(message)
  const advised = row.answer?.until ?? row.recommendation.until
  const tomorrow = new Date(Date.parse(now) + 86_400_000).toISOString().slice(0, 10)
  return (
    <Frame
      id={id} label="Keep until" message={said} submit="Keep until then"
      send={(data) => {
        const day = textOf(data, 'until')
        const reason = textOf(data, 'reason')
        if (day === '') {
          setSaid('Choose the day on which it ends.')
          return
        }
        moves.give(id, { kind: 'answer', answer: 'shorten', until: `${day}T00:00:00Z`, ...(reason === '' ? {} : { reason }) })
        moves.go(id)
      }}
    >
      <Field label="It ends on (00:00 UTC)">{(control) => <Input {...control} name="until" type="date" min={tomorrow} defaultValue={advised?.slice(0, 10) ?? ''} />}</Field>
      <Field label="Reason" optional>{(control) => <Input {...control} name="reason" maxLength={2000} defaultValue={row.answer?.reason ?? ''} autoComplete="off" />}</Field>
    </Frame>
  )
}

function NotMineForm({ id, message }: { id: string; message: string | null }) {
  const { moves, kind } = useDeskTools()
  const [said, setSaid] = useState(message)
  const own = kind === 'ownership'
  return (
    <Frame
      id={id} label="Not mine" message={said} submit="Hand it on"
      send={(data) => {
        const reason = textOf(data, 'reason')
        const toEmail = textOf(data, 'toEmail')
        if (reason === '') {
          setSaid('Say why it is not yours.')
          return
        }
        moves.send(id, { kind: 'pass_on', reason, ...(toEmail === '' ? {} : { toEmail }) })
        moves.go(id)
      }}
    >
      <Field label={own ? 'Whose is it?' : 'To whom?'} hint={own ? 'E-mail of who answers for it.' : 'E-mail; empty = the next in line. The deadline stays.'}>{(control) => <Input {...control} name="toEmail" type="email" autoComplete="off" />}</Field>
      <Field label="Why is it not yours?">{(control) => <Input {...control} name="reason" maxLength={2000} autoComplete="off" />}</Field>
    </Frame>
  )
}
