'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { planCaseAction } from '@/app/(console)/offboarding/actions'
import type { Offered } from '@/app/(console)/offboarding/_components/name-field'
import { PlanFields, planFrom } from '@/app/(console)/offboarding/_components/plan-fields'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { errorAt, FormErrors } from '@/components/ui/form-errors'
import type { ShownProblem } from '@/components/ui/submit-form'
import { useToast } from '@/components/ui/toast'
import type { CaseView } from '@/lib/offboarding/model'

/** Changes when what happens by itself and who is named. A name that stays empty stays as it is. */
export function PlanForm({ found, people, refusal }: { found: CaseView; people: Offered; refusal: string | null }) {
  const router = useRouter()
  const toast = useToast()
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const emailOf = (id: string | undefined): string | undefined => people.find((one) => one.id === id)?.name
  const known = { ownerEmail: emailOf(found.owner?.id), successorEmail: emailOf(found.successor?.id) }
  const plan = async (data: FormData): Promise<void> => {
    const { ownerEmail, successorEmail, ...dates } = planFrom(data, null)
    // Somebody who is not among the suggestions is not drawn, and must not be taken away by it.
    const answer = await planCaseAction({ id: found.id, plan: { ...dates, ...(ownerEmail === (known.ownerEmail ?? null) ? {} : { ownerEmail }), ...(successorEmail === (known.successorEmail ?? null) ? {} : { successorEmail }) } })
    if (!answer.ok) return setProblem({ ...answer.problem, errors: answer.problem.errors.map((one) => ({ ...one, path: one.path.replace(/^plan\./, '') })) })
    setProblem(null)
    toast('Planned.')
    router.refresh()
  }
  return (
    <ConfirmForm key={found.version} label="Plan…" confirmLabel="Keep the plan" kind="default" consequence="Dates are reached by themselves. An emptied date or name is taken away." disabledReason={refusal ?? undefined} action={plan}>
      {problem === null ? null : <FormErrors title="Nothing was changed" message={problem.detail} errors={problem.errors} code={problem.code} />}
      <div className="fields"><PlanFields people={people} plan={{ ...known, plannedFreezeAt: found.plannedFreezeAt, plannedRevokeAt: found.plannedRevokeAt, watchDays: found.watchDays }} error={(path) => errorAt(problem?.errors, path)} /></div>
    </ConfirmForm>
  )
}
