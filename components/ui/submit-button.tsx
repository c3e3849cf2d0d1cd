'use client'

import { useFormStatus } from 'react-dom'
import { Button, type ButtonProps } from './button'

/** Submits its form; while the action runs it is pending and shows `busy` when given. */
export function SubmitButton({ busy, kind = 'primary', children, ...rest }: Omit<ButtonProps, 'type' | 'pending'> & { busy?: string }) {
  const { pending } = useFormStatus()
  return (
    <Button {...rest} type="submit" kind={kind} pending={pending}>
      {pending && busy !== undefined ? busy : children}
    </Button>
  )
}
