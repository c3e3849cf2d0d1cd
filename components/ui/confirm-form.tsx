'use client'

import { type ReactNode, useId, useState, useTransition } from 'react'
import { Button, type ButtonKind } from './button'

// One function for all renders: a new one each time would be called each time, and pull the focus back from where it has gone since.
const takeFocus = (element: HTMLElement | null): void => element?.focus()

/**
 * A destructive action with its second step in place, not in a modal: the first press shows the consequence in words and
 * the form's fields (a reason, say), the second one submits. What was typed stays after a refusal; React would empty a
 * form that has its function as `action`.
 */
export function ConfirmForm({ label, confirmLabel, consequence, kind = 'danger', action, disabledReason, children }: {
  label: string; confirmLabel?: string; consequence: ReactNode; kind?: ButtonKind
  action: (data: FormData) => void | Promise<void>
  /** Why it cannot be done now; the button keeps its place. */
  disabledReason?: string
  children?: ReactNode
}) {
  const [asking, setAsking] = useState(false)
  // Whoever thinks better of it stands on the button again, not at the top of the page.
  const [left, setLeft] = useState(false)
  const leave = (): void => {
    setAsking(false)
    setLeft(true)
  }
  const [pending, start] = useTransition()
  const why = useId()
  if (disabledReason !== undefined) {
    return <span className="acts"><Button kind={kind} disabled aria-describedby={why}>{label}</Button><span className="why" id={why}>{disabledReason}</span></span>
  }
  if (!asking) return <Button kind={kind} ref={left ? takeFocus : undefined} aria-expanded={false} onClick={() => setAsking(true)}>{label}</Button>
  return (
    <form
      className="grid gap-2 border-t border-line-strong pt-2"
      onSubmit={(event) => {
        event.preventDefault()
        const data = new FormData(event.currentTarget)
        start(async () => action(data))
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        leave()
      }}
    >
      <p className="say" tabIndex={-1} ref={takeFocus}>{consequence}</p>
      {children}
      <div className="submit">
        <Button type="submit" kind={kind} pending={pending}>{confirmLabel ?? label}</Button>
        <Button kind="quiet" onClick={leave}>Cancel</Button>
      </div>
    </form>
  )
}
