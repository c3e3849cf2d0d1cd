'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { changeLifecyclePolicyAction, previewPolicyAction } from '@/app/(console)/lifecycle/actions'
import { PolicyChanges } from '@/components/domain/policy-changes'
import { Button } from '@/components/ui/button'
import { FormErrors } from '@/components/ui/form-errors'
import { Section } from '@/components/ui/section'
import type { ShownProblem } from '@/components/ui/submit-form'
import { TextareaField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'
import { type LifecyclePolicy, lifecyclePolicyChanges } from '@/lib/lifecycle/policy'
import type { PolicyPreview } from '@/lib/lifecycle/preview'
import { formOf, type LifecycleForm, policyOf } from './policy-form'
import { PreviewPanel } from './preview-panel'
import { RuleFields, RuleTable } from './rule-list'

type Props = { number: number; policy: LifecyclePolicy; mayEdit: boolean; now: string }

/** The rules to read; for security reviewers the same to edit. What would follow is shown before it can be saved. */
export function PolicyEditor({ number, policy, mayEdit, now }: Props) {
  const [form, setForm] = useState<LifecycleForm | null>(null)
  return form === null ? (
    <Section title="Rules" note="What must not last, how long it may, and what follows" end={mayEdit ? <Button onClick={() => setForm(formOf(policy))}>Edit</Button> : undefined}><RuleTable policy={policy} /></Section>
  ) : <Editing number={number} policy={policy} form={form} now={now} onChange={setForm} onClose={() => setForm(null)} />
}

type EditingProps = { number: number; policy: LifecyclePolicy; form: LifecycleForm; now: string; onChange: (form: LifecycleForm) => void; onClose: () => void }

function Editing({ number, policy, form, now, onChange, onClose }: EditingProps) {
  const router = useRouter()
  const toast = useToast()
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const [seen, setSeen] = useState<{ of: string; preview: PolicyPreview } | null>(null)
  const [busy, setBusy] = useState(false)
  const read = policyOf(form)
  const asText = read.policy === null ? null : JSON.stringify(read.policy)
  const changes = read.policy === null ? [] : lifecyclePolicyChanges(policy, read.policy)
  const shown = seen !== null && seen.of === asText ? seen.preview : null
  const run = async (work: () => Promise<ShownProblem | null>): Promise<void> => {
    setBusy(true)
    setProblem(await work().finally(() => setBusy(false)))
  }
  const look = (): Promise<void> => run(async () => {
    if (read.policy === null || asText === null) return null
    const answer = await previewPolicyAction({ content: read.policy })
    if (!answer.ok) return answer.problem
    setSeen({ of: asText, preview: answer.value })
    return null
  })
  const save = (reason: string): Promise<void> => run(async () => {
    if (read.policy === null) return null
    const answer = await changeLifecyclePolicyAction({ content: read.policy, reason, number })
    if (!answer.ok) return answer.problem
    toast(`Saved as number ${answer.value.number}.`)
    onClose()
    router.refresh()
    return null
  })
  const missing = read.policy === null ? 'A field says no number that fits.' : changes.length === 0 ? 'Nothing differs from what is in force.' : null
  return (
    <>
      <Section title="Rules" note="What must not last, how long it may, and what follows" end={<Button kind="quiet" onClick={onClose}>Cancel</Button>}>
        {problem === null ? null : <FormErrors title="Nothing was saved" message={problem.detail} errors={problem.errors} code={problem.code} />}
        <RuleFields form={form} onChange={onChange} faults={[...read.faults, ...(problem?.errors ?? [])]} />
      </Section>
      <Section title="What would follow" note={changes.length === 0 ? undefined : `${changes.length} ${changes.length === 1 ? 'line differs' : 'lines differ'} from what is in force`}>
        {changes.length === 0 ? null : <PolicyChanges label="What would change" changes={changes} />}
        <div className="submit pt-3">
          <Button kind={shown === null ? 'primary' : 'default'} pending={busy && shown === null} disabled={missing !== null} aria-describedby={missing === null ? undefined : 'lifecycle-missing'} onClick={() => void look()}>Preview</Button>
          {missing === null ? shown === null ? <span className="why">Saving is possible once you have seen what would follow.</span> : null : <span className="why" id="lifecycle-missing">{missing}</span>}
        </div>
        {shown === null ? null : <div className="pt-3"><PreviewPanel preview={shown} now={now} /></div>}
        {shown === null || missing !== null ? null : (
          <form
            method="post" className="fields pt-3"
            onSubmit={(event) => {
              event.preventDefault()
              void save(String(new FormData(event.currentTarget).get('reason') ?? ''))
            }}
          >
            <TextareaField label="Reason" name="reason" rows={2} required maxLength={2000} hint="Kept for good, beside what changed." />
            <div className="submit"><Button type="submit" kind="primary" pending={busy}>Save the policy</Button></div>
          </form>
        )}
      </Section>
    </>
  )
}
