'use client'

import { useState } from 'react'
import { Button } from './button'
import { Notice } from './notice'

export type Tried = { tone: 'ok' | 'error'; title: string; said: string }

/** Tries something out with another system, and shows what that answered. */
export function TryButton({ label, primary = false, send }: { label: string; primary?: boolean; send: () => Promise<Tried> }) {
  const [result, setResult] = useState<Tried | null>(null)
  const [pending, setPending] = useState(false)
  const press = async (): Promise<void> => {
    setPending(true)
    setResult(null)
    setResult(await send().catch(() => ({ tone: 'error' as const, title: 'Nobody knows whether a test was sent', said: 'The server did not answer. The list below says what became of it.' })))
    setPending(false)
  }
  return (
    <div className="grid gap-3">
      <div><Button {...(primary ? { kind: 'primary' as const } : {})} pending={pending} onClick={() => void press()}>{pending ? 'Sending a test…' : label}</Button></div>
      <div role="status">{result === null ? null : <Notice tone={result.tone} title={result.title}><p className="break-words">{result.said}</p></Notice>}</div>
    </div>
  )
}
