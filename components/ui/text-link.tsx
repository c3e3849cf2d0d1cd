import { clsx } from 'clsx'
import Link from 'next/link'
import type { ComponentProps } from 'react'

/** A link in the accent's ink. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return <Link {...rest} className={clsx('l', className)} />
}

/** A number that leads to its list with the same filter; null shows a dash, which is not zero. */
export function NumberLink({ value, href, label }: { value: number | null; href?: string; /** What is counted, for the accessible name. */ label?: string }) {
  if (value === null) return <span className="mute" title="Not known">–</span>
  const text = value.toLocaleString('en-US')
  if (href === undefined) return <>{text}</>
  return (
    <Link className="l" href={href} aria-label={label === undefined ? undefined : `${text} ${label}`}>
      {text}
    </Link>
  )
}
