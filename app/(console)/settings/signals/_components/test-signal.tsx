'use client'

import { useState } from 'react'
import { sendTestSignalAction } from '@/app/(console)/settings/signals/actions'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

type Result = { tone: 'ok' | 'error'; title: string; said: string }

/** Sends the receiver an event that says nothing of anybody, and shows what it answered. */
export function TestSignal() {
  const [result, setResult] = useState<Result | null>(null)
  const [pending, setPending] = useState(false)
  const send = async (): Promise<Result> => {
    const answered = await sendTestSignalAction(undefined)
    if (!answered.ok) return { tone: 'error', title: 'No test was sent', said: answered.problem.detail }
    const { sent, said } = answered.value
    return sent ? { tone: 'ok', title: 'The receiver took a verification event', said } : { tone: 'error', title: 'The receiver did not take the verification event', said }
  }
  const press = async (): Promise<void> => {
    setPending(true)
    setResult(null)
    setResult(await send().catch(() => ({ tone: 'error' as const, title: 'Nobody knows whether a test was sent', said: 'The server did not answer. The list below says what became of it.' })))
    setPending(false)
  }
  return (
    <div className="grid gap-3">
      <div><Button pending={pending} onClick={() => void press()}>{pending ? 'Sending a test…' : 'Send a test event'}</Button></div>
      <div role="status">{result === null ? null : <Notice tone={result.tone} title={result.title}><p className="break-words">{result.said}</p></Notice>}</div>
    </div>
  )
}
