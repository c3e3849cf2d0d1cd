'use client'

import { useState } from 'react'
import { SubmitButton } from '@/components/ui/submit-button'
import { TextField } from '@/components/ui/text-field'
import { createTeamAction } from '@/app/(console)/teams/actions'

export function NewTeamForm() {
  const [error, setError] = useState<string>()
  const send = async (data: FormData) => {
    const answer = await createTeamAction({ name: String(data.get('name') ?? '') })
    setError(answer.ok ? undefined : answer.problem.detail)
  }
  return (
    <form action={send} className="acts items-end">
      <TextField label="New team" name="name" required maxLength={100} error={error} />
      <SubmitButton>Create</SubmitButton>
    </form>
  )
}
