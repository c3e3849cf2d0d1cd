'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { remedyAction } from '@/app/(console)/reviews/[id]/remediation/actions'
import { Button } from '@/components/ui/button'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { Field } from '@/components/ui/field'
import { FormErrors } from '@/components/ui/form-errors'
import { Textarea } from '@/components/ui/input'
import type { ShownProblem } from '@/components/ui/submit-form'
import { useToast } from '@/components/ui/toast'
import { type RemedyAction, remedyNeedsReason } from '@/lib/reviews/remedy'
import { actionWords } from './words'

const AT_ONCE: readonly RemedyAction[] = ['retry', 'done']

/** What a runner may do with one item; each says before the second press what it means, and asks for the reason that it needs. */
export function ItemMoves({ id, what, outcome, remediatedAt, actions, obstacle }: { id: string; what: string; outcome: string; remediatedAt: string | null; actions: readonly RemedyAction[]; obstacle: string | null }) {
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const [pending, setPending] = useState<RemedyAction | null>(null)
  const router = useRouter()
  const toast = useToast()
  if (obstacle !== null) return <p className="why">{obstacle}</p>
  const send = async (action: RemedyAction, reason: string): Promise<void> => {
    setPending(action)
    const answer = await remedyAction({ id, remedy: { action, ...(reason.trim() === '' ? {} : { reason }) } })
    setPending(null)
    setProblem(answer.ok ? null : answer.problem)
    if (answer.ok) toast(actionWords(action, { outcome, remediatedAt }).said)
    router.refresh()
  }
  return (
    <div className="flex flex-wrap items-start gap-2 [&>form]:w-full">
      {problem === null ? null : <div className="w-full"><FormErrors title="Nothing was changed" message={problem.detail} code={problem.code} /></div>}
      {actions.map((action) => {
        const words = actionWords(action, { outcome, remediatedAt })
        if (AT_ONCE.includes(action)) return <Button key={action} pending={pending === action} aria-label={`${words.label}: ${what}`} onClick={() => void send(action, '')}>{words.label}</Button>
        const needed = remedyNeedsReason(action)
        return (
          <ConfirmForm key={action} label={words.label} confirmLabel={words.confirm} kind={words.kind} consequence={words.consequence} action={(data) => send(action, String(data.get('reason') ?? ''))}>
            <Field label="Reason" required={needed} optional={!needed}>{(control) => <Textarea {...control} name="reason" rows={2} maxLength={2000} />}</Field>
          </ConfirmForm>
        )
      })}
    </div>
  )
}
