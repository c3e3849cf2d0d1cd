'use client'

import { useState } from 'react'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { FormErrors } from '@/components/ui/form-errors'
import { TextareaField } from '@/components/ui/text-field'
import type { GrantAction } from '@/lib/grants/state'
import { resume, revoke, suspend } from '@/app/(console)/grants/actions'

type Change = typeof revoke
type Problem = Extract<Awaited<ReturnType<Change>>, { ok: false }>['problem']

/** What a person may do with a grant: each in two steps with its consequence in words, or with the reason why not. */
export function GrantActions({ id, consequence, refusals }: { id: string; consequence: string; refusals: Record<GrantAction, string | null> }) {
  const [problem, setProblem] = useState<Problem | null>(null)

  function submit(change: Change): (data: FormData) => Promise<void> {
    return async (data) => {
      const answer = await change({ id, reason: String(data.get('reason') ?? '') })
      setProblem(answer.ok ? null : answer.problem)
    }
  }

  return (
    <div className="grid gap-3">
      {problem === null ? null : <FormErrors title="Nothing was changed" message={problem.detail} errors={problem.errors} code={problem.code} />}
      {refusals.resume === null ? (
        <ConfirmForm label="Resume" kind="default" consequence="Your hold ends now. From then on the grant covers calls again, unless another hold is open." action={submit(resume)}>
          <Reason />
        </ConfirmForm>
      ) : (
        <ConfirmForm label="Suspend" kind="default" consequence={`The grant rests until somebody resumes it. ${consequence}`} action={submit(suspend)} disabledReason={refusals.suspend ?? undefined}>
          <Reason />
        </ConfirmForm>
      )}
      <ConfirmForm label="Revoke…" confirmLabel="Revoke for good" consequence={`${consequence} A revoked grant cannot be brought back.`} action={submit(revoke)} disabledReason={refusals.revoke ?? undefined}>
        <Reason />
      </ConfirmForm>
    </div>
  )
}

function Reason() {
  return <TextareaField label="Reason" name="reason" hint="For the trail and for whoever asks later." required rows={2} maxLength={2000} />
}
