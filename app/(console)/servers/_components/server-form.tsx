'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { editServerAction, registerServerAction } from '@/app/(console)/servers/actions'
import { IdentityFields } from '@/components/domain/identity-fields'
import { Button, ButtonLink } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { errorAt, FormErrors } from '@/components/ui/form-errors'
import { Select } from '@/components/ui/input'
import { SelectField, TextareaField, TextField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'
import { paths } from '@/lib/paths'
import { ENVIRONMENTS, SENSITIVITIES, TRANSPORTS } from '@/lib/registry/model'
import type { ServerView } from '@/lib/registry/server-view'
import { AliasRows } from './alias-rows'
import { type AliasRow, type SecretRow, serverFrom } from './form-values'
import { SecretRows } from './secret-rows'

type Problem = { detail: string; code: string; errors: { path: string; message: string }[] }

const options = (values: readonly string[]) => values.map((value) => ({ value, label: value.replaceAll('_', ' ') }))
const SENSITIVITY_HINT = 'Confidential and restricted servers need an identity and begin with a pilot that two reviewers allow.'

/** Proposes a server, or edits one; a refusal keeps what was typed and says it at the field. */
export function ServerForm({ server }: { server?: ServerView }) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const [pending, setPending] = useState(false)
  const [transport, setTransport] = useState(server?.transport ?? 'streamable_http')
  const [aliases, setAliases] = useState(() => (server?.aliases ?? []).map(aliasRow))
  const [secrets, setSecrets] = useState(() => (server?.secrets ?? []).map(secretRow))
  const router = useRouter()
  const toast = useToast()
  const keepsIdentity = server !== undefined && server.identity !== null && server.lifecycle !== 'proposed'

  const send = async (form: HTMLFormElement): Promise<void> => {
    setPending(true)
    const { slug, ...fields } = serverFrom(new FormData(form), aliases, secrets)
    const answer = server === undefined
      ? await registerServerAction({ slug, ...fields })
      : await editServerAction({ slug: server.slug, change: { ...fields, identity: keepsIdentity ? server.identity : fields.identity, version: server.version } })
    setPending(false)
    if (!answer.ok) return setProblem({ ...answer.problem, errors: answer.problem.errors.map((error) => ({ ...error, path: error.path.replace(/^change\./, '') })) })
    setProblem(null)
    toast(server === undefined ? 'Proposed. A security reviewer lets it in.' : 'Saved.')
    router.push(server === undefined ? paths.server(answer.value.slug) : paths.server(server.slug))
    router.refresh()
  }

  const error = (path: string): string | undefined => errorAt(problem?.errors, path)
  return (
    <form className="fields" noValidate onSubmit={(event) => { event.preventDefault(); void send(event.currentTarget) }}>
      {problem === null ? null : <FormErrors message={problem.detail} errors={problem.errors} code={problem.code} />}
      {server === undefined ? <TextField label="Slug" name="slug" mono required maxLength={63} hint="Part of addresses and logs; used once, ever." placeholder="github" error={error('slug')} /> : null}
      <TextField label="Name" name="name" required maxLength={200} defaultValue={server?.name} error={error('name')} />
      <TextareaField label="Purpose" name="purpose" required rows={2} maxLength={2000} hint="What it is for, and for whom." defaultValue={server?.purpose} error={error('purpose')} />
      <TextField label="Owner’s e-mail" name="ownerEmail" type="email" required defaultValue={server?.ownerEmail} error={error('ownerEmail')} />
      <TextField label="Backup owner’s e-mail" name="backupOwnerEmail" type="email" optional defaultValue={server?.backupOwnerEmail ?? ''} error={error('backupOwnerEmail')} />
      <TextField label="Team" name="team" optional defaultValue={server?.team ?? ''} error={error('team')} />
      <SelectField label="Environment" name="environment" options={options(ENVIRONMENTS)} defaultValue={server?.environment ?? 'production'} error={error('environment')} />
      <SelectField label="Sensitivity" name="sensitivity" options={options(SENSITIVITIES)} hint={SENSITIVITY_HINT} defaultValue={server?.sensitivity ?? 'internal'} error={error('sensitivity')} />
      {keepsIdentity ? <p className="field"><span className="label">Workload identity</span><span className="hint">A registered server keeps its identity. To change it, offboard this one and register the new one.</span></p> : <IdentityFields identity={server?.identity} optional error={error} />}
      <TransportFields server={server} transport={transport} onTransport={setTransport} error={error} />
      <AliasRows rows={aliases} onChange={setAliases} error={error} />
      <TextField label="Effects" name="effects" optional mono hint="Tags such as payments, iam, secrets, regulated_data, production_change; they raise the severity of findings." defaultValue={server?.effects.join(', ')} error={error('effects') ?? problem?.errors.find((one) => one.path.startsWith('effects.'))?.message} />
      <TextareaField label="Systems behind it" name="downstream" optional rows={2} mono hint="One a line, as downstream actions name them." defaultValue={server?.downstream.join('\n')} error={error('downstream')} />
      <SecretRows rows={secrets} onChange={setSecrets} error={error} />
      <TextField label="Review every, days" name="reviewEveryDays" type="number" min={1} max={3650} optional defaultValue={server?.reviewEveryDays?.toString()} error={error('reviewEveryDays')} />
      <TextField label="Ask it what it offers every, hours" name="discoverEveryHours" type="number" min={1} max={8760} optional hint="Left empty, it is asked only when somebody asks." defaultValue={server?.discoverEveryHours?.toString()} error={error('discoverEveryHours')} />
      <TextField label="Credential for asking" name="discoveryCredential" optional mono maxLength={100} hint="The name of an entry in the operator’s configuration, which also says to which addresses it may go. Never the value." defaultValue={server?.discoveryCredential ?? ''} error={error('discoveryCredential')} />
      <div className="submit">
        <Button type="submit" kind="primary" pending={pending}>{server === undefined ? 'Propose' : 'Save'}</Button>
        <ButtonLink kind="quiet" href={server === undefined ? paths.servers() : paths.server(server.slug)}>Cancel</ButtonLink>
      </div>
    </form>
  )
}

function TransportFields({ server, transport, onTransport, error }: { server?: ServerView; transport: string; onTransport: (value: ServerView['transport']) => void; error: (path: string) => string | undefined }) {
  return (
    <>
      <Field label="Transport" id="transport" error={error('transport')}>
        {(control) => <Select {...control} name="transport" options={options(TRANSPORTS)} value={transport} onChange={(event) => onTransport(TRANSPORTS.find((one) => one === event.target.value) ?? 'stdio')} />}
      </Field>
      {transport === 'stdio'
        ? <TextareaField label="Command" name="command" required rows={3} mono hint="One argument a line. A record; the console does not run it because it is written here." defaultValue={server?.command?.join('\n')} error={error('command')} />
        : <TextField label="Endpoint" name="endpoint" type="url" mono required placeholder="https://mcp.acme.test/github" defaultValue={server?.endpoint ?? ''} error={error('endpoint')} />}
    </>
  )
}

function aliasRow(alias: ServerView['aliases'][number]): AliasRow {
  return typeof alias === 'string' ? { name: alias, source: '', from: null } : { name: alias.name, source: alias.source ?? '', from: alias.from }
}

function secretRow(secret: ServerView['secrets'][number]): SecretRow {
  return {
    name: secret.name, kind: secret.kind === 'dynamic' ? 'dynamic' : 'static', location: secret.location,
    rotateEveryDays: secret.rotateEveryDays?.toString() ?? '', lastRotatedAt: secret.lastRotatedAt?.slice(0, 10) ?? '',
  }
}
