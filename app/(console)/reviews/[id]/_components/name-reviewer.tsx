'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { nameReviewerAction } from '@/app/(console)/reviews/[id]/actions'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { errorAt, FormErrors } from '@/components/ui/form-errors'
import type { ShownProblem } from '@/components/ui/submit-form'
import { TextareaField, TextField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'

/** Names somebody to be asked about one item; whether they may is asked on the server. */
export function NameReviewer({ itemId }: { itemId: string }) {
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const router = useRouter()
  const toast = useToast()
  const send = async (data: FormData) => {
    const answer = await nameReviewerAction({ id: itemId, body: { email: String(data.get('email') ?? ''), reason: String(data.get('reason') ?? '') } })
    setProblem(answer.ok ? null : answer.problem)
    if (!answer.ok) return
    toast('Asked.')
    router.refresh()
  }
  return (
    <ConfirmForm label="Name somebody…" confirmLabel="Ask this person" kind="default" consequence="Active, of a role that reviews, and without a part in what is reviewed. The deadline stays." action={send}>
      {problem === null ? null : <FormErrors title="Nobody was asked" message={problem.detail} errors={problem.errors} code={problem.code} />}
      <TextField label="E-mail" name="email" type="email" required error={errorAt(problem?.errors, 'body.email') ?? errorAt(problem?.errors, 'email')} />
      <TextareaField label="Reason" name="reason" required rows={2} maxLength={2000} />
    </ConfirmForm>
  )
}
