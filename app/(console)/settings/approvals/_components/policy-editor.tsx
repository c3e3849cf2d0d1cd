'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { changePolicyAction } from '@/app/(console)/settings/approvals/actions'
import { PolicyChanges } from '@/components/domain/policy-changes'
import { Button } from '@/components/ui/button'
import { FormErrors } from '@/components/ui/form-errors'
import { Section } from '@/components/ui/section'
import type { ShownProblem } from '@/components/ui/submit-form'
import { TextareaField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'
import { type ApprovalPolicy, type PolicyChange, policyChanges } from '@/lib/requests/approval-policy'
import { OtherFields, OtherSettings } from './other-settings'
import { formOf, type PolicyForm, policyOf } from './policy-form'
import { StepsMatrix } from './steps-matrix'

type Props = { number: number; policy: ApprovalPolicy; mayEdit: boolean; effects: readonly { tag: string; servers: number }[]; reviewers: number; pending: number | null }

/** The policy to read; for reviewers the same table to edit, with everything that would change said before it is saved. */
export function PolicyEditor({ number, policy, mayEdit, effects, reviewers, pending }: Props) {
  const router = useRouter()
  const toast = useToast()
  const [form, setForm] = useState<PolicyForm | null>(null)
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const read = form === null ? null : policyOf(form)
  const faults = [...(read?.faults ?? []), ...(problem?.errors ?? [])]
  const close = (): void => {
    setForm(null)
    setProblem(null)
  }
  const save = async (reason: string): Promise<void> => {
    if (read === null || read.policy === null) return
    const answer = await changePolicyAction({ content: read.policy, reason, number })
    if (!answer.ok) return setProblem(answer.problem)
    close()
    toast(`Saved as number ${answer.value.number}.`)
    router.refresh()
  }
  return (
    <>
      <Section title="Who must approve, and for how long at most" note="Read means to look, write to change, admin to change what counts" end={mayEdit && form === null ? <Button onClick={() => setForm(formOf(policy))}>Edit</Button> : undefined}>
        {problem === null ? null : <FormErrors title="Nothing was saved" message={problem.detail} errors={problem.errors} code={problem.code} />}
        <StepsMatrix policy={policy} form={form} onChange={setForm} faults={faults} />
        <p className="pt-2 sm mute">{form === null ? 'Owner means the server’s owner or whoever stands in. Every approval is by another person, and none by whoever asked.' : 'Admin, and anything on restricted servers, takes the owner and one security reviewer at least: that cannot be set lower.'}</p>
      </Section>
      <Section title="Besides">{form === null ? <OtherSettings policy={policy} /> : <OtherFields form={form} effects={effects} onChange={setForm} error={(path) => faults.find((one) => one.path === path || one.path === `content.${path}`)?.message} />}</Section>
      {form === null || read === null ? null : <Review changes={read.policy === null ? null : policyChanges(policy, read.policy)} faults={read.faults.length} reviewers={reviewers} needs={read.policy} pending={pending} onSave={save} onCancel={close} />}
    </>
  )
}

type ReviewProps = { changes: readonly PolicyChange[] | null; faults: number; needs: ApprovalPolicy | null; reviewers: number; pending: number | null; onSave: (reason: string) => Promise<void>; onCancel: () => void }

/** What would change, in words; then why; then saving. */
function Review({ changes, faults, needs, reviewers, pending, onSave, onCancel }: ReviewProps) {
  const [saving, setSaving] = useState(false)
  const looser = changes?.filter((one) => one.looser).length ?? 0
  const most = needs === null ? 0 : Math.max(...Object.values(needs.steps).flatMap((row) => Object.values(row).map((cell) => cell.security)))
  const missing = faults > 0 ? `${faults === 1 ? 'One field says' : `${faults} fields say`} no number that fits.` : changes?.length === 0 ? 'Nothing differs from what is in force.' : null
  const send = async (reason: string): Promise<void> => {
    setSaving(true)
    await onSave(reason).finally(() => setSaving(false))
  }
  return (
    <Section title="What would change" note={changes === null || changes.length === 0 ? undefined : `${changes.length} ${changes.length === 1 ? 'line' : 'lines'}${looser === 0 ? '' : `, ${looser} of them ${looser === 1 ? 'asks' : 'ask'} for less than now`}`}>
      {changes === null || changes.length === 0 ? null : <PolicyChanges label="What would change" changes={changes} />}
      {looser === 0 ? null : <p className="say pt-2">What asks for less is told to every other security reviewer and stays in the history with your name. {pending === null || pending === 0 ? '' : `The ${pending} ${pending === 1 ? 'request that waits now keeps' : 'requests that wait now keep'} the stricter of before and after.`}</p>}
      {most > reviewers ? <p className="say pt-2">Only {reviewers} {reviewers === 1 ? 'person is a security reviewer' : 'people are security reviewers'} now, so what needs {most} of them cannot be approved by anybody.</p> : null}
      <form
        method="post" className="fields pt-3"
        onSubmit={(event) => {
          event.preventDefault()
          void send(String(new FormData(event.currentTarget).get('reason') ?? ''))
        }}
      >
        <TextareaField label="Reason" name="reason" rows={2} required maxLength={2000} hint="Kept for good, beside what changed." />
        <div className="submit">
          <Button type="submit" kind="primary" pending={saving} disabled={missing !== null} aria-describedby={missing === null ? undefined : 'policy-missing'}>Save the policy</Button>
          <Button kind="quiet" onClick={onCancel}>Cancel</Button>
          {missing === null ? null : <span className="why" id="policy-missing">{missing}</span>}
        </div>
      </form>
    </Section>
  )
}
