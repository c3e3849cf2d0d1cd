'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { attestLineAction, exemptLineAction } from '@/app/(console)/offboarding/actions'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { errorAt, FormErrors } from '@/components/ui/form-errors'
import { KeyValues } from '@/components/ui/key-values'
import type { ShownProblem } from '@/components/ui/submit-form'
import { TextareaField, TextField } from '@/components/ui/text-field'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import type { LineView } from '@/lib/offboarding/model'

type Props = { caseId: string; line: LineView; mayAttest: boolean; attestRefusal: string | null; exemptRefusal: string | null; onDone: () => void }

const SETTLED: readonly LineView['state'][] = ['attested', 'proven', 'exempt']
/** What somebody does elsewhere, and says so; the console does the rest itself and proves it from its own records. */
const BY_HAND: readonly LineView['action'][] = ['rotate', 'remove', 'edit']

/** One line whole: why it reaches, how it is proven, who said what, and what can be done about it by hand. */
export function LineDetail({ caseId, line, mayAttest, attestRefusal, exemptRefusal, onDone }: Props) {
  const settled = SETTLED.includes(line.state)
  return (
    <div className="line-body">
      <KeyValues items={[
        { key: 'Why it reaches', value: line.why }, { key: 'Proven by', value: line.proofBy },
        ...(line.to === null ? [] : [{ key: 'Goes to', value: line.to.name }]),
        ...(line.actedAt === null ? [] : [{ key: line.state === 'exempt' ? 'Exempted' : 'Acted on', value: <>by {line.actedBy?.name ?? 'Bailiwick'}, <Time iso={line.actedAt} zoned />{line.reference === null ? null : <>, reference <code>{line.reference}</code></>}</> }]),
        ...(line.note === null ? [] : [{ key: 'Note', value: line.note }]),
        ...(line.provenAt === null ? [] : [{ key: 'Proven', value: <Time iso={line.provenAt} zoned /> }]),
        ...(line.path === null ? [] : [{ key: 'See', value: <TextLink href={line.path}>{line.title}</TextLink> }]),
      ]} />
      {settled || line.action === 'watch' ? null : <Moves {...{ caseId, line, mayAttest, attestRefusal, exemptRefusal, onDone }} />}
    </div>
  )
}

function Moves({ caseId, line, mayAttest, attestRefusal, exemptRefusal, onDone }: Props) {
  const router = useRouter()
  const toast = useToast()
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const settle = (answer: { ok: true } | { ok: false; problem: ShownProblem }, said: string): void => {
    if (!answer.ok) return setProblem({ ...answer.problem, errors: answer.problem.errors.map((one) => ({ ...one, path: one.path.replace(/^attestation\./, '') })) })
    toast(said)
    onDone()
    router.refresh()
  }
  const attest = async (data: FormData): Promise<void> => {
    const note = String(data.get('note') ?? '').trim()
    settle(await attestLineAction({ id: caseId, line: line.id, attestation: { reference: String(data.get('reference') ?? ''), ...(note === '' ? {} : { note }) } }), 'Attested, in your name.')
  }
  const exempt = async (data: FormData): Promise<void> => settle(await exemptLineAction({ id: caseId, line: line.id, reason: String(data.get('reason') ?? '') }), 'Exempted, in your name.')
  return (
    <div className="line-moves">
      {problem === null ? null : <FormErrors title="Nothing was changed" message={problem.detail} errors={problem.errors} code={problem.code} />}
      {BY_HAND.includes(line.action) ? <ConfirmForm label="Attest…" confirmLabel="Attest it in my name" kind="default" consequence="You say that it is done, and where that can be looked up. It stands in the evidence with your name; a proof that comes later takes its place." disabledReason={attestRefusal ?? (mayAttest ? undefined : 'Whoever must act attests it, or a security reviewer.')} action={attest}>
        <TextField label="Reference" name="reference" required maxLength={400} hint="A ticket, a change, a version: where it can be looked up." error={errorAt(problem?.errors, 'reference')} />
        <TextareaField label="Note" name="note" optional rows={2} maxLength={2000} />
      </ConfirmForm> : <p className="why">The console does this itself, at the revocation{line.action === 'hand_over' ? '; to whom it goes is said there' : ''}.</p>}
      <ConfirmForm label="Exempt…" confirmLabel="Exempt it in my name" consequence="The case may close without this line being done or proven. The evidence says so, with your name and reason." disabledReason={exemptRefusal ?? undefined} action={exempt}>
        <TextareaField label="Reason" name="reason" required rows={2} maxLength={2000} error={errorAt(problem?.errors, 'reason')} />
      </ConfirmForm>
    </div>
  )
}
