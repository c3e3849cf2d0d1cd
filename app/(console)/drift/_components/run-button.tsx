'use client'

import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { runDriftAction } from '@/app/(console)/drift/actions'
import { Button } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'

/** Compares now instead of waiting for the schedule. */
export function RunButton() {
  const [pending, start] = useTransition()
  const router = useRouter()
  const toast = useToast()
  const run = () => start(async () => {
    const answer = await runDriftAction(undefined)
    toast(answer.ok ? `Compared: ${answer.value.opened} opened, ${answer.value.resolved} resolved, ${answer.value.open} open.` : answer.problem.detail, answer.ok ? 'ok' : 'error')
    router.refresh()
  })
  return <Button pending={pending} onClick={run}>{pending ? 'Comparing…' : 'Compare now'}</Button>
}
