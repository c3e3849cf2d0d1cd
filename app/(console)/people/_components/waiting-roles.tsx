'use client'

import { ConfirmForm } from '@/components/ui/confirm-form'
import { TextField } from '@/components/ui/text-field'
import { Time } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import { answerRoleAction } from '@/app/(console)/people/actions'
import { ROLE_LABEL, type Role } from '@/lib/people/model'

export type WaitingRole = { id: string; person: { email: string; name: string }; role: Role; requestedBy: string; requestedAt: string; refusal: string | null }

/** Guarded roles that somebody asked for; another holder grants or refuses them, with a reason. */
export function WaitingRoles({ waiting }: { waiting: readonly WaitingRole[] }) {
  const toast = useToast()
  const answer = (id: string, given: 'grant' | 'refuse') => async (data: FormData) => {
    const result = await answerRoleAction({ id, answer: given, reason: String(data.get(`reason-${id}-${given}`) ?? '') })
    toast(result.ok ? (given === 'grant' ? 'The role is given.' : 'The role is refused.') : result.problem.detail, result.ok ? 'ok' : 'error')
  }
  return (
    <ul className="grid gap-3">
      {waiting.map((one) => (
        <li key={one.id} className="remedy">
          <b>{one.person.name} as {ROLE_LABEL[one.role].toLowerCase()}</b>
          <p>{one.person.email}, asked for by {one.requestedBy} at <Time iso={one.requestedAt} /></p>
          <div className="end acts">
            <ConfirmForm label="Grant" kind="primary" disabledReason={one.refusal ?? undefined} consequence={`${one.person.name} may then do everything a ${ROLE_LABEL[one.role].toLowerCase()} may.`} action={answer(one.id, 'grant')}><TextField label="Reason" name={`reason-${one.id}-grant`} required maxLength={2000} /></ConfirmForm>
            {one.refusal !== null ? null : <ConfirmForm label="Refuse" consequence="The request ends; it can be made again." action={answer(one.id, 'refuse')}><TextField label="Reason" name={`reason-${one.id}-refuse`} required maxLength={2000} /></ConfirmForm>}
          </div>
        </li>
      ))}
    </ul>
  )
}
