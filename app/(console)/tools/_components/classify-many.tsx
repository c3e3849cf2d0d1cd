'use client'

import { useState } from 'react'
import { classifyToolsAction } from '@/app/(console)/tools/actions'
import { Button } from '@/components/ui/button'
import { SubmitForm } from '@/components/ui/submit-form'
import { SelectField, TextareaField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'
import { ACCESS } from '@/lib/registry/model'

const MOST = 2000

/** The picked tools, and one class with one reason for all of them. The second step names the count and what follows. */
export function ClassifyMany({ picked, matching, onPick }: { picked: readonly string[]; matching: readonly string[]; onPick: (ids: ReadonlySet<string>) => void }) {
  const [asking, setAsking] = useState(false)
  const toast = useToast()
  const count = picked.length
  const send = async (data: FormData) => {
    const answer = await classifyToolsAction({
      tools: picked.map((id) => ({ server: id.slice(0, id.indexOf('/')), name: id.slice(id.indexOf('/') + 1) })),
      accessClass: ACCESS.find((one) => one === data.get('accessClass')) ?? 'write', reason: String(data.get('reason') ?? ''),
    })
    if (!answer.ok) return answer.problem
    setAsking(false)
    onPick(new Set())
    toast(`${answer.value.changed.toLocaleString('en-GB')} classified${answer.value.unchanged === 0 ? '' : `; ${answer.value.unchanged.toLocaleString('en-GB')} had that class already`}.`)
    return null
  }
  if (matching.length === 0 && count === 0) return null
  return (
    <section aria-label="Selected tools" className="grid gap-2 pb-2">
      <p className="acts" aria-live="polite">
        <span className="soft">{count === 0 ? 'None picked' : `${count.toLocaleString('en-GB')} picked`}</span>
        {matching.length > count ? <Button kind="link" onClick={() => onPick(new Set(matching.slice(0, MOST)))}>Pick {matching.length > MOST ? `the first ${MOST.toLocaleString('en-GB')}` : `all ${matching.length.toLocaleString('en-GB')}`} that fit the filter</Button> : null}
        {count > 0 ? <Button kind="link" onClick={() => onPick(new Set())}>Pick none</Button> : null}
        {count > 0 && !asking ? <Button onClick={() => setAsking(true)}>Set the access class</Button> : null}
      </p>
      {count > 0 && asking ? (
        <SubmitForm send={send}>
          {({ pending, error }) => (
            <>
              <p className="say">One class for {count === 1 ? 'this tool' : `these ${count.toLocaleString('en-GB')} tools`}, all of them or none. It acts from now on: calls until now keep the class they had.</p>
              <SelectField label="Access class" name="accessClass" options={ACCESS.map((value) => ({ value, label: value }))} defaultValue="read" error={error('accessClass')} />
              <TextareaField label="Reason" name="reason" required rows={2} maxLength={2000} error={error('reason')} />
              <div className="submit"><Button type="submit" pending={pending}>Set the class of {count.toLocaleString('en-GB')}</Button><Button kind="quiet" onClick={() => setAsking(false)}>Cancel</Button></div>
            </>
          )}
        </SubmitForm>
      ) : null}
    </section>
  )
}
