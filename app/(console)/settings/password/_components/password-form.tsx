'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { errorAt, FormErrors } from '@/components/ui/form-errors'
import { Notice } from '@/components/ui/notice'
import { TextField } from '@/components/ui/text-field'
import { changePasswordAction } from '@/app/(console)/settings/actions'

type Answer = Awaited<ReturnType<typeof changePasswordAction>>

/** Chooses or changes one's own password; a refusal keeps what was typed. */
export function PasswordForm({ has }: { has: boolean }) {
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [pending, setPending] = useState(false)
  const send = async (form: HTMLFormElement) => {
    setPending(true)
    const data = new FormData(form)
    const result = await changePasswordAction({ current: String(data.get('current') ?? ''), next: String(data.get('next') ?? '') })
    setPending(false)
    setAnswer(result)
    if (result.ok) form.reset()
  }
  const errors = answer?.ok === false ? answer.problem.errors : []
  const ended = answer?.ok === true ? answer.value.endedSessions : 0
  return (
    <form
      className="fields"
      onSubmit={(event) => {
        event.preventDefault()
        void send(event.currentTarget)
      }}
    >
      {answer === null ? null : answer.ok ? (
        <div role="status"><Notice tone="ok" title="Your password is saved.">{ended === 0 ? null : <p>{ended} other {ended === 1 ? 'session has' : 'sessions have'} ended.</p>}</Notice></div>
      ) : <FormErrors message={answer.problem.detail} errors={errors} code={answer.problem.code} />}
      {has ? <TextField label="Present password" name="current" type="password" autoComplete="current-password" required error={errorAt(errors, 'current')} /> : null}
      <TextField label="New password" name="next" type="password" autoComplete="new-password" required hint="At least 12 characters; a few words in a row are good." error={errorAt(errors, 'next')} />
      <div className="submit"><Button type="submit" kind="primary" pending={pending}>{has ? 'Change the password' : 'Save the password'}</Button></div>
    </form>
  )
}
