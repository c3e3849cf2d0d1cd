'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { moveFindingAction } from '@/app/(console)/drift/actions'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { errorAt, FormErrors } from '@/components/ui/form-errors'
import { TextField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'
import { type FindingStatus, mayMove } from '@/lib/drift/life'

const MOVES = [
  { to: 'acknowledged', label: 'Acknowledge', kind: 'primary', says: 'It stays on the list as seen, and says so when it becomes worse.' },
  { to: 'accepted', label: 'Accept until…', kind: 'default', says: 'The risk is accepted in your name; it opens again when the date is reached.' },
  { to: 'resolved', label: 'Resolve', kind: 'default', says: 'It is settled; it opens again when it happens again.' },
  { to: 'open', label: 'Reopen', kind: 'default', says: 'It goes back to the open ones.' },
] as const

type Problem = Extract<Awaited<ReturnType<typeof moveFindingAction>>, { ok: false }>['problem']

/** What may be done with a finding now, by the same table as on the server. Each asks for its reason in place; a refusal is said there. */
export function FindingMoves({ id, status, can }: { id: string; status: FindingStatus; can: { acknowledge: boolean; accept: boolean } }) {
  const router = useRouter()
  const toast = useToast()
  const [problem, setProblem] = useState<Problem | null>(null)
  const move = (to: FindingStatus) => async (data: FormData) => {
    const until = String(data.get('until') ?? '')
    const answer = await moveFindingAction({ id, move: { to, reason: String(data.get('reason') ?? ''), ...(to === 'accepted' ? { until: `${until}T00:00:00Z` } : {}) } })
    setProblem(answer.ok ? null : answer.problem)
    if (!answer.ok) return
    toast(`The finding is ${answer.value.status}.`)
    router.refresh()
  }
  if (!can.acknowledge) return <p className="sm mute">Your roles let you read this finding, not decide it.</p>
  const errors = (problem?.errors ?? []).map((error) => ({ ...error, path: error.path.replace(/^move\./, '') }))
  return (
    <>
      {problem === null ? null : <div className="w-full"><FormErrors title="Nothing was changed" message={problem.detail} errors={errors} code={problem.code} /></div>}
      {MOVES.filter((one) => mayMove(status, one.to) && (one.to !== 'accepted' || can.accept)).map((one) => (
        <ConfirmForm key={`${status} ${one.to}`} label={one.label} confirmLabel={one.label.replace('…', '')} kind={one.kind} consequence={one.says} action={move(one.to)}>
          {one.to === 'accepted' ? <TextField label="Until" name="until" type="date" required error={errorAt(errors, 'until')} /> : null}
          <TextField label="Reason" name="reason" required maxLength={2000} error={errorAt(errors, 'reason')} />
        </ConfirmForm>
      ))}
    </>
  )
}
