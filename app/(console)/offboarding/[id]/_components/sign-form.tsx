'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { signCaseAction } from '@/app/(console)/offboarding/actions'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { FormErrors } from '@/components/ui/form-errors'
import type { ShownProblem } from '@/components/ui/submit-form'
import { TextareaField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'

/** Closes a watched case without its proof, on a security reviewer's name. */
export function SignForm({ id, server, refusal }: { id: string; server: boolean; refusal: string | null }) {
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const router = useRouter()
  const toast = useToast()
  const sign = async (data: FormData): Promise<void> => {
    const answer = await signCaseAction({ id, reason: String(data.get('reason') ?? '') })
    setProblem(answer.ok ? null : answer.problem)
    if (answer.ok) toast('Signed and closed.')
    router.refresh()
  }
  return (
    <ConfirmForm label="Sign an exception…" confirmLabel="Sign and close it" consequence={`The case closes without its proof${server ? ', and the server is retired' : ''}. The evidence says so on its first page, with your name and reason. If it is heard afterwards it opens again.`} disabledReason={refusal ?? undefined} action={sign}>
      {problem === null ? null : <FormErrors title="Nothing was changed" message={problem.detail} errors={problem.errors} code={problem.code} />}
      <TextareaField label="Reason" name="reason" required rows={3} maxLength={2000} />
    </ConfirmForm>
  )
}
