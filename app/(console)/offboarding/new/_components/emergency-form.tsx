'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { openCaseAction } from '@/app/(console)/offboarding/actions'
import { type Offered, NameField } from '@/app/(console)/offboarding/_components/name-field'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { errorAt, FormErrors } from '@/components/ui/form-errors'
import type { ShownProblem } from '@/components/ui/submit-form'
import { TextareaField } from '@/components/ui/text-field'
import type { SubjectKind } from '@/lib/offboarding/model'
import { paths } from '@/lib/paths'

/** All at once, in two steps: frozen and revoked with the opening, without a way back. */
export function EmergencyForm({ subject, people, consequence }: { subject: { kind: SubjectKind; id: string; name: string }; people: Offered; consequence: string }) {
  const router = useRouter()
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const end = async (data: FormData): Promise<void> => {
    const successorEmail = String(data.get('emergencySuccessor') ?? '').trim()
    const answer = await openCaseAction({ kind: subject.kind, subject: subject.id, reason: String(data.get('emergencyReason') ?? ''), emergency: true, ...(successorEmail === '' ? {} : { successorEmail }) })
    if (answer.ok) return router.push(paths.offboardingCase(answer.value.id))
    setProblem({ ...answer.problem, errors: answer.problem.errors.map((one) => ({ ...one, path: one.path === 'reason' ? 'emergencyReason' : one.path === 'successorEmail' ? 'emergencySuccessor' : one.path })) })
  }
  return (
    <ConfirmForm label="End it at once…" confirmLabel={`End ${subject.name} now`} consequence={consequence} action={end}>
      {problem === null ? null : <FormErrors title="Nothing was changed" message={problem.detail} errors={problem.errors} code={problem.code} />}
      <TextareaField label="What has happened" name="emergencyReason" required rows={2} maxLength={2000} hint="In a line; explained in full afterwards." error={errorAt(problem?.errors, 'emergencyReason')} />
      <NameField label="Successor" name="emergencySuccessor" type="email" optional offered={people} hint="Without one, what it owns goes to whoever answers for the case." error={errorAt(problem?.errors, 'emergencySuccessor')} />
    </ConfirmForm>
  )
}
