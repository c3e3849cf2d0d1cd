'use client'

import { useState } from 'react'
import { changeClientAction } from '@/app/(console)/clients/actions'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { FormErrors } from '@/components/ui/form-errors'

/** Ends or resumes a client's registration, from now on. */
export function ActiveSwitch({ id, active }: { id: string; active: boolean }) {
  const [problem, setProblem] = useState<string | null>(null)
  const submit = async (): Promise<void> => {
    const answer = await changeClientAction({ id, change: { active: !active } })
    setProblem(answer.ok ? null : answer.problem.detail)
  }
  return (
    <div className="grid gap-3 [&>.btn]:justify-self-start">
      {problem === null ? null : <FormErrors title="Nothing was changed" message={problem} />}
      {active
        ? <ConfirmForm key="off" label="Deactivate…" confirmLabel="Deactivate" consequence="From now on it is no registered client: grants cover no call made in it, and its use is a finding. What was before stays." action={submit} />
        : <ConfirmForm key="on" label="Activate again" kind="default" consequence="From now on it is a registered client again." action={submit} />}
    </div>
  )
}
