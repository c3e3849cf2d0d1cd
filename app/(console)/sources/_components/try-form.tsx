'use client'

import { useRef, useState } from 'react'
import { tryRecordsAction } from '@/app/(console)/sources/actions'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Select, Textarea } from '@/components/ui/input'
import { Section } from '@/components/ui/section'
import { SubmitForm } from '@/components/ui/submit-form'
import type { Tried } from '@/lib/activity/try-record'
import { TriedRecord } from './tried-record'

type FormatChoice = { value: string; label: string; example: string }
type Shown = { received: number; records: readonly Tried[]; format: string; source: string }

/** The record on the left, what it becomes on the right; what was typed stays until it is changed. */
export function TryForm({ formats, sources, format, source }: { formats: readonly FormatChoice[]; sources: readonly { name: string; format: string }[]; format: string; source: string }) {
  const [chosen, setChosen] = useState(format)
  const [text, setText] = useState('')
  const [shown, setShown] = useState<Shown | null>(null)
  const result = useRef<HTMLDivElement>(null)
  const send = async (data: FormData) => {
    const named = String(data.get('source') ?? '')
    const answer = await tryRecordsAction({ format: chosen, text, ...(named === '' ? {} : { source: named }) })
    if (!answer.ok) {
      setShown(null)
      return answer.problem
    }
    setShown({ received: answer.value.received, records: answer.value.records, format: chosen, source: named })
    result.current?.focus()
    return null
  }
  return (
    <div className="grid items-start gap-x-8 gap-y-6 md:grid-cols-2">
      <SubmitForm send={send} noValidate>
        {({ pending, error }) => (
          <>
            <div className="fields pair">
              <Field label="Format" id="format" required error={error('format')}>{(control) => <Select {...control} name="format" options={formats} value={chosen} onChange={(event) => setChosen(event.target.value)} />}</Field>
              <Field label="As sent by" id="source" error={error('source')}>{(control) => <Select {...control} name="source" defaultValue={source} placeholder="a gateway with the usual settings" options={sources.map(({ name }) => ({ value: name, label: name }))} onChange={(event) => setChosen(sources.find(({ name }) => name === event.target.value)?.format ?? chosen)} />}</Field>
            </div>
            <Field label="Record" id="text" required hint={chosen === 'otlp' ? 'An export as JSON, with resourceSpans or resourceLogs.' : 'One JSON object, or one a line.'} error={error('text')}>
              {(control) => <Textarea {...control} name="text" mono rows={22} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />}
            </Field>
            <div className="submit">
              <Button type="submit" kind="primary" pending={pending}>Try it</Button>
              <Button type="button" onClick={() => setText(formats.find(({ value }) => value === chosen)?.example ?? '')}>Fill in an example</Button>
            </div>
          </>
        )}
      </SubmitForm>
      <div ref={result} tabIndex={-1} className="min-w-0 md:-mt-7" aria-live="polite">
        {shown === null
          ? <Section title="What it becomes"><p className="soft">Paste a record and try it. What it becomes stands here: field by field, with the member of the record that says the same.</p></Section>
          : <Results shown={shown} />}
      </div>
    </div>
  )
}

function Results({ shown: { received, records, source } }: { shown: Shown }) {
  const more = received - records.length
  return (
    <>
      {records.map((one) => <TriedRecord key={one.index} tried={one} alone={received === 1} source={source} />)}
      <p className="soft pt-3">{more > 0 ? `${more.toLocaleString('en-GB')} more ${more === 1 ? 'record is' : 'records are'} not shown. ` : ''}Nothing was stored.</p>
    </>
  )
}
