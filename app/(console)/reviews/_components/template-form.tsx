'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { forecastAction } from '@/app/(console)/reviews/new/actions'
import { changeTemplateAction, createTemplateAction } from '@/app/(console)/reviews/templates/actions'
import { Button, ButtonLink } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { Section } from '@/components/ui/section'
import { type ShownProblem, SubmitForm } from '@/components/ui/submit-form'
import { useToast } from '@/components/ui/toast'
import { useAsked } from '@/components/ui/use-asked'
import { paths } from '@/lib/paths'
import type { ReviewKind, ReviewTrigger } from '@/lib/reviews/content'
import type { TemplateView } from '@/lib/reviews/model'
import type { ReviewChoices } from '@/lib/views/review-form'
import { ContentFields } from './content-form'
import { type ContentForm, contentOf, faultsIn, formOf, usualForm } from './content-model'
import { type Forecast, type Forecastable, ForecastPanel } from './forecast-panel'
import { NameAndKind } from './name-and-kind'
import { holdSentence } from './preflight-words'
import { ScheduleFields } from './schedule-fields'
import { faultsOfSchedule, type ScheduleForm, scheduleFormOf, scheduleOf } from './schedule-model'

/** Makes or changes a template; beside it, what it would hold and when it starts next. A refusal keeps what was typed. */
export function TemplateForm({ known, choices }: { known: TemplateView | null; choices: ReviewChoices }) {
  const router = useRouter()
  const toast = useToast()
  const [name, setName] = useState(known?.name ?? '')
  const [kind, setKind] = useState<ReviewKind>(known?.kind ?? 'grants')
  const [content, setContent] = useState<ContentForm>(() => (known === null ? usualForm() : formOf(known.content)))
  const [schedule, setSchedule] = useState<ScheduleForm>(() => scheduleFormOf(known?.schedule ?? null, 'UTC'))
  const [triggers, setTriggers] = useState<ReviewTrigger[]>([...(known?.triggers ?? [])])
  const [active, setActive] = useState(known?.active ?? true)
  // Where the browser is, once it is known: the server renders without knowing.
  useEffect(() => { if (known === null) setSchedule((before) => ({ ...before, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone })) }, [known])
  const faults = [...faultsIn(content), ...faultsOfSchedule(schedule)]
  const asked = { kind, content: contentOf(content), schedule: scheduleOf(schedule) }
  const forecasted = useAsked<Forecastable, Forecast>(faults.length > 0 ? null : asked, forecastAction)

  const send = async (): Promise<ShownProblem | null> => {
    const missing = [...(name.trim() === '' ? [{ path: 'name', message: 'Give it a name.' }] : []), ...faults]
    if (missing.length > 0) return { detail: 'Something is missing or not as it can be.', code: 'invalid_input', errors: missing }
    const template = { ...asked, name, triggers, active }
    const answer = known === null ? await createTemplateAction(template) : await changeTemplateAction({ id: known.id, version: known.version, template })
    if (!answer.ok) return { ...answer.problem, errors: answer.problem.errors.map((one) => ({ ...one, path: one.path.replace(/^template\./, '') })) }
    toast(known === null ? 'Kept. It starts as it says, or by hand.' : 'Changed. Reviews that were made from it stay as they are.')
    router.push(paths.reviewTemplates())
    router.refresh()
    return null
  }

  return (
    <div className="ask">
      <SubmitForm noValidate send={send}>
        {({ pending, error }) => (
          <>
            <NameAndKind name={name} kind={kind} isNew={known === null} error={error} onName={setName} onKind={setKind} />
            <ContentFields kind={kind} form={content} choices={choices} error={error} onChange={setContent} />
            <Section title="When it starts" ruled>
              <div className="fields">
                <ScheduleFields kind={kind} schedule={schedule} triggers={triggers} zones={choices.zones} error={error} onSchedule={setSchedule} onTriggers={setTriggers} />
                <Checkbox label="In use" hint="Otherwise it starts neither by its calendar nor by events; reviews can still be made from it by hand." checked={active} onChange={(event) => setActive(event.target.checked)} />
              </div>
            </Section>
            {forecasted.answer === null || faults.length > 0 ? null : <p className="soft">{holdSentence(kind, forecasted.answer.preflight)}</p>}
            <div className="submit">
              <Button type="submit" kind="primary" pending={pending}>{known === null ? 'Keep the template' : 'Save the change'}</Button>
              <ButtonLink kind="quiet" href={paths.reviewTemplates()}>Cancel</ButtonLink>
            </div>
          </>
        )}
      </SubmitForm>
      <ForecastPanel {...forecasted} kind={kind} wrong={faults[0]?.message ?? null} />
    </div>
  )
}
