'use client'

import { useRouter } from 'next/navigation'
import { type MouseEvent, useState } from 'react'
import { adviseAction, searchTargetsAction } from '@/app/(console)/requests/actions'
import { STEP_NAME } from '@/components/domain/request-words'
import { CrumbName } from '@/components/shell/crumbs'
import { Button, ButtonLink } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { SubmitForm, type ShownProblem } from '@/components/ui/submit-form'
import { Time } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import { useAsked } from '@/components/ui/use-asked'
import { paths } from '@/lib/paths'
import type { RequestDraft } from '@/lib/requests/model'
import type { RequestAdvice } from '@/lib/views/request-advice'
import type { FormChoices } from '@/lib/views/request-form'
import { AdvicePanel, hindrancesOf } from './advice-panel'
import { CallerFields, ClientField } from './caller-fields'
import { bodyOf, type DraftForm, missingIn } from './draft-model'
import type { TargetHit } from '@/lib/views/request-targets'
import { sendRequest } from './send-request'
import { TargetRows } from './target-rows'
import { TargetSearch } from './target-search'
import { MoreFields, TermFields } from './term-fields'
import { type Saved, useDraft } from './use-draft'

/** What a request carries that nobody types: where it came from, what it renews or confirms, whether it breaks the glass. */
export type Fixed = Pick<RequestDraft, 'origin' | 'renews' | 'confirms' | 'breakGlass'>

type Props = {
  initial: DraftForm
  fixed: Fixed
  choices: FormChoices
  /** A draft that is resumed, or a request that waits and is changed. */
  known: { id: string; revision: number; state: 'draft' | 'pending' } | null
  /** How long a grant lasts that breaks the glass. */
  breakGlassHours: number
}

const search = async (query: string, server: string): Promise<readonly TargetHit[] | null> => {
  const answer = await searchTargetsAction({ query, server })
  return answer.ok ? answer.value : null
}

