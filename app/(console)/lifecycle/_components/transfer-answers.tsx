'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { acceptTransferAction, declineTransferAction, withdrawTransferAction } from '@/app/(console)/lifecycle/actions'
import { Button } from '@/components/ui/button'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { FormErrors } from '@/components/ui/form-errors'
import type { ShownProblem } from '@/components/ui/submit-form'
import { TextareaField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'
import { PART_WORDS } from '@/lib/lifecycle/transfer'
import type { TransferView } from '@/lib/lifecycle/transfer-view'

/** What the reader can answer: agree for their side, say no, or take back what they asked. */
export function TransferAnswers({ transfer }: { transfer: TransferView }) {
  const router = useRouter()
  const toast = useToast()
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const [pending, setPending] = useState(false)
  const { id, mayAccept, mayDecline, mayWithdraw, instead, to, part, holder } = transfer
  if (!mayAccept && !mayDecline && !mayWithdraw) return null
  const done = (said: string): void => {
    toast(said)
    router.refresh()
  }
  const accept = async (reason?: string): Promise<void> => {
    setPending(true)
    const answer = await acceptTransferAction({ id, ...(reason === undefined ? {} : { reason }) })
    setPending(false)
    setProblem(answer.ok ? null : answer.problem)
    if (answer.ok) done(answer.value.state === 'done' ? `${to.name} is ${PART_WORDS[part]} of ${holder.name} now.` : `Agreed. ${answer.value.sentence}`)
  }
  const close = (send: typeof declineTransferAction, said: string) => async (data: FormData): Promise<void> => {
    const answer = await send({ id, reason: String(data.get('reason') ?? '') })
    setProblem(answer.ok ? null : answer.problem)
    if (answer.ok) done(said)
  }
  return (
    <div className="grid gap-3">
      {problem === null ? null : <FormErrors title="Nothing was changed" message={problem.detail} errors={problem.errors} code={problem.code} />}
      <div className="flex flex-wrap items-start gap-2">
        {mayAccept && !instead ? <Button kind="primary" pending={pending} onClick={() => void accept()}>Agree<span className="vh"> that {to.name} becomes {PART_WORDS[part]} of {holder.name}</span></Button> : null}
        {mayAccept && instead ? <ConfirmForm label="Agree in their place…" confirmLabel="Agree in their place" kind="primary" consequence="Whoever has it is gone or has not answered. Your name and reason are kept with it." action={async (data) => accept(String(data.get('reason') ?? ''))}><Reason id={id} /></ConfirmForm> : null}
        {mayDecline ? <ConfirmForm label="Decline…" confirmLabel="Decline" kind="default" consequence="Nothing changes; whoever asked is told why." action={close(declineTransferAction, 'Declined.')}><Reason id={id} /></ConfirmForm> : null}
        {mayWithdraw && !mayDecline ? <ConfirmForm label="Withdraw…" confirmLabel="Withdraw" kind="default" consequence="Nothing changes; the others are told." action={close(withdrawTransferAction, 'Withdrawn.')}><Reason id={id} /></ConfirmForm> : null}
      </div>
    </div>
  )
}

function Reason({ id }: { id: string }) {
  return <TextareaField key={id} label="Reason" name="reason" required rows={2} maxLength={2000} />
}
