'use client'

import { useRouter } from 'next/navigation'
import { type ChangeEvent, useState } from 'react'
import { importServerAction } from '@/app/(console)/servers/import/actions'
import { Button, ButtonLink } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { SubmitForm } from '@/components/ui/submit-form'
import { SelectField, TextField } from '@/components/ui/text-field'
import { paths } from '@/lib/paths'
import { ENVIRONMENTS, SENSITIVITIES } from '@/lib/registry/model'

const options = (values: readonly string[]) => values.map((value) => ({ value, label: value }))
const NO_JSON = 'This is no JSON object. Nothing was proposed; the text is still here.'

type Done = { slug: string; warnings: readonly string[] }

/** Paste or choose a server.json and say who answers for it. A refusal keeps the text; what to know is shown before one goes on. */
export function ServerJsonForm() {
  const [text, setText] = useState('')
  const [done, setDone] = useState<Done | null>(null)
  const router = useRouter()
  const choose = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = event.target.files?.[0]
    if (file !== undefined) setText(await file.text())
  }
  const send = async (data: FormData) => {
    const serverJson = objectIn(text)
    if (serverJson === null) return { detail: NO_JSON, code: 'invalid_input', errors: [{ path: 'serverJson', message: NO_JSON }] }
    const given = (name: string): string | undefined => (String(data.get(name) ?? '').trim() === '' ? undefined : String(data.get(name)).trim())
    const answer = await importServerAction({ serverJson, slug: given('slug'), ownerEmail: given('ownerEmail'), environment: given('environment'), sensitivity: given('sensitivity') })
    if (!answer.ok) return answer.problem
    if (answer.value.warnings.length === 0) router.push(paths.server(answer.value.slug))
    else setDone(answer.value)
    return null
  }
  if (done !== null) {
    return (
      <Notice tone="warn" title={`${done.slug} is proposed`} action={<ButtonLink kind="primary" href={paths.server(done.slug)}>Open it</ButtonLink>}>
        <p>Before it is let in:</p>
        <ul>{done.warnings.map((warning) => <li key={warning}>{warning}</li>)}</ul>
      </Notice>
    )
  }
  return (
    <SubmitForm send={send} noValidate>
      {({ pending, error }) => (
        <>
          <Field label="A file" id="file" hint="Its text appears below and can be corrected there.">
            {(control) => <Input {...control} type="file" accept="application/json,.json" onChange={choose} />}
          </Field>
          <Field label="server.json" id="serverJson" hint="Either the document itself, or a registry’s answer that wraps it." error={error('serverJson')} required>
            {(control) => <Textarea {...control} mono rows={16} value={text} spellCheck={false} onChange={(event) => setText(event.target.value)} />}
          </Field>
          <TextField label="Owner’s e-mail" name="ownerEmail" type="email" optional hint="Left empty, it is you." error={error('ownerEmail')} />
          <TextField label="Slug" name="slug" mono optional maxLength={63} hint="Left empty, it follows from the document’s name." error={error('slug')} />
          <SelectField label="Environment" name="environment" options={options(ENVIRONMENTS)} defaultValue="production" error={error('environment')} />
          <SelectField label="Sensitivity" name="sensitivity" options={options(SENSITIVITIES.filter((one) => one === 'public' || one === 'internal'))} defaultValue="internal" hint="Confidential and restricted servers need an identity: register them with the form." error={error('sensitivity')} />
          <div className="submit">
            <Button type="submit" kind="primary" pending={pending}>Propose</Button>
            <ButtonLink kind="quiet" href={paths.newServer()}>Fill in the form instead</ButtonLink>
          </div>
        </>
      )}
    </SubmitForm>
  )
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
