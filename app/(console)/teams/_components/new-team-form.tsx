'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'
import { createTeamAction } from '@/app/(console)/teams/actions'

/** Makes a team; a refusal stands at the field and keeps what was typed. */
export function NewTeamForm() {
  const [error, setError] = useState<string>()
  const [pending, setPending] = useState(false)
  const send = async (form: HTMLFormElement) => {
    setPending(true)
    const answer = await createTeamAction({ name: String(new FormData(form).get('name') ?? '') })
    setPending(false)
    setError(answer.ok ? undefined : answer.problem.detail)
    if (answer.ok) form.reset()
  }
  return (
    <form
      className="acts items-end"
      onSubmit={(event) => {
        event.preventDefault()
        void send(event.currentTarget)
      }}
    >
      <TextField label="New team" name="name" required maxLength={100} error={error} />
      <Button type="submit" kind="primary" pending={pending}>Create</Button>
    </form>
  )
}
