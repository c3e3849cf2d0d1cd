'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { CopyButton } from '@/components/ui/copy-button'
import { FormErrors } from '@/components/ui/form-errors'
import { Notice } from '@/components/ui/notice'
import { TextField } from '@/components/ui/text-field'
import { ROLE_LABEL, type Role } from '@/lib/people/model'
import { createTokenAction } from '@/app/(console)/settings/actions'

type Answer = Awaited<ReturnType<typeof createTokenAction>>

/** Makes a token and shows its value, once. */
export function NewTokenForm({ roles }: { roles: Role[] }) {
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [pending, setPending] = useState(false)
  const send = async (form: HTMLFormElement) => {
    setPending(true)
    const data = new FormData(form)
    const result = await createTokenAction({
      name: String(data.get('name') ?? ''), roles: data.getAll('roles').map(String) as Role[], scopes: data.getAll('scopes').map(String) as ('read' | 'write')[], days: Number(data.get('days')),
    })
    setAnswer(result)
    setPending(false)
    if (result.ok) form.reset()
  }
  return (
    <form
      className="fields"
      onSubmit={(event) => {
        event.preventDefault()
        void send(event.currentTarget)
      }}
    >
      {answer === null ? null : answer.ok ? (
        <Notice tone="ok" title="The token was made. Copy it now: it is not shown again." action={<CopyButton value={answer.value.token} />}><p><code className="wrap-anywhere">{answer.value.token}</code></p></Notice>
      ) : <FormErrors message={answer.problem.detail} errors={answer.problem.errors} code={answer.problem.code} />}
      <TextField label="Name" name="name" required maxLength={100} hint="What it is for, so that somebody else can tell." />
      <fieldset className="field"><legend>Roles</legend>{roles.map((role) => <Checkbox key={role} name="roles" value={role} label={ROLE_LABEL[role]} />)}</fieldset>
      <fieldset className="field"><legend>Scopes</legend><Checkbox name="scopes" value="read" label="Read" defaultChecked /><Checkbox name="scopes" value="write" label="Write" /></fieldset>
      <TextField label="Ends in days" name="days" type="number" min={1} max={366} defaultValue="30" required />
      <div className="submit"><Button type="submit" kind="primary" pending={pending}>Make the token</Button></div>
    </form>
  )
}
