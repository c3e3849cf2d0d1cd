'use client'

import { useId } from 'react'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'

export type Offered = readonly { id: string; name: string; note: string }[]

/** One name, typed or picked from what is known; the server judges it. */
export function NameField({ label, name, offered, hint, error, required = false, optional = false, defaultValue, placeholder, type = 'text' }: {
  label: string; name: string; offered: Offered; hint?: string; error?: string; required?: boolean; optional?: boolean; defaultValue?: string; placeholder?: string; type?: 'text' | 'email'
}) {
  const list = useId()
  return (
    <Field label={label} hint={hint} error={error} required={required} optional={optional} id={name}>
      {(control) => (
        <>
          <Input {...control} name={name} type={type} list={list} defaultValue={defaultValue} placeholder={placeholder} autoComplete="off" maxLength={400} spellCheck={false} />
          <datalist id={list}>{offered.map((one) => <option key={one.id} value={one.name}>{one.note}</option>)}</datalist>
        </>
      )}
    </Field>
  )
}
