'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { discardDraftAction } from '@/app/(console)/requests/actions'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { FormErrors } from '@/components/ui/form-errors'
import type { ShownProblem } from '@/components/ui/submit-form'
import { paths } from '@/lib/paths'

/** Throws a draft away, in two steps. */
export function DiscardDraft({ id }: { id: string }) {
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const router = useRouter()
  const discard = async (): Promise<void> => {
    const answer = await discardDraftAction({ id })
    setProblem(answer.ok ? null : answer.problem)
    if (!answer.ok) return
    router.push(paths.requests({ view: 'mine' }))
    router.refresh()
  }
  return (
    <>
      {problem === null ? null : <FormErrors title="Nothing was changed" message={problem.detail} code={problem.code} />}
      <ConfirmForm label="Discard…" confirmLabel="Discard the draft" consequence="What you typed is gone; nobody has been asked." action={discard} />
    </>
  )
}
