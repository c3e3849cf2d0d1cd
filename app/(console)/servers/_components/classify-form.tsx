'use client'

import { useState } from 'react'
import { classifyToolAction } from '@/app/(console)/servers/actions'
import { FormErrors } from '@/components/ui/form-errors'
import { SelectField, TextareaField } from '@/components/ui/text-field'
import { SubmitButton } from '@/components/ui/submit-button'
import { useToast } from '@/components/ui/toast'
import { ACCESS, type Access } from '@/lib/registry/model'

type Problem = { detail: string; code: string; errors: { path: string; message: string }[] }

/** A person's choice of a tool's access class. It stands against whatever the server claims later. */
export function ClassifyForm({ slug, name, access }: { slug: string; name: string; access: Access }) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const toast = useToast()
  const submit = async (data: FormData): Promise<void> => {
    const wanted = ACCESS.find((one) => one === data.get('accessClass')) ?? access
    const answer = await classifyToolAction({ slug, name, accessClass: wanted, reason: String(data.get('reason') ?? '') })
    setProblem(answer.ok ? null : answer.problem)
    if (answer.ok) toast(`${name} is ${answer.value.accessClass} from now on.`)
  }
  return (
    <form action={submit} className="fields">
      {problem === null ? null : <FormErrors message={problem.detail} errors={problem.errors} code={problem.code} />}
      <SelectField label="Access class" name="accessClass" options={ACCESS.map((value) => ({ value, label: value }))} defaultValue={access} hint="Acts from now on; calls until now keep the class they had." />
      <TextareaField label="Reason" name="reason" required rows={2} maxLength={2000} />
      <div className="submit"><SubmitButton kind="default">Set the class</SubmitButton></div>
    </form>
  )
}
