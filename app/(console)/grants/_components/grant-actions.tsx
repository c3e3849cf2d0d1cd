'use client'

import { useId, useState } from 'react'
import { Button, ButtonLink } from '@/components/ui/button'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { FormErrors } from '@/components/ui/form-errors'
import { TextareaField } from '@/components/ui/text-field'
import { TextLink } from '@/components/ui/text-link'
import type { GrantAction } from '@/lib/grants/state'
import { paths } from '@/lib/paths'
import { resume, revoke, suspend } from '@/app/(console)/grants/actions'

type Change = typeof revoke
type Problem = Extract<Awaited<ReturnType<Change>>, { ok: false }>['problem']

/** What a person may do with a grant: each in two steps with its consequence in words, or with the reason why not. */
export function GrantActions({ id, consequence, refusals, ask, renewal }: { id: string; consequence: string; refusals: Record<GrantAction, string | null>; ask: 'renew' | 'confirm' | null; renewal: { id: string; state: string } | null }) {
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
      <Ask id={id} ask={ask} renewal={renewal} />
      {refusals.narrow === null ? <ButtonLink href={`${paths.grant(id, { narrow: 1 })}#narrow`}>Narrow…</ButtonLink> : <Refused label="Narrow…" why={refusals.narrow} />}
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

/** Going on with it, or taking it through the approval steps, is a request; the one that there is already is named. */
function Ask({ id, ask, renewal }: { id: string; ask: 'renew' | 'confirm' | null; renewal: { id: string; state: string } | null }) {
  if (renewal !== null) return <p><TextLink href={paths.request(renewal.id)}>{renewal.state === 'pending' ? 'Its renewal waits for an answer' : 'It is renewed'}</TextLink></p>
  if (ask === 'confirm') return <ButtonLink href={paths.newRequest({ confirm: id })} kind="primary">Confirm…</ButtonLink>
  return ask === 'renew' ? <ButtonLink href={paths.newRequest({ renew: id })}>Renew…</ButtonLink> : null
}

function Refused({ label, why }: { label: string; why: string }) {
  const told = useId()
  return <span className="acts"><Button disabled aria-describedby={told}>{label}</Button><span className="why" id={told}>{why}</span></span>
}

function Reason() {
  return <TextareaField label="Reason" name="reason" hint="For the trail and for whoever asks later." required rows={2} maxLength={2000} />
}