/** Asks for a grant: left what is asked for, right what it would add. Nothing typed is lost: drafts are kept by the server, refusals keep the form. */
export function RequestForm({ initial, fixed, choices, known, breakGlassHours }: Props) {
  const [form, setForm] = useState(initial)
  const [understood, setUnderstood] = useState(false)
  const router = useRouter()
  const toast = useToast()
  const breakGlass = fixed.breakGlass === true
  const editing = known?.state === 'pending'
  const body = { ...bodyOf(breakGlass ? { ...form, term: 'longest', startsAt: '' } : form), ...fixed }
  const advised = useAsked<RequestDraft, RequestAdvice>(body, adviseAction)
  const { saved, settle, resume, flush } = useDraft(body, !editing, known?.id ?? null)
  const change = (part: Partial<DraftForm>): void => setForm((before) => ({ ...before, ...part }))
  const add = (hit: TargetHit): void => setForm((before) => ({
    ...before, server: hit.server, targets: [...before.targets, { key: `${hit.server} ${hit.kind} ${hit.name} ${before.targets.length}`, kind: hit.kind, name: hit.name, access: hit.access, scope: '' }],
  }))

  const send = async (): Promise<ShownProblem | null> => {
    const missing = missingIn(breakGlass ? { ...form, term: 'longest' } : form)
    if (missing.length > 0) return { detail: 'Something is still missing.', code: 'invalid_input', errors: missing }
    if (breakGlass && !understood) return { detail: 'Say that you know what follows from it.', code: 'invalid_input', errors: [] }
    const answer = await sendRequest({ known: editing ? known : null, draftId: editing ? null : await settle(), body })
    if (!answer.ok) {
      resume()
      return answer.problem
    }
    toast(editing ? 'Changed. Those who hold it are told.' : breakGlass ? 'In force. Two security reviewers are told.' : 'Sent. Those who hold it are told.')
    router.push(paths.request(answer.id))
    router.refresh()
    return null
  }

  const away = editing ? paths.request(known.id) : paths.requests({ view: 'mine' })
  /** The list that follows shows what was typed last, and opens it so. */
  const leave = async (event: MouseEvent<HTMLAnchorElement>): Promise<void> => {
    if (editing || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    await flush()
    router.push(away)
  }

  const blocked = advised.answer === null ? [] : hindrancesOf(advised.answer)
  const maximum = advised.answer === null || advised.answer.targets.length === 0 ? null : Math.min(...advised.answer.targets.map((target) => target.maximumDays))
  return (
    <div className="ask">
      {saved.id === null || editing ? null : <CrumbName of={paths.request(saved.id)} label="draft" />}
      <SubmitForm noValidate send={send}>
        {({ pending, error }) => (
          <>
            <TargetSearch server={form.server} settled={form.targets.length > 0} onEverywhere={() => change({ server: '' })} chosen={form.targets.map((row) => row.name)} search={search} onAdd={add} error={error('targets') ?? error('server')} />
            <TargetRows rows={form.targets} error={error} onChange={(targets) => change({ targets })} />
            <CallerFields form={form} choices={choices} onChange={change} error={error} />
            <Field label="Purpose" id="purpose" required hint="What it is for. Approvers decide by it, and it stays with the grant." error={error('purpose')}>
              {(control) => <Textarea {...control} rows={3} maxLength={2000} value={form.purpose} onChange={(event) => change({ purpose: event.target.value })} />}
            </Field>
            {breakGlass ? <p className="say">It is in force as soon as you send it, and ends by itself after {breakGlassHours} {breakGlassHours === 1 ? 'hour' : 'hours'} at the latest.</p> : <TermFields form={form} maximumDays={maximum} onChange={change} error={error} />}
            {breakGlass ? null : <MoreFields form={form} onChange={change} error={error}><ClientField form={form} choices={choices} onChange={change} error={error} /></MoreFields>}
            {breakGlass ? <Checkbox label="I know what follows from it" hint="It is an open finding until two security reviewers have answered for it; if they do not agree that it was justified, the grant is revoked at once." checked={understood} onChange={(event) => setUnderstood(event.target.checked)} /> : null}
            {advised.answer === null || advised.answer.steps.length === 0 ? null : <AskedOf steps={advised.answer.steps} afterwards={breakGlass} />}
            <div className="submit">
              <Button type="submit" kind={breakGlass ? 'danger' : 'primary'} pending={pending} disabled={blocked.length > 0} aria-describedby="send-why">{editing ? 'Send the change' : breakGlass ? 'Break the glass' : 'Send the request'}</Button>
              <ButtonLink kind="quiet" href={away} onClick={(event) => void leave(event)}>{editing ? 'Leave it as it is' : 'Later'}</ButtonLink>
              <span className="why" id="send-why">{blocked[0] === undefined ? null : `It cannot be sent: ${blocked[0].message}.`}</span>
            </div>
            {editing ? null : <SavedLine saved={saved} />}
          </>
        )}
      </SubmitForm>
      <AdvicePanel advice={advised.answer} asking={advised.asking} failed={advised.failed} breakGlass={breakGlass} />
    </div>
  )
}

/** Whom it goes to, once more beside the button: on a narrow screen the rest stands below it. */
function AskedOf({ steps, afterwards }: { steps: RequestAdvice['steps']; afterwards: boolean }) {
  return <p className="soft">{afterwards ? 'Answered for afterwards' : 'It goes to'}: {steps.map((step, place) => <span key={step.step}>{place === 0 ? '' : ' '}{step.step === 'owner' ? null : <><b>{STEP_NAME[step.step]}:</b> </>}{step.sentence}</span>)}</p>
}

function SavedLine({ saved: { at, failed, pending } }: { saved: Saved }) {
  return (
    <p className="sm mute" role="status">
      {failed ? 'Not saved: the server did not answer. It is tried again with your next change.' : at === null ? (pending ? 'Saving' : 'What you type is kept as a draft; only you see it.') : <>Saved <Time iso={at} format="clock" />. Only you see it until you send it.</>}
    </p>
  )
}
