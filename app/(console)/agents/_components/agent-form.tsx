'use client'

import { useRouter } from 'next/navigation'
import { changeAgentAction, registerAgentAction } from '@/app/(console)/agents/actions'
import { identityFrom, IdentityFields } from '@/components/domain/identity-fields'
import { Button, ButtonLink } from '@/components/ui/button'
import { SubmitForm } from '@/components/ui/submit-form'
import { TextareaField, TextField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'
import { paths } from '@/lib/paths'
import type { AgentView } from '@/lib/registry/workload-view'

/** Registers an agent, or changes one; a refusal keeps what was typed and says it at the field. */
export function AgentForm({ agent }: { agent?: AgentView }) {
  const router = useRouter()
  const toast = useToast()
  const send = async (data: FormData) => {
    const text = (name: string): string => String(data.get(name) ?? '').trim()
    const fields = { name: text('name'), sponsorEmail: text('sponsorEmail'), purpose: text('purpose'), aliases: text('aliases').split('\n').map((line) => line.trim()).filter((line) => line !== '') }
    const answer = agent === undefined
      ? await registerAgentAction({ ...fields, identity: identityFrom(data) ?? { kind: 'spiffe', id: '' } })
      : await changeAgentAction({ id: agent.id, change: fields })
    if (!answer.ok) return { ...answer.problem, errors: answer.problem.errors.map((error) => ({ ...error, path: error.path.replace(/^change\./, '') })) }
    toast('Saved.')
    router.push(paths.agent(answer.value.id))
    router.refresh()
    return null
  }
  return (
    <SubmitForm noValidate send={send}>
      {({ pending, error }) => (
        <>
          <TextField label="Name" name="name" required maxLength={200} hint="Also a name under which logs may know it." defaultValue={agent?.name} error={error('name')} />
          {agent === undefined ? <IdentityFields identity={undefined} optional={false} error={error} /> : null}
          <TextField label="Sponsor’s e-mail" name="sponsorEmail" type="email" required hint="The person who answers for what it does." defaultValue={agent?.sponsorEmail} error={error('sponsorEmail')} />
          <TextareaField label="Purpose" name="purpose" required hint="What it is for, in a sentence. It stands beside every request and every grant." rows={2} maxLength={2000} defaultValue={agent?.purpose ?? ''} error={error('purpose')} />
          <TextareaField label="Aliases" name="aliases" optional mono rows={2} hint="Other names under which logs know it, one a line. One left out is released from now on." defaultValue={agent?.aliases.join('\n')} error={error('aliases') ?? error('alias')} />
          <div className="submit">
            <Button type="submit" kind="primary" pending={pending}>{agent === undefined ? 'Register' : 'Save'}</Button>
            <ButtonLink kind="quiet" href={agent === undefined ? paths.agents() : paths.agent(agent.id)}>Cancel</ButtonLink>
          </div>
        </>
      )}
    </SubmitForm>
  )
}
