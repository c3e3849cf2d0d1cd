'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { closeStageAction, remindReviewersAction } from '@/app/(console)/reviews/[id]/actions'
import { CancelReview } from '@/app/(console)/reviews/_components/cancel-review'
import { Button } from '@/components/ui/button'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { FormErrors } from '@/components/ui/form-errors'
import type { ShownProblem } from '@/components/ui/submit-form'
import { TextareaField } from '@/components/ui/text-field'
import { Time } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'

type Refusals = Record<'remind' | 'close_stage', string | null>
type Answer<T> = { ok: true; value: T } | { ok: false; problem: ShownProblem }

/** What runners do with a campaign that is under way: remind, end the stage before its time, give it up. `silence`: what that means for what nobody has answered. */
export function RunnerMoves({ id, refusals, nextReminderAt, silence, unanswered }: { id: string; refusals: Refusals; nextReminderAt: string | null; silence: string; unanswered: number }) {
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const [busy, setBusy] = useState(false)
  const router = useRouter()
  const toast = useToast()
  const settle = <T,>(answer: Answer<T>, said: (value: T) => string): void => {
    setProblem(answer.ok ? null : answer.problem)
    if (answer.ok) toast(said(answer.value))
    router.refresh()
  }
  const remind = async () => {
    setBusy(true)
    const answer = await remindReviewersAction({ id })
    setBusy(false)
    settle(answer, ({ reminded }) => `${reminded === 1 ? 'One person is' : `${reminded} people are`} reminded.`)
  }
  const left = unanswered === 0 ? 'Everything is answered.' : `${unanswered.toLocaleString('en-US')} ${unanswered === 1 ? 'item is' : 'items are'} unanswered. ${silence}`
  return (
    <div className="grid gap-4">
      {problem === null ? null : <FormErrors title="Nothing was changed" message={problem.detail} errors={problem.errors} code={problem.code} />}
      <div className="acts">
        <Button pending={busy} disabled={refusals.remind !== null || nextReminderAt !== null} aria-describedby="remind-why" onClick={() => void remind()}>Remind the undecided</Button>
        <span className="why" id="remind-why">{refusals.remind ?? (nextReminderAt === null ? 'By mail, whoever has something left.' : <>Again from <Time iso={nextReminderAt} zoned />.</>)}</span>
      </div>
      <div><ConfirmForm label="Close the stage now…" confirmLabel="Close the stage" kind="default" consequence={`The stage ends as if its time were over. ${left}`} disabledReason={refusals.close_stage ?? undefined} action={async (data) => settle(await closeStageAction({ id, reason: reasonOf(data) }), () => 'The stage is closed.')}><TextareaField label="Reason" name="reason" required rows={2} maxLength={2000} /></ConfirmForm></div>
      <div><CancelReview id={id} running /></div>
    </div>
  )
}

function reasonOf(data: FormData): string {
  return String(data.get('reason') ?? '')
}
