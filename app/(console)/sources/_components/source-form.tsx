'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { createSourceAction, updateSourceAction } from '@/app/(console)/sources/actions'
import { Button, ButtonLink } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { CopyButton } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import { SubmitForm } from '@/components/ui/submit-form'
import { SelectField, TextareaField, TextField } from '@/components/ui/text-field'
import { Time } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import type { SourceView } from '@/lib/activity/queries/sources'
import { formatName } from '@/lib/activity/formats/format-names'
import { paths } from '@/lib/paths'
import { HowToSend } from './how-to-send'

type Made = { name: string; token: string; tokenExpiresAt: string; format: string }

const VANTAGE = [
  { value: 'gateway', label: 'Gateway: sees every call to the servers it covers' }, { value: 'server', label: 'Server: reports its own calls' },
  { value: 'agent', label: 'Agent’s side: says what it did' }, { value: 'mixed', label: 'Mixed' },
]
const REDACTION = [
  { value: 'masked', label: 'Masked: secret-shaped and long values are replaced' }, { value: 'keys', label: 'Keys only' }, { value: 'drop', label: 'Dropped' }, { value: 'full', label: 'Full' },
]

/** Registers a source and shows its token once, or changes one from now on. */
export function SourceForm({ source, formats, url }: { source?: SourceView; formats: readonly string[]; url: string }) {
  const [made, setMade] = useState<Made | null>(null)
  const router = useRouter()
  const toast = useToast()
  const send = async (data: FormData) => {
    const text = (name: string) => String(data.get(name) ?? '').trim()
    const constants = { ...(text('client') === '' ? {} : { client: text('client') }), ...(text('agent') === '' ? {} : { agent: text('agent') }) }
    const settings = {
      format: text('format') as 'native', vantage: text('vantage') as 'gateway', redaction: text('redaction') as 'masked', sampled: data.get('sampled') !== null, attribution: constants,
      expectedHeartbeatSeconds: text('expectedHeartbeatSeconds') === '' ? null : Number(text('expectedHeartbeatSeconds')), covers: text('covers').split(/[\n,]/).map((one) => one.trim()).filter((one) => one !== ''),
    }
    if (source === undefined) {
      const answer = await createSourceAction({ name: text('name'), ...settings })
      if (!answer.ok) return answer.problem
      setMade({ name: answer.value.name, token: answer.value.token, tokenExpiresAt: answer.value.tokenExpiresAt, format: settings.format })
      return null
    }
    const answer = await updateSourceAction({ name: source.name, patch: settings })
    if (!answer.ok) return answer.problem
    toast('Saved. It counts from now on.')
    router.refresh()
    return null
  }
  if (made !== null) return <Shown made={made} url={url} />
  return (
    <SubmitForm send={send}>
      {({ pending, error }) => (
        <>
          {source === undefined ? <TextField label="Name" name="name" mono required maxLength={100} hint="Letters, digits, dots, dashes and underscores." error={error('name')} /> : null}
          <SelectField label="Format" name="format" required options={formats.map((value) => ({ value, label: formatName(value) }))} defaultValue={source?.format ?? 'native'} error={error('format')} />
          <SelectField label="Vantage" name="vantage" required options={VANTAGE} defaultValue={source?.vantage ?? 'gateway'} hint="Only a gateway’s or server’s silence says that nothing happened." error={error('vantage')} />
          <TextField label="Heartbeat, seconds" name="expectedHeartbeatSeconds" type="number" min={1} optional hint="How often it delivers or says that it is alive. Without it nothing is concluded from its silence." defaultValue={source?.expectedHeartbeatSeconds?.toString()} error={error('expectedHeartbeatSeconds')} />
          <TextareaField label="Covers" name="covers" optional rows={2} mono hint="Servers it may speak for, one a line; empty = any." defaultValue={source?.covers.join('\n')} error={error('covers')} />
          <SelectField label="Parameters of calls are kept" name="redaction" options={REDACTION} defaultValue={source?.redaction ?? 'masked'} error={error('redaction')} />
          <div className="fields pair">
            <TextField label="Client, when a record names none" name="client" mono optional defaultValue={source?.attribution.client} />
            <TextField label="Agent, when a record names none" name="agent" mono optional defaultValue={source?.attribution.agent} />
          </div>
          <Checkbox name="sampled" label="It samples" hint="It reports only a part of the calls." defaultChecked={source?.sampled} />
          <div className="submit"><Button type="submit" kind="primary" pending={pending}>{source === undefined ? 'Register the source' : 'Save'}</Button></div>
        </>
      )}
    </SubmitForm>
  )
}

function Shown({ made, url }: { made: Made; url: string }) {
  return (
    <div className="grid gap-4">
      <Notice tone="ok" title="The source is registered. Copy its token now: it is not shown again." action={<CopyButton value={made.token} />}><p><code className="wrap-anywhere">{made.token}</code></p><p>It is good for delivering as {made.name} until <Time iso={made.tokenExpiresAt} format="day" />, and for nothing else.</p></Notice>
      <HowToSend name={made.name} format={made.format} url={url} />
      <div className="acts"><ButtonLink href={paths.source(made.name)}>Open {made.name}</ButtonLink></div>
    </div>
  )
}
