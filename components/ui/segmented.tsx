import { clsx } from 'clsx'
import Link from 'next/link'
import type { ReactNode } from 'react'

export type SegmentLink = { label: ReactNode; href: string; current?: boolean; count?: number }

/** A view switch whose choices are addresses. */
export function SegmentLinks({ label, items, className }: { label: string; items: readonly SegmentLink[]; className?: string }) {
  return (
    <nav className={clsx('seg', className)} aria-label={label}>
      {items.map((item) => (
        <Link key={item.href} href={item.href} aria-current={item.current === true ? 'true' : undefined} scroll={false}>
          {item.label}{item.count === undefined ? null : <i>{item.count.toLocaleString('en-US')}</i>}
        </Link>
      ))}
    </nav>
  )
}

export type SegmentOption = { value: string; label: ReactNode; disabled?: boolean; /** Why it cannot be chosen; it keeps its place. */ why?: string }

/** A choice as a radio group: arrow keys move. `answer` fills the chosen one with the accent; a view switch stays quiet. */
export function Segmented({ label, name, options, value, defaultValue, onChange, answer = false }: {
  label: string; name: string; options: readonly SegmentOption[]; value?: string; defaultValue?: string
  onChange?: (value: string) => void; answer?: boolean
}) {
  return (
    <span className={clsx('seg', answer && 'answer')} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} title={option.why}>
          <input
            type="radio" name={name} value={option.value} disabled={option.disabled}
            {...(value === undefined ? { defaultChecked: option.value === defaultValue } : { checked: option.value === value, onChange: () => onChange?.(option.value) })}
          />
          {option.label}
        </label>
      ))}
    </span>
  )
}
