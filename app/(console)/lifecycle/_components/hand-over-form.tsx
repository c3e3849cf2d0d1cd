'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { askTransferAction } from '@/app/(console)/lifecycle/actions'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { errorAt, FormErrors } from '@/components/ui/form-errors'
import type { ShownProblem } from '@/components/ui/submit-form'
import { SelectField, TextareaField, TextField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'

type Props = {
  kind: 'server' | 'agent'; subject: string; name: string
  /** The reader has it: an offer. Else a wish for themselves, or a security reviewer's proposal for somebody. */
  isTheirs: boolean; isReviewer: boolean
  suggested: readonly { email: string; name: string; why: string }[]
}

/** Asks that somebody else becomes owner, backup owner or sponsor. Nobody is made one without agreeing. */
export function HandOverForm({ kind, subject, name, isTheirs, isReviewer, suggested }: Props) {
  const router = useRouter()
  const toast = useToast()
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const [asked, setAsked] = useState(0)
  const names = isTheirs || isReviewer
  const submit = async (data: FormData): Promise<void> => {
    const text = (field: string): string => String(data.get(field) ?? '').trim()
    const part = kind === 'agent' ? 'sponsor' : text('part') === 'backup' ? 'backup' : 'owner'
    const answer = await askTransferAction({ kind, subject, part, reason: text('reason'), ...(text('toEmail') === '' ? {} : { toEmail: text('toEmail') }) })
    setProblem(answer.ok ? null : answer.problem)
    if (!answer.ok) return
    toast(answer.value.state === 'done' ? 'It has gone over.' : `Asked. ${answer.value.sentence}`)
    setAsked(asked + 1)
    router.refresh()
  }
  const error = (path: string): string | undefined => errorAt(problem?.errors, path)
  return (
    <div className="grid gap-3 [&>.btn]:justify-self-start">
      {problem === null ? null : <FormErrors title="Nothing was asked" message={problem.detail} errors={problem.errors} code={problem.code} />}
      <ConfirmForm
        key={asked} label={isTheirs ? 'Hand over…' : isReviewer ? 'Propose another…' : 'Take over…'} confirmLabel={isTheirs ? 'Offer it' : 'Ask'} kind="default" action={submit}
        consequence={isTheirs ? `They become it when they agree; until then it stays yours. ${name} goes on unchanged.` : isReviewer ? 'They become it when they and whoever has it agree; where nobody has it, or nobody answers for a week, you may agree in their place.' : 'You become it when whoever has it agrees; where nobody does, a security reviewer.'}
      >
        {kind === 'server' ? <SelectField label="As" name="part" options={[{ value: 'owner', label: 'owner' }, { value: 'backup', label: 'backup owner' }]} defaultValue="owner" error={error('part')} /> : null}
        {names ? <><datalist id="hand-over-people">{suggested.map((one) => <option key={one.email} value={one.email}>{`${one.name}, ${one.why}`}</option>)}</datalist><ToField required={isTheirs} error={error('toEmail')} /></> : null}
        <TextareaField label="Reason" name="reason" required rows={2} maxLength={2000} hint="They read it." error={error('reason')} />
      </ConfirmForm>
    </div>
  )
}

function ToField({ required, error }: { required: boolean; error: string | undefined }) {
  return <TextField label="Their e-mail" name="toEmail" type="email" required={required} hint={required ? undefined : 'Left empty: yourself.'} error={error} autoComplete="off" />
}
