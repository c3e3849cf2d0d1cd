'use client'

import { type ChangeEvent, useState, useTransition } from 'react'
import { planDocument, runDocument } from '@/app/(console)/grants/document/actions'
import { DownloadLink } from '@/components/table/cells'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { FormErrors } from '@/components/ui/form-errors'
import { Input, Select, Textarea } from '@/components/ui/input'
import type { AppliedView, PlanView } from '@/lib/document/plan-model'
import { withQuery } from '@/lib/paths'
import { DocumentPlan } from './document-plan'

type Failure = { title: string; message: string; errors: { path: string; message: string }[]; code?: string }

const DOCUMENT = '/api/v1/grants/document'
const ALL = ''

/** All of it is in one field, so each line says where in the document it is. Grants are counted from 0, as in the answer of the endpoint. */
function placed(errors: Failure['errors']): Failure['errors'] {
  return errors.map(({ path, message }) => ({ path: 'document', message: path === '' ? message : `${path}: ${message}` }))
}

/** Paste, choose a file or fill in what stands; look at the plan; then apply exactly that. Changing the text asks for a new plan. */
export function DocumentForm({ servers, mayApply }: { servers: readonly { slug: string; name: string }[]; mayApply: boolean }) {
  const [text, setText] = useState('')
  const [server, setServer] = useState(ALL)
  const [plan, setPlan] = useState<PlanView | AppliedView | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [pending, start] = useTransition()

  function change(next: string): void {
    setText(next)
    setPlan(null)
    setFailure(null)
  }

  function look(): void {
    start(async () => {
      const answer = await planDocument({ text })
      setPlan(answer.ok ? answer.value : null)
      setFailure(answer.ok ? null : { title: 'There is no plan yet', message: answer.problem.detail, errors: placed(answer.problem.errors), code: answer.problem.code })
    })
  }

  function apply(hash: string): void {
    start(async () => {
      const answer = await runDocument({ text, hash })
      if (answer.ok) setPlan(answer.value)
      setFailure(answer.ok ? null : { title: 'Nothing was applied', message: answer.problem.detail, errors: placed(answer.problem.errors), code: answer.problem.code })
    })
  }

  function fillIn(): void {
    start(async () => {
      const answer = await fetch(withQuery(DOCUMENT, { format: 'yaml', server }))
      if (answer.ok) change(await answer.text())
      else setFailure({ title: 'What stands could not be read', message: 'The console did not answer. What you typed is still here; try again.', errors: [] })
    })
  }

  async function choose(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = event.target.files?.[0]
    if (file !== undefined) change(await file.text())
  }

  return (
    <form className="fields" onSubmit={(event) => { event.preventDefault(); look() }}>
      {failure === null ? null : <FormErrors title={failure.title} message={failure.message} errors={failure.errors} code={failure.code} />}
      <Field label="What stands now" id="server" hint="As a document that changes nothing: a beginning for your repository.">
        {(control) => <Select {...control} value={server} options={[{ value: ALL, label: servers.length === 1 ? 'Your server' : `All ${servers.length} servers` }, ...servers.map(({ slug, name }) => ({ value: slug, label: `${name} (${slug})` }))]} onChange={(event) => setServer(event.target.value)} />}
      </Field>
      <div className="acts">
        <Button onClick={fillIn} pending={pending} disabled={servers.length === 0}>Fill in what stands</Button>
        <DownloadLink href={withQuery(DOCUMENT, { format: 'yaml', server })}>Download YAML</DownloadLink>
        <DownloadLink href={withQuery(DOCUMENT, { format: 'json', server })}>Download JSON</DownloadLink>
      </div>
      <Field label="A file" id="file" hint="YAML or JSON, at most 2 MiB. Its text appears below and can be changed there.">
        {(control) => <Input {...control} type="file" accept=".yaml,.yml,.json,application/yaml,application/json" onChange={choose} />}
      </Field>
      <Field label="Document" id="document" hint="version: 1, servers, and grants with server, caller, target, access and purpose; scope, validFrom, validUntil, mode, reauthorise and id are optional." required>
        {(control) => <Textarea {...control} mono rows={16} value={text} spellCheck={false} onChange={(event) => change(event.target.value)} />}
      </Field>
      <div className="submit"><Button type="submit" kind={plan === null ? 'primary' : 'default'} pending={pending}>{plan === null ? 'Look at the plan' : 'Look again'}</Button></div>
      <div aria-live="polite">{plan === null ? null : <DocumentPlan plan={plan} mayApply={mayApply} pending={pending} onApply={() => apply(plan.hash)} />}</div>
    </form>
  )
}
