import { clsx } from 'clsx'
import type { InputHTMLAttributes, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react'

export function Input({ className, type = 'text', ...rest }: InputHTMLAttributes<HTMLInputElement>) {
  return <input {...rest} type={type} className={clsx('input', className)} />
}

export function Textarea({ className, mono = false, ...rest }: TextareaHTMLAttributes<HTMLTextAreaElement> & { mono?: boolean }) {
  return <textarea {...rest} className={clsx('input', mono && 'mono', className)} />
}

export type Option = { value: string; label: string; disabled?: boolean }

/** The platform's own select, dressed. `placeholder` adds an empty first choice. */
export function Select({ className, options, placeholder, ...rest }: SelectHTMLAttributes<HTMLSelectElement> & { options: readonly Option[]; placeholder?: string }) {
  return (
    <span className={clsx('select', className)}>
      <select {...rest} className="input">
        {placeholder === undefined ? null : <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>{option.label}</option>
        ))}
      </select>
    </span>
  )
}
