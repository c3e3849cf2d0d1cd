'use client'

import type { ReactNode } from 'react'
import { Field } from './field'
import { Input, type Option, Select, Textarea } from './input'

type Common = { label: ReactNode; name: string; hint?: ReactNode; error?: string; required?: boolean; optional?: boolean; defaultValue?: string; disabled?: boolean }

/** Field and Input in one; its id is its name. */
export function TextField({ label, hint, error, required, optional, ...rest }: Common & {
  type?: 'text' | 'email' | 'password' | 'url' | 'number' | 'date' | 'datetime-local'; placeholder?: string; autoComplete?: string; mono?: boolean
  maxLength?: number; min?: string | number; max?: string | number; autoFocus?: boolean
}) {
  const { mono = false, ...input } = rest
  return (
    <Field label={label} hint={hint} error={error} required={required} optional={optional} id={rest.name}>
      {(control) => <Input {...input} {...control} className={mono ? 'mono' : undefined} spellCheck={mono ? false : undefined} />}
    </Field>
  )
}

export function TextareaField({ label, hint, error, required, optional, ...rest }: Common & { rows?: number; mono?: boolean; placeholder?: string; maxLength?: number }) {
  return (
    <Field label={label} hint={hint} error={error} required={required} optional={optional} id={rest.name}>
      {(control) => <Textarea {...rest} {...control} />}
    </Field>
  )
}

export function SelectField({ label, hint, error, required, optional, ...rest }: Common & { options: readonly Option[]; placeholder?: string }) {
  return (
    <Field label={label} hint={hint} error={error} required={required} optional={optional} id={rest.name}>
      {(control) => <Select {...rest} {...control} />}
    </Field>
  )
}
