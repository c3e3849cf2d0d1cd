'use client'

import { useState } from 'react'
import { sendTestAction } from '@/app/(console)/settings/notifications/actions'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

type Result = { tone: 'ok' | 'error'; title: string; said: string }

/** Sends whoever presses it a mail and shows what the mail server answered. */
export function TestButton() {
  const [result, setResult] = useState<Result | null>(null)
  const [pending, setPending] = useState(false)
  const send = async (): Promise<Result> => {
    const answered = await sendTestAction(undefined)
    if (!answered.ok) return { tone: 'error', title: 'No test was sent', said: answered.problem.detail }
    const { to, sent, said } = answered.value
    return sent ? { tone: 'ok', title: `The mail server took a test for ${to}`, said: `It said: ${said}` } : { tone: 'error', title: `The test for ${to} was not sent`, said }
  }
  const press = async (): Promise<void> => {
    setPending(true)
    setResult(null)
    setResult(await send().catch(() => ({ tone: 'error' as const, title: 'Nobody knows whether a test was sent', said: 'The server did not answer. The list below says what became of it.' })))
    setPending(false)
  }
  return (
    <div className="grid gap-3">
      <div><Button kind="primary" pending={pending} onClick={() => void press()}>{pending ? 'Sending a test…' : 'Send me a test'}</Button></div>
      <div role="status">{result === null ? null : <Notice tone={result.tone} title={result.title}><p className="break-words">{result.said}</p></Notice>}</div>
    </div>
  )
}
