'use client'

import { type ReactNode, useId } from 'react'
import { Glyph } from './glyph'

export type FieldControl = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true; required?: true }

/**
 * A label, its control, a hint and an error, wired by aria. The control is drawn by the child function with the given
 * props: `<Field label="Name">{(control) => <Input name="name" {...control} />}</Field>`.
 */
export function Field({ label, hint, error, required = false, optional = false, id, children }: {
  label: ReactNode; hint?: ReactNode; error?: string; required?: boolean
  /** Says "optional" beside the label; leave out where most fields are. */
  optional?: boolean
  /** The control's id, so that the summary of errors can lead to it. */
  id?: string
  children: (control: FieldControl) => ReactNode
}) {
  const own = useId()
  const control = id ?? own
  const described = [hint === undefined ? null : `${control}-hint`, error === undefined ? null : `${control}-error`].filter((part) => part !== null)
  return (
    <div className="field">
      <label htmlFor={control}>{label}{optional ? <span className="opt"> (optional)</span> : null}</label>
      {hint === undefined ? null : <p className="hint" id={`${control}-hint`}>{hint}</p>}
      {children({
        id: control,
        ...(described.length === 0 ? {} : { 'aria-describedby': described.join(' ') }),
        ...(error === undefined ? {} : { 'aria-invalid': true as const }),
        ...(required ? { required: true as const } : {}),
      })}
      {error === undefined ? null : <p className="err" id={`${control}-error`}><Glyph name="no" />{error}</p>}
    </div>
  )
}
