'use client'

import { useState } from 'react'
import { moveServerAction } from '@/app/(console)/servers/actions'
import { ButtonLink } from '@/components/ui/button'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { FormErrors } from '@/components/ui/form-errors'
import { Notice } from '@/components/ui/notice'
import { TextareaField } from '@/components/ui/text-field'
import { paths } from '@/lib/paths'
import type { Lifecycle } from '@/lib/registry/model'

export type Choice = { to: Lifecycle; people: 1 | 2; refusal: string | null }

type Problem = { detail: string; code: string; errors: { path: string; message: string }[] }

const LABEL: Record<Lifecycle, string> = {
  proposed: 'Propose', pilot: 'Begin the pilot', active: 'Make active', quarantined: 'Quarantine…', offboarding: 'Offboard…', retired: 'Retire', rejected: 'Reject…',
}

const BACK: Partial<Record<Lifecycle, string>> = { pilot: 'Back to the pilot', active: 'Back to active', quarantined: 'Back to quarantine' }

const CONSEQUENCE: Record<Lifecycle, string> = {
  proposed: '', retired: 'The console does this itself.',
  pilot: 'It becomes registered for at most 30 days. Its registration counts backwards: past calls to its names are judged again.',
  active: 'It becomes registered, or goes on. A first registration counts backwards: past calls to its names are judged again.',
  quarantined: 'Its use is a finding from now on, until somebody brings it back. Nothing is deleted.',
  offboarding: 'You see who calls it, what breaks and what still reaches before anything is opened.',
  rejected: 'It stays unregistered for good and gives its identity and aliases free. Its slug stays taken.',
}

const DANGER: ReadonlySet<Lifecycle> = new Set<Lifecycle>(['quarantined', 'offboarding', 'rejected'])

/** The moves out of the present state, each in two steps with a reason; one that cannot be made keeps its place and says why. */
export function MoveForms({ slug, from, moves, pending }: { slug: string; from: Lifecycle; moves: readonly Choice[]; pending: { to: Lifecycle; have: number; need: number } | null }) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const submit = (to: Lifecycle) => async (data: FormData): Promise<void> => {
    const answer = await moveServerAction({ slug, to, reason: String(data.get('reason') ?? '') })
    setProblem(answer.ok ? null : answer.problem)
  }
  if (moves.length === 0) return <p className="soft">This is the end of its life; no move is possible.</p>
  const returning = from === 'quarantined' || from === 'offboarding'
  return (
    <div className="grid gap-3 [&>.btn]:justify-self-start">
      {problem === null ? null : <FormErrors title="Nothing was changed" message={problem.detail} errors={problem.errors} code={problem.code} />}
      {pending === null ? null : <Notice tone="info" title={`${pending.have} of ${pending.need} consents`}>A second security reviewer must consent before it goes to {pending.to}.</Notice>}
      {moves.map((move) => (move.to === 'offboarding' && move.refusal === null ? (
        // Its end is a case of its own, which begins with what would break.
        <span key={move.to} className="acts"><ButtonLink kind="danger" href={paths.newOffboarding({ kind: 'server', subject: slug })}>{LABEL.offboarding}</ButtonLink><span className="why">{CONSEQUENCE.offboarding}</span></span>
      ) : (
        <ConfirmForm
          key={move.to} label={(returning ? BACK[move.to] : undefined) ?? LABEL[move.to]} kind={DANGER.has(move.to) && !returning ? 'danger' : 'default'} disabledReason={move.refusal ?? undefined}
          consequence={`${CONSEQUENCE[move.to]}${move.people === 2 ? ' Two security reviewers must consent; yours counts as one.' : ''}`} action={submit(move.to)}
        >
          <TextareaField label="Reason" name="reason" hint="For the trail and for whoever asks later." required rows={2} maxLength={2000} />
        </ConfirmForm>
      )))}
    </div>
  )
}
