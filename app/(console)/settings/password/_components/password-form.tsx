'use client'

import { useState } from 'react'
import { changePasswordAction } from '@/app/(console)/settings/actions'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { SubmitForm } from '@/components/ui/submit-form'
import { TextField } from '@/components/ui/text-field'

/** Chooses or changes one's own password; a refusal keeps what was typed. */
export function PasswordForm({ has }: { has: boolean }) {
  const [ended, setEnded] = useState<number | null>(null)
  const send = async (data: FormData, form: HTMLFormElement) => {
    const answer = await changePasswordAction({ current: String(data.get('current') ?? ''), next: String(data.get('next') ?? '') })
    setEnded(answer.ok ? answer.value.endedSessions : null)
    if (!answer.ok) return answer.problem
    form.reset()
    return null
  }
  return (
    <SubmitForm send={send}>
      {({ pending, error }) => (
        <>
          {ended === null ? null : <div role="status"><Notice tone="ok" title="Your password is saved.">{ended === 0 ? null : <p>{ended} other {ended === 1 ? 'session has' : 'sessions have'} ended.</p>}</Notice></div>}
          {has ? <TextField label="Present password" name="current" type="password" autoComplete="current-password" required error={error('current')} /> : null}
          <TextField label="New password" name="next" type="password" autoComplete="new-password" required hint="At least 12 characters; a few words in a row are good." error={error('next')} />
          <div className="submit"><Button type="submit" kind="primary" pending={pending}>{has ? 'Change the password' : 'Save the password'}</Button></div>
        </>
      )}
    </SubmitForm>
  )
}
