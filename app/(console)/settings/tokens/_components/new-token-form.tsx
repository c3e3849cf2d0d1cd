'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox, RadioGroup } from '@/components/ui/choice'
import { CopyButton } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import { SubmitForm } from '@/components/ui/submit-form'
import { TextField } from '@/components/ui/text-field'
import { ROLE_LABEL, type Role } from '@/lib/people/model'
import { createTokenAction } from '@/app/(console)/settings/actions'

type Use = 'program' | 'directory'

/** Makes a token and shows its value, once. A directory's stands alone: it provisions and has no roles. */
export function NewTokenForm({ roles }: { roles: Role[] }) {
  const [made, setMade] = useState<string | null>(null)
  const [use, setUse] = useState<Use>('program')
  const send = async (data: FormData, form: HTMLFormElement) => {
    const answer = await createTokenAction({
      name: String(data.get('name') ?? ''), days: Number(data.get('days')), roles: data.getAll('roles').map(String) as Role[],
      scopes: use === 'directory' ? ['scim'] : (data.getAll('scopes').map(String) as ('read' | 'write')[]),
    })
    setMade(answer.ok ? answer.value.token : null)
    if (!answer.ok) return answer.problem
    form.reset()
    return null
  }
  return (
    <SubmitForm send={send}>
      {({ pending, error }) => (
        <>
          {made === null ? null : <Notice tone="ok" title="The token was made. Copy it now: it is not shown again." action={<CopyButton value={made} />}><p><code className="wrap-anywhere">{made}</code></p></Notice>}
          <TextField label="Name" name="name" required maxLength={100} hint="What it is for, so that somebody else can tell." error={error('name')} />
          <RadioGroup
            legend="Used by" name="use" value={use} onChange={(value) => setUse(value === 'directory' ? 'directory' : 'program')}
            options={[{ value: 'program', label: 'A program', hint: 'Reads or writes by the API, with the roles chosen here.' }, { value: 'directory', label: 'A directory', hint: 'Provisions people and groups (SCIM) and does nothing else.' }]}
          />
          {use === 'directory' ? null : (
            <>
              <fieldset className="field"><legend>Roles</legend>{roles.map((role) => <Checkbox key={role} name="roles" value={role} label={ROLE_LABEL[role]} />)}</fieldset>
              <fieldset className="field"><legend>Scopes</legend><Checkbox name="scopes" value="read" label="Read" defaultChecked /><Checkbox name="scopes" value="write" label="Write" /></fieldset>
            </>
          )}
          <TextField label="Ends in days" name="days" type="number" min={1} max={366} defaultValue="30" required error={error('days')} />
          <div className="submit"><Button type="submit" kind="primary" pending={pending}>Make the token</Button></div>
        </>
      )}
    </SubmitForm>
  )
}
