'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { cancelReviewAction } from '@/app/(console)/reviews/new/actions'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { Notice } from '@/components/ui/notice'
import { TextareaField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'

/** Cancels a draft or a running review, in two steps and with a reason. */
export function CancelReview({ id, running }: { id: string; running: boolean }) {
  const router = useRouter()
  const toast = useToast()
  const [problem, setProblem] = useState<string | null>(null)
  const cancel = async (data: FormData): Promise<void> => {
    const answer = await cancelReviewAction({ id, reason: String(data.get('reason') ?? '') })
    if (!answer.ok) return setProblem(answer.problem.detail)
    setProblem(null)
    toast('Cancelled. Nothing of it is applied.')
    router.refresh()
  }
  return (
    <ConfirmForm label="Cancel the review" confirmLabel="Cancel it for good" consequence={running ? 'Nothing of it is applied: every item that is not settled becomes exempt. What was answered stays on record. It cannot be taken up again.' : 'The draft is closed for good. Nobody was asked yet.'} action={cancel}>
      {problem === null ? null : <div role="alert"><Notice tone="error" title="Nothing was changed">{problem}</Notice></div>}
      <TextareaField label="Reason" name="reason" rows={2} required maxLength={2000} hint="Kept for good." />
    </ConfirmForm>
  )
}
