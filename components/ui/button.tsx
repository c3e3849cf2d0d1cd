import { clsx } from 'clsx'
import Link from 'next/link'
import type { ComponentProps } from 'react'

/** `primary` once per view; `danger` is an outline and needs a second step with the consequence in words. */
export type ButtonKind = 'default' | 'primary' | 'danger' | 'quiet' | 'link'

const KIND: Record<ButtonKind, string> = { default: '', primary: 'pri', danger: 'danger', quiet: 'quiet', link: 'link' }

export type ButtonProps = ComponentProps<'button'> & {
  kind?: ButtonKind
  small?: boolean
  /** Under way: it cannot be pressed again, and says so. */
  pending?: boolean
}

export function Button({ kind = 'default', small = false, pending = false, type = 'button', className, disabled, children, ...rest }: ButtonProps) {
  return (
    <button {...rest} type={type} disabled={disabled === true || pending} aria-busy={pending || undefined} className={clsx('btn', KIND[kind], small && 'small', className)}>
      {children}
    </button>
  )
}

export type ButtonLinkProps = ComponentProps<typeof Link> & { kind?: ButtonKind; small?: boolean }

/** Goes somewhere and looks like a button. */
export function ButtonLink({ kind = 'default', small = false, className, ...rest }: ButtonLinkProps) {
  return <Link {...rest} className={clsx('btn', KIND[kind], small && 'small', className)} />
}
