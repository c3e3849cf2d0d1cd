'use client'

import { useRouter } from 'next/navigation'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { SubmitForm } from '@/components/ui/submit-form'
import { TextareaField, TextField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'
import { changePersonAction, registerPersonAction } from '@/app/(console)/people/actions'
import { type PersonView, ROLE_LABEL, ROLES, type Role } from '@/lib/people/model'
import { GUARDED_ROLES } from '@/lib/people/roles'
import { paths } from '@/lib/paths'

const lines = (text: FormDataEntryValue | null): string[] => String(text ?? '').split(/[\n,]/).map((line) => line.trim()).filter((line) => line !== '')

/** `https://idp.example|subject`, one a line. */
const identities = (text: FormDataEntryValue | null) => lines(text).map((line) => {
  const at = line.indexOf('|')
  return { issuer: at === -1 ? line : line.slice(0, at), subject: at === -1 ? '' : line.slice(at + 1) }
})

/** What giving this role takes; said before it is asked for. */
function roleHint(role: Role, person: PersonView | undefined): string | undefined {
  if (person?.pendingRoles.includes(role) === true) return 'Waits for a second holder’s consent; cleared here, it is asked for no more.'
  if (person?.groupRoles.includes(role) === true) return 'A group at the identity provider gives it; taken away here, it is back at the next sign-in. Take it away there.'
  return GUARDED_ROLES.includes(role) && person?.roles.includes(role) !== true ? 'Waits for a second holder’s consent once two people hold it.' : undefined
}

/** Registers a person, or changes one; a refusal keeps what was typed. */
export function PersonForm({ person, ownRoles = false }: { person?: PersonView; /** Nobody changes their own roles. */ ownRoles?: boolean }) {
  const router = useRouter()
  const toast = useToast()
  const send = async (data: FormData) => {
    const manager = String(data.get('managerEmail') ?? '').trim()
    const common = { name: String(data.get('name') ?? ''), teams: lines(data.get('teams')), aliases: lines(data.get('aliases')), identities: identities(data.get('identities')) }
    const roles = data.getAll('roles').map(String) as Role[]
    const answer = person === undefined
      ? await registerPersonAction({ ...common, roles, email: String(data.get('email') ?? ''), ...(manager === '' ? {} : { managerEmail: manager }) })
      : await changePersonAction({ id: person.id, change: { ...common, managerEmail: manager === '' ? null : manager, ...(ownRoles ? {} : { roles }) } })
    if (!answer.ok) return answer.problem
    toast(answer.value.waits ? 'Saved. A role waits for a second holder’s consent.' : 'Saved.')
    if (person === undefined) router.push(paths.person(answer.value.id))
    router.refresh()
    return null
  }
  return (
    <SubmitForm send={send}>
      {({ pending, error }) => (
        <>
          <TextField label="Name" name="name" required maxLength={200} defaultValue={person?.name} error={error('name')} />
          {person === undefined ? <TextField label="E-mail" name="email" type="email" required error={error('email')} /> : null}
          <fieldset className="field" disabled={ownRoles}>
            <legend>Roles</legend>
            {ownRoles ? <p className="hint">Nobody changes their own roles.</p> : null}
            {ROLES.map((role) => <Checkbox key={role} name="roles" value={role} label={ROLE_LABEL[role]} hint={roleHint(role, person)} defaultChecked={person === undefined ? role === 'member' : [...person.roles, ...person.pendingRoles].includes(role)} />)}
            {error('roles') === undefined ? null : <p className="err">{error('roles')}</p>}
          </fieldset>
          <TextField label="Manager’s e-mail" name="managerEmail" type="email" optional defaultValue={person?.managerEmail ?? ''} error={error('managerEmail')} />
          <TextareaField label="Teams" name="teams" optional rows={2} hint="One a line; a team that does not exist is made." defaultValue={person?.teams.join('\n')} error={error('teams')} />
          <TextareaField label="Aliases" name="aliases" optional rows={2} mono hint="Other names under which logs know this person, one a line." defaultValue={person?.aliases.join('\n')} error={error('alias')} />
          <TextareaField label="Identities" name="identities" optional rows={2} mono hint="issuer|subject, one a line, as an OpenID provider names this person." defaultValue={person?.identities.map((one) => `${one.issuer}|${one.subject}`).join('\n')} error={error('identities')} />
          <div className="submit"><Button type="submit" kind="primary" pending={pending}>{person === undefined ? 'Register' : 'Save'}</Button></div>
        </>
      )}
    </SubmitForm>
  )
}
