'use client'

import { useRouter } from 'next/navigation'
import { changeClientAction, registerClientAction } from '@/app/(console)/clients/actions'
import { Button, ButtonLink } from '@/components/ui/button'
import { SubmitForm } from '@/components/ui/submit-form'
import { TextareaField, TextField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'
import { paths } from '@/lib/paths'
import type { ClientView } from '@/lib/registry/workload-view'

/** Registers a client application, or changes one; a refusal keeps what was typed and says it at the field. */
export function ClientForm({ client }: { client?: ClientView }) {
  const router = useRouter()
  const toast = useToast()
  const send = async (data: FormData) => {
    const text = (name: string): string => String(data.get(name) ?? '').trim()
    const fields = { name: text('name'), clientId: text('clientId') === '' ? null : text('clientId'), aliases: text('aliases').split('\n').map((line) => line.trim()).filter((line) => line !== '') }
    const answer = client === undefined ? await registerClientAction(fields) : await changeClientAction({ id: client.id, change: fields })
    if (!answer.ok) return { ...answer.problem, errors: answer.problem.errors.map((error) => ({ ...error, path: error.path.replace(/^change\./, '') })) }
    toast('Saved.')
    router.push(paths.client(answer.value.id))
    router.refresh()
    return null
  }
  return (
    <SubmitForm noValidate send={send}>
      {({ pending, error }) => (
        <>
          <TextField label="Name" name="name" required maxLength={200} placeholder="Claude Code" defaultValue={client?.name} error={error('name')} />
          <TextField label="Client id" name="clientId" optional mono hint="As the authorization server knows it." placeholder="claude-code" defaultValue={client?.clientId ?? ''} error={error('clientId') ?? error('identity')} />
          <TextareaField label="Aliases" name="aliases" optional mono rows={2} hint="Other names under which logs know it, one a line. One left out is released from now on." defaultValue={client?.aliases.join('\n')} error={error('aliases') ?? error('alias')} />
          <div className="submit">
            <Button type="submit" kind="primary" pending={pending}>{client === undefined ? 'Register' : 'Save'}</Button>
            <ButtonLink kind="quiet" href={client === undefined ? paths.clients() : paths.client(client.id)}>Cancel</ButtonLink>
          </div>
        </>
      )}
    </SubmitForm>
  )
}
