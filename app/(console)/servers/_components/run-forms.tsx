'use client'

import { useState, useTransition } from 'react'
import { decideRunAction, discoverAction } from '@/app/(console)/servers/[slug]/actions'
import { Button } from '@/components/ui/button'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { FormErrors } from '@/components/ui/form-errors'
import { TextareaField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'

type Problem = { detail: string; code: string; errors: { path: string; message: string }[] }

/** Asks the live server, and decides on a run that would take away more than half of the known tools. */
export function RunForms({ slug, heldRun, mayDiscover, obstacle }: { slug: string; heldRun: string | null; mayDiscover: boolean; obstacle: string | null }) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const [pending, start] = useTransition()
  const toast = useToast()
  if (!mayDiscover) return null
  const ask = () => start(async () => {
    const answer = await discoverAction({ slug })
    setProblem(answer.ok ? null : answer.problem)
    // A failed or held run says so on the page itself.
    if (answer.ok && answer.value.status === 'complete') toast('The server was listed.')
  })
  const decide = (decision: 'apply' | 'discard') => async (data: FormData): Promise<void> => {
    const answer = await decideRunAction({ slug, run: heldRun ?? '', decision, reason: String(data.get('reason') ?? '') })
    setProblem(answer.ok ? null : answer.problem)
  }
  return (
    <div className="grid gap-3 pb-3">
      {problem === null ? null : <FormErrors title="Nothing was changed" message={problem.detail} errors={problem.errors} code={problem.code} />}
      {heldRun === null ? null : (
        <div className="acts">
          <ConfirmForm label="Let it stand…" confirmLabel="Let it stand" consequence="The tools that it did not list are marked as removed. Their versions, calls and grants are kept." action={decide('apply')}><Reason /></ConfirmForm>
          <ConfirmForm label="Discard it…" confirmLabel="Discard it" kind="default" consequence="Nothing changes; the run is kept with your reason." action={decide('discard')}><Reason /></ConfirmForm>
        </div>
      )}
      <p className="acts">
        <Button onClick={ask} pending={pending} disabled={obstacle !== null}>{pending ? 'Asking the server…' : 'Ask the server what it offers'}</Button>
        {obstacle === null ? <span className="mute sm">Connects as a client and lists; it calls no tool. At most a minute.</span> : <span className="why">{obstacle}</span>}
      </p>
    </div>
  )
}

function Reason() {
  return <TextareaField label="Reason" name="reason" required rows={2} maxLength={2000} />
}
