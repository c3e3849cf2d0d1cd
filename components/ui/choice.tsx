import { clsx } from 'clsx'
import type { InputHTMLAttributes, ReactNode } from 'react'

type ChoiceProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> & { label: ReactNode; hint?: ReactNode }

export function Checkbox({ label, hint, className, ...rest }: ChoiceProps) {
  return (
    <label className={clsx('check', className)}>
      <input {...rest} type="checkbox" className="box" />
      <span>{label}{hint === undefined ? null : <small>{hint}</small>}</span>
    </label>
  )
}

/** On or off, at once; what needs a submit is a checkbox. */
export function Switch({ label, hint, className, ...rest }: ChoiceProps) {
  return (
    <label className={clsx('check', className)}>
      <input {...rest} type="checkbox" role="switch" className="switch" />
      <span>{label}{hint === undefined ? null : <small>{hint}</small>}</span>
    </label>
  )
}

export type RadioOption = { value: string; label: ReactNode; hint?: ReactNode; disabled?: boolean }

/** A legend and its choices, one under the other. Uncontrolled with `defaultValue`, controlled with `value` and `onChange`. */
export function RadioGroup({ legend, name, options, defaultValue, value, onChange, required, error }: {
  legend: ReactNode; name: string; options: readonly RadioOption[]; defaultValue?: string; value?: string
  onChange?: (value: string) => void; required?: boolean; error?: string
}) {
  return (
    <fieldset className="field" aria-invalid={error === undefined ? undefined : true} aria-describedby={error === undefined ? undefined : `${name}-error`}>
      <legend>{legend}</legend>
      <div>
        {options.map((option) => (
          <label key={option.value} className="check">
            <input
              type="radio" className="box round" name={name} value={option.value} disabled={option.disabled} required={required}
              {...(value === undefined ? { defaultChecked: option.value === defaultValue } : { checked: option.value === value, onChange: () => onChange?.(option.value) })}
            />
            <span>{option.label}{option.hint === undefined ? null : <small>{option.hint}</small>}</span>
          </label>
        ))}
      </div>
      {error === undefined ? null : <p className="err" id={`${name}-error`}>{error}</p>}
    </fieldset>
  )
}
