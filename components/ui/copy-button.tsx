'use client'

import { useEffect, useRef, useState } from 'react'
import { Button, type ButtonKind } from './button'

const SHOWN_MS = 2_000

/** Copies `value` and says so in its own place, aloud too. */
export function CopyButton({ value, label = 'Copy', kind, small }: { value: string; label?: string; kind?: ButtonKind; small?: boolean }) {
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const copy = async () => {
    const done = await navigator.clipboard?.writeText(value).then(() => true, () => false)
    setState(done === true ? 'done' : 'failed')
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setState('idle'), SHOWN_MS)
  }
  return (
    <Button kind={kind} small={small} onClick={copy}>
      <span aria-live="polite">{state === 'done' ? 'Copied' : state === 'failed' ? 'Select and copy' : label}</span>
    </Button>
  )
}
