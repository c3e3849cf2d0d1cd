'use client'

import { sendTestSignalAction } from '@/app/(console)/settings/signals/actions'
import { type Tried, TryButton } from '@/components/ui/try-button'

/** Sends the receiver an event that says nothing of anybody, and shows what it answered. */
export function TestSignal() {
  return <TryButton label="Send a test event" send={send} />
}

async function send(): Promise<Tried> {
  const answered = await sendTestSignalAction(undefined)
  if (!answered.ok) return { tone: 'error', title: 'No test was sent', said: answered.problem.detail }
  const { sent, said } = answered.value
  return sent ? { tone: 'ok', title: 'The receiver took a verification event', said } : { tone: 'error', title: 'The receiver did not take the verification event', said }
}
