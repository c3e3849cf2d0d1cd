'use client'

import { useId, useState } from 'react'
import { Field } from '@/components/ui/field'
import { Glyph } from '@/components/ui/glyph'

export type Offered = readonly { id: string; name: string; note: string }[]

type Props = {
  label: string
  /** Path of the field, so that a refusal leads to it. */
  id: string
  names: readonly string[]
  /** Names that are known; others may be typed. */
  offered?: Offered
  hint?: string
  error?: string | undefined
  placeholder?: string
  onChange: (names: string[]) => void
}

/** Several names: each one typed or picked becomes a token with its own way out. Enter or a comma ends one, so does leaving the field; Backspace takes the last one back. */
export function NameList({ label, id, names, offered = [], hint, error, placeholder, onChange }: Props) {
  const [typed, setTyped] = useState('')
  const list = useId()
  const add = (text: string): void => {
    const fresh = text.split(/[,\n]+/).map((part) => part.trim()).filter((part) => part !== '' && !names.includes(part))
    if (fresh.length > 0) onChange([...names, ...new Set(fresh)])
    setTyped('')
  }
  return (
    <Field label={label} id={id} hint={hint} error={error}>
      {({ required: _required, ...control }) => (
        <div className="search">
          {names.map((name) => (
            <span key={name} className="tok">{name}
              <button type="button" aria-label={`Remove ${name}`} onClick={() => onChange(names.filter((one) => one !== name))}><Glyph name="no" /></button>
            </span>
          ))}
          <input
            {...control} list={offered.length === 0 ? undefined : list} autoComplete="off" spellCheck={false} value={typed} placeholder={names.length === 0 ? placeholder : undefined}
            onChange={(event) => {
              const { value } = event.target
              // A name that is picked from the list is whole.
              if (value.includes(',') || (offered.some((one) => one.name === value) && !('inputType' in event.nativeEvent && String(event.nativeEvent.inputType).startsWith('insertText')))) add(value)
              else setTyped(value)
            }}
            onBlur={() => add(typed)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && typed.trim() !== '') {
                event.preventDefault()
                add(typed)
              }
              if (event.key === 'Backspace' && typed === '' && names.length > 0) onChange(names.slice(0, -1))
            }}
          />
          {offered.length === 0 ? null : <datalist id={list}>{offered.filter((one) => !names.includes(one.name)).map((one) => <option key={one.id} value={one.name}>{one.note}</option>)}</datalist>}
        </div>
      )}
    </Field>
  )
}
