'use client'

import { type ChangeEvent, useState, useTransition } from 'react'
import { previewImport, runImport } from '@/app/(console)/grants/actions'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { FormErrors } from '@/components/ui/form-errors'
import { Input, Textarea } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Section } from '@/components/ui/section'
import type { ImportAnswer } from '@/lib/grants/import-model'
import { readImport } from '@/lib/grants/import-text'
import { ImportResults } from './import-results'

type Failure = { title: string; message: string; errors: { path: string; message: string }[]; code?: string }
type Shown = { done: boolean; answer: ImportAnswer }

/** Paste or choose a file, look at what each row would do, then import. Changing anything asks for a new preview. */
export function ImportForm() {
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const [atomic, setAtomic] = useState(true)
  const [shown, setShown] = useState<Shown | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [pending, start] = useTransition()

  function changed(): void {
    setShown(null)
    setFailure(null)
  }

  function submit(done: boolean): void {
    const read = readImport(text)
    if ('refusal' in read) return setFailure({ title: 'Nothing was read', message: read.refusal, errors: [{ path: 'grants', message: read.refusal }] })
    start(async () => {
      const answer = done ? await runImport({ reason, grants: read.rows, atomic }) : await previewImport({ reason, grants: read.rows })
      setFailure(answer.ok ? null : { title: 'Nothing was imported', message: answer.problem.detail, errors: answer.problem.errors, code: answer.problem.code })
      if (answer.ok) setShown({ done, answer: answer.value })
    })
  }

  async function choose(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = event.target.files?.[0]
    if (file === undefined) return
    changed()
    setText(await file.text())
  }

  const ready = shown !== null && !shown.done && shown.answer.created > 0 && !(atomic && shown.answer.refused > 0)
  return (
    <form className="fields" onSubmit={(event) => { event.preventDefault(); submit(ready) }}>
      {failure === null ? null : <FormErrors title={failure.title} message={failure.message} errors={failure.errors} code={failure.code} />}
      <Field label="Reason" id="reason" hint="Where these grants are in force already. It is kept with each of them and in the trail." required>
        {(control) => <Input {...control} value={reason} maxLength={2000} onChange={(event) => { setReason(event.target.value); changed() }} />}
      </Field>
      <Field label="A file" id="file" hint="JSON, up to 1,000 grants. Its text appears below and can be corrected there.">
        {(control) => <Input {...control} type="file" accept="application/json,.json" onChange={choose} />}
      </Field>
      <Field label="Grants as JSON" id="grants" hint="A list, each with externalId, server, caller, target, access, purpose, validFrom; scope and validUntil are optional." required>
        {(control) => <Textarea {...control} mono rows={14} value={text} spellCheck={false} onChange={(event) => { setText(event.target.value); changed() }} />}
      </Field>
      <Checkbox label="All or nothing" hint="One refused row refuses the whole import." checked={atomic} onChange={(event) => setAtomic(event.target.checked)} />
      <div className="submit">
        <Button type="submit" kind="primary" pending={pending}>{ready ? `Import ${shown.answer.created.toLocaleString('en-US')} grants` : 'Preview'}</Button>
        {ready ? <Button onClick={() => submit(false)} pending={pending}>Preview again</Button> : null}
      </div>
      {shown === null ? null : <Answer shown={shown} atomic={atomic} />}
    </form>
  )
}

function Answer({ shown: { done, answer }, atomic }: { shown: Shown; atomic: boolean }) {
  const counts = `${answer.created} ${done ? 'created' : 'would be created'}, ${answer.unchanged} unchanged, ${answer.refused} refused`
  const blocked = !done && atomic && answer.refused > 0
  return (
    <div aria-live="polite">
      <Section title="What each row does" ruled>
        <Notice tone={blocked ? 'warn' : done ? 'ok' : 'info'} title={done ? 'Imported' : 'Preview: nothing is stored yet'}>
          <p>{counts}. {done ? 'Past calls to these servers are being judged again in the background.' : blocked ? 'Correct the refused rows, or clear “All or nothing” to import the others.' : 'Past calls to these servers will be judged again.'}</p>
        </Notice>
        <div className="pt-3"><ImportResults answer={answer} done={done} /></div>
      </Section>
    </div>
  )
}
