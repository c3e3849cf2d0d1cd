'use client'

import { useEffect, useRef } from 'react'
import { Notice } from './notice'

export type FormError = { path: string; message: string }

/** The message for one field, for its `error` prop. */
export function errorAt(errors: readonly FormError[] | undefined, path: string): string | undefined {
  return errors?.find((error) => error.path === path)?.message
}

/** What was refused, above the form; takes the focus when it appears, and each line leads to its field. */
export function FormErrors({ title = 'Nothing was saved', message, errors = [], code }: { title?: string; message: string; errors?: readonly FormError[]; code?: string }) {
  const box = useRef<HTMLDivElement>(null)
  // By content: a list made anew with the same errors must not take the focus again.
  const said = JSON.stringify([message, errors])
  useEffect(() => box.current?.focus(), [said])
  return (
    <div ref={box} tabIndex={-1} role="alert">
      <Notice tone="error" title={title} code={code}>
        <p>{message}</p>
        {errors.length === 0 ? null : (
          <ul>{errors.map((error) => <li key={`${error.path} ${error.message}`}><a href={`#${fragmentOf(error.path)}`}>{error.message}</a></li>)}</ul>
        )}
      </Notice>
    </div>
  )
}

/** Fields carry their path as id. */
function fragmentOf(path: string): string {
  return encodeURIComponent(path)
}
