'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { changeDraftAction, draftAction, forecastAction } from '@/app/(console)/reviews/new/actions'
import { Button, ButtonLink } from '@/components/ui/button'
import { type ShownProblem, SubmitForm } from '@/components/ui/submit-form'
import { useAsked } from '@/components/ui/use-asked'
import { paths } from '@/lib/paths'
import type { CampaignContent, ReviewKind } from '@/lib/reviews/content'
import type { ReviewChoices } from '@/lib/views/review-form'
import { ContentFields } from './content-form'
import { type ContentForm, contentOf, faultsIn, formOf, usualForm } from './content-model'
import { type Forecast, type Forecastable, ForecastPanel } from './forecast-panel'
import { NameAndKind } from './name-and-kind'
import { holdSentence } from './preflight-words'

type Props = {
  choices: ReviewChoices
  /** What it begins with: a template's content, or a draft's. */
  known: { name: string; kind: ReviewKind; content: CampaignContent } | null
  templateId: string | null
  /** The draft that is changed. */
  draftId: string | null
}

/** Drafts a review, or changes a draft: nothing is frozen and nobody is asked before it is launched. */
export function DraftForm({ choices, known, templateId, draftId }: Props) {
  const router = useRouter()
  const [name, setName] = useState(known?.name ?? '')
  const [kind, setKind] = useState<ReviewKind>(known?.kind ?? 'grants')
  const [form, setForm] = useState<ContentForm>(() => (known === null ? usualForm() : formOf(known.content)))
  const faults = faultsIn(form)
  const content = contentOf(form)
  const forecasted = useAsked<Forecastable, Forecast>(faults.length > 0 ? null : { kind, content, schedule: null }, forecastAction)

  const send = async (): Promise<ShownProblem | null> => {
    const missing = [...(name.trim() === '' ? [{ path: 'name', message: 'Give it a name.' }] : []), ...faults]
    if (missing.length > 0) return { detail: 'Something is missing or not as it can be.', code: 'invalid_input', errors: missing }
    const answer = draftId === null ? await draftAction({ ...(templateId === null ? {} : { templateId }), name, kind, content }) : await changeDraftAction({ id: draftId, name, content })
    if (!answer.ok) return answer.problem
    router.push(paths.review(answer.value.id))
    router.refresh()
    return null
  }

  return (
    <div className="ask">
      <SubmitForm noValidate send={send}>
        {({ pending, error }) => (
          <>
            <NameAndKind name={name} kind={kind} isNew={known === null} hint="Reviewers read it in their messages." error={error} onName={setName} onKind={setKind} />
            <ContentFields kind={kind} form={form} choices={choices} error={error} onChange={setForm} />
            {forecasted.answer === null || faults.length > 0 ? null : <p className="soft">{holdSentence(kind, forecasted.answer.preflight)}</p>}
            <div className="submit">
              <Button type="submit" kind="primary" pending={pending}>{draftId === null ? 'Make the draft' : 'Save the draft'}</Button>
              <ButtonLink kind="quiet" href={draftId === null ? paths.reviews() : paths.review(draftId)}>Cancel</ButtonLink>
              <span className="why">Nobody is asked before you launch it.</span>
            </div>
          </>
        )}
      </SubmitForm>
      <ForecastPanel {...forecasted} kind={kind} wrong={faults[0]?.message ?? null} />
    </div>
  )
}
