'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { cancelCaseAction, explainCaseAction, freezeCaseAction } from '@/app/(console)/offboarding/actions'
import type { Offered } from '@/app/(console)/offboarding/_components/name-field'
import { Remedy } from '@/components/domain/remedy'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { FormErrors } from '@/components/ui/form-errors'
import type { ShownProblem } from '@/components/ui/submit-form'
import { TextareaField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'
import type { CaseAction } from '@/lib/offboarding/machine'
import type { CaseView, SubjectKind } from '@/lib/offboarding/model'
import { PlanForm } from './plan-form'
import { RevokeForm } from './revoke-form'

type Props = { found: CaseView; refusals: Record<CaseAction, string | null>; people: Offered }
type Answer = { ok: true } | { ok: false; problem: ShownProblem }

const FREEZE: Record<SubjectKind, string> = {
  server: 'Decisions deny every call to it from now on, and nobody can ask for access to it.', agent: 'Decisions deny its calls from now on, and nobody can ask for access for it.',
  client: 'Decisions deny calls through it from now on.', person: 'They are signed out, their tokens are refused, and decisions deny what is done for them from now on.',
}

/** What people do with a case before its grants are revoked: freeze, plan, revoke, cancel. One that is not possible keeps its place and says why. */
export function CaseMoves({ found, refusals, people }: Props) {
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const router = useRouter()
  const toast = useToast()
  const settle = (answer: Answer, said: string): void => {
    setProblem(answer.ok ? null : answer.problem)
    if (answer.ok) toast(said)
    router.refresh()
  }
  const { id, stage, subject } = found
  const isOpen = stage === 'open'
  return (
    <div className="moves">
      {problem === null ? null : <FormErrors title="Nothing was changed" message={problem.detail} errors={problem.errors} code={problem.code} />}
      {isOpen ? (
        <Remedy title="Freeze" consequence={`${FREEZE[subject.kind]} Nothing is revoked; cancelling brings it back exactly.`} control={(
          <ConfirmForm label="Freeze…" confirmLabel="Freeze it" kind="primary" consequence="It takes effect at once, with the next decision." disabledReason={refusals.freeze ?? undefined} action={async (data) => settle(await freezeCaseAction({ id, reason: reasonOf(data) }), 'Frozen.')}><Reason /></ConfirmForm>
        )} />
      ) : null}
      <Remedy title="Revoke and hand over" consequence="Grants, requests and credentials end in one transaction, and what is owned goes to somebody else. From then on there is no way back." control={<RevokeForm found={found} people={people} refusal={refusals.revoke} onSettled={settle} />} />
      <Remedy title="Plan" consequence="When the freeze and the revocation happen by themselves, how long the watch lasts, who answers for the case, and who takes over." control={<PlanForm found={found} people={people} refusal={refusals.plan} />} />
      <Remedy title="Cancel" consequence="What is frozen is restored exactly as it was. Possible until the revocation." control={(
        <ConfirmForm label="Cancel the offboarding…" confirmLabel="Cancel it" kind="default" consequence={isOpen ? 'The case ends; nothing of the subject was changed.' : 'The freeze ends, and the subject is restored exactly as it was before it.'} disabledReason={refusals.cancel ?? undefined} action={async (data) => settle(await cancelCaseAction({ id, reason: reasonOf(data) }), 'Cancelled. What was is in force again.')}><Reason /></ConfirmForm>
      )} />
    </div>
  )
}

/** What the emergency was about; without it the case does not close. */
export function ExplainForm({ id, refusal }: { id: string; refusal: string | null }) {
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const router = useRouter()
  const toast = useToast()
  const explain = async (data: FormData): Promise<void> => {
    const answer = await explainCaseAction({ id, reason: String(data.get('reason') ?? '') })
    setProblem(answer.ok ? null : answer.problem)
    if (answer.ok) toast('Explained.')
    router.refresh()
  }
  return (
    <ConfirmForm label="Explain it…" confirmLabel="Keep the explanation" kind="default" consequence="It stands in the evidence with your name, and cannot be changed afterwards." disabledReason={refusal ?? undefined} action={explain}>
      {problem === null ? null : <FormErrors title="Nothing was changed" message={problem.detail} errors={problem.errors} code={problem.code} />}
      <TextareaField label="What happened, and why it could not wait" name="reason" required rows={3} maxLength={2000} />
    </ConfirmForm>
  )
}

function Reason() {
  return <TextareaField label="Reason" name="reason" required rows={2} maxLength={2000} hint="For the trail and for whoever asks later." />
}

function reasonOf(data: FormData): string {
  return String(data.get('reason') ?? '')
}
