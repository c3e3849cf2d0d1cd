'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { nudgeAction, withdrawAction } from '@/app/(console)/requests/actions'
import { Button, ButtonLink } from '@/components/ui/button'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { FormErrors } from '@/components/ui/form-errors'
import type { ShownProblem } from '@/components/ui/submit-form'
import { TextareaField } from '@/components/ui/text-field'
import { Time } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import { paths } from '@/lib/paths'

export type OwnRefusals = { edit: string | null; withdraw: string | null; nudge: string | null }

/** What the requester may do while it waits: remind those who hold it, change it, take it back. Each says why not, where it cannot be. */
export function OwnMoves({ id, refusals, nextNudgeAt, answered }: { id: string; refusals: OwnRefusals; /** Null = at once. */ nextNudgeAt: string | null; /** Somebody has said yes already, which an edit voids. */ answered: boolean }) {
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const [nudging, setNudging] = useState(false)
  const router = useRouter()
  const toast = useToast()
  const settle = (answer: { ok: true } | { ok: false; problem: ShownProblem }, said: string): void => {
    setProblem(answer.ok ? null : answer.problem)
    if (answer.ok) toast(said)
    router.refresh()
  }
  const nudge = async () => {
    setNudging(true)
    const answer = await nudgeAction({ id })
    setNudging(false)
    settle(answer, 'They are reminded.')
  }
  return (
    <div className="grid gap-3">
      {problem === null ? null : <FormErrors title="Nothing was changed" message={problem.detail} errors={problem.errors} code={problem.code} />}
      <div className="acts">
        <Button pending={nudging} disabled={refusals.nudge !== null || nextNudgeAt !== null} aria-describedby="nudge-why" onClick={() => void nudge()}>Remind them</Button>
        <span className="why" id="nudge-why">{refusals.nudge ?? (nextNudgeAt === null ? 'By mail, whoever holds it now.' : <>Again from <Time iso={nextNudgeAt} zoned />.</>)}</span>
      </div>
      <div className="acts">
        {refusals.edit === null ? <ButtonLink href={paths.editRequest(id)}>Change it</ButtonLink> : <Button disabled aria-describedby="edit-why">Change it</Button>}
        <span className="why" id="edit-why">{refusals.edit ?? (answered ? 'Answers so far are void then: they were for what it says now.' : 'Those who hold it see the change.')}</span>
      </div>
      <div><ConfirmForm
        label="Withdraw…" confirmLabel="Withdraw it" consequence="Nobody is asked any more. It stays in the records; you may ask again." disabledReason={refusals.withdraw ?? undefined}
        action={async (data) => settle(await withdrawAction({ id, reason: String(data.get('reason') ?? '') }), 'Withdrawn.')}
      >
        <TextareaField label="Reason" name="reason" required rows={2} maxLength={2000} />
      </ConfirmForm></div>
    </div>
  )
}
