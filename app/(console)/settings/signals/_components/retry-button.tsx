'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { retrySignalAction } from '@/app/(console)/settings/signals/actions'
import { Button } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'

/** Makes a dead letter due again. */
export function RetryButton({ id, name }: { id: string; name: string }) {
  const router = useRouter()
  const toast = useToast()
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const press = async (): Promise<void> => {
    setPending(true)
    const answer = await retrySignalAction({ id }).catch(() => null)
    setPending(false)
    setProblem(answer === null ? 'The server did not answer. Try again.' : answer.ok ? null : answer.problem.detail)
    if (answer?.ok === true) {
      toast('Due again; it goes out at once.')
      router.refresh()
    }
  }
  return (
    <span className="grid gap-1">
      <span><Button small pending={pending} onClick={() => void press()}>Try again<span className="vh">: {name}</span></Button></span>
      <span role="status" className="sm">{problem}</span>
    </span>
  )
}
