'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { planCaseAction } from '@/app/(console)/offboarding/actions'
import { ButtonLink } from '@/components/ui/button'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { FormErrors } from '@/components/ui/form-errors'
import type { ShownProblem } from '@/components/ui/submit-form'
import { TextField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'
import { paths } from '@/lib/paths'

/** What came in its place, or what it was registered anew as: the two point at each other from then on, and nothing carries over. */
export function LinkForm({ id, kind, anew, refusal }: { id: string; kind: 'server' | 'agent'; anew: boolean; refusal: string | null }) {
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const router = useRouter()
  const toast = useToast()
  const link = async (data: FormData): Promise<void> => {
    const answer = await planCaseAction({ id, plan: { replacedBy: String(data.get('replacedBy') ?? '') } })
    setProblem(answer.ok ? null : answer.problem)
    if (answer.ok) toast('Said. The case names it from now on.')
    router.refresh()
  }
  return (
    <div className="grid gap-2">
      <p className="soft sm">{anew ? `It is registered anew as another ${kind}, with grants of its own; nothing carries over.` : 'What comes in its place is not said yet.'}</p>
      <div className="flex flex-wrap gap-2">
        {anew ? <ButtonLink href={kind === 'server' ? paths.newServer() : paths.newAgent()}>Register it anew</ButtonLink> : null}
        <ConfirmForm label="Say what it is now…" confirmLabel="Say it" consequence="The case names it. Nothing else changes." disabledReason={refusal ?? undefined} action={link}>
          {problem === null ? null : <FormErrors title="Nothing was changed" message={problem.detail} errors={problem.errors} code={problem.code} />}
          <TextField label={kind === 'server' ? 'Slug of the server' : 'Name of the agent'} name="replacedBy" required />
        </ConfirmForm>
      </div>
    </div>
  )
}
