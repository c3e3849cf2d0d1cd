'use client'

import { useState } from 'react'
import { changeAgentAction } from '@/app/(console)/agents/actions'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { FormErrors } from '@/components/ui/form-errors'

/** Ends or resumes an agent's registration, from now on. */
export function ActiveSwitch({ id, active }: { id: string; active: boolean }) {
  const [problem, setProblem] = useState<string | null>(null)
  const submit = async (): Promise<void> => {
    const answer = await changeAgentAction({ id, change: { active: !active } })
    setProblem(answer.ok ? null : answer.problem.detail)
  }
  return (
    <div className="grid gap-3 [&>.btn]:justify-self-start">
      {problem === null ? null : <FormErrors title="Nothing was changed" message={problem} />}
      {active
        ? <ConfirmForm key="off" label="Deactivate…" confirmLabel="Deactivate" consequence="From now on it is no registered agent: grants cover none of its calls, and its use is a finding. What was before stays." action={submit} />
        : <ConfirmForm key="on" label="Activate again" kind="default" consequence="From now on it is a registered agent again, and its grants cover its calls as far as they are in force." action={submit} />}
    </div>
  )
}
