'use client'

import { sendTestAction } from '@/app/(console)/settings/notifications/actions'
import { type Tried, TryButton } from '@/components/ui/try-button'

/** Sends whoever presses it a mail and shows what the mail server answered. */
export function TestButton() {
  return <TryButton label="Send me a test" primary send={send} />
}

async function send(): Promise<Tried> {
  const answered = await sendTestAction(undefined)
  if (!answered.ok) return { tone: 'error', title: 'No test was sent', said: answered.problem.detail }
  const { to, sent, said } = answered.value
  return sent ? { tone: 'ok', title: `The mail server took a test for ${to}`, said: `It said: ${said}` } : { tone: 'error', title: `The test for ${to} was not sent`, said }
}
