'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { lookAtCaseAction } from '@/app/(console)/offboarding/actions'
import { Button } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'

/** Looks again at once: proves lines, counts calls, judges the silence. The console does the same each minute. */
export function LookButton({ id }: { id: string }) {
  const [pending, setPending] = useState(false)
  const router = useRouter()
  const toast = useToast()
  const look = async () => {
    setPending(true)
    const answer = await lookAtCaseAction({ id })
    setPending(false)
    toast(answer.ok ? answer.value.sentence : answer.problem.detail, answer.ok ? 'ok' : 'error')
    router.refresh()
  }
  return <Button pending={pending} onClick={() => void look()}>Look now</Button>
}
