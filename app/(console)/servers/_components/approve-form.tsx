'use client'

import { useState } from 'react'
import { approveDefinitionAction } from '@/app/(console)/servers/[slug]/actions'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { FormErrors } from '@/components/ui/form-errors'
import { TextareaField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'

type Problem = { detail: string; code: string; errors: { path: string; message: string }[] }

/** A reviewer accepts the newest definition as what people rely on; the holds that rest on the change end. */
export function ApproveForm({ slug, name, number, held }: { slug: string; name: string; number: number; /** Grants that rest because of it. */ held: number }) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const toast = useToast()
  const submit = async (data: FormData): Promise<void> => {
    const answer = await approveDefinitionAction({ slug, name, number, reason: String(data.get('reason') ?? '') })
    setProblem(answer.ok ? null : answer.problem)
    if (answer.ok) toast(`Version ${number} of ${name} is approved${answer.value.released === 0 ? '' : `; ${answer.value.released} ${answer.value.released === 1 ? 'grant' : 'grants'} in force again`}.`)
  }
  return (
    <>
      {problem === null ? null : <FormErrors title="Nothing was approved" message={problem.detail} errors={problem.errors} code={problem.code} />}
      <ConfirmForm
        label={`Approve version ${number}…`} confirmLabel={`Approve version ${number}`} kind="default" action={submit}
        consequence={`People rely on this definition from now on.${held === 0 ? '' : ` ${held} ${held === 1 ? 'grant that rests' : 'grants that rest'} because of the change ${held === 1 ? 'is' : 'are'} in force again.`} Read the difference first.`}
      >
        <TextareaField label="Reason" name="reason" required rows={2} maxLength={2000} />
      </ConfirmForm>
    </>
  )
}
