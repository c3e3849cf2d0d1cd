'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { openCaseAction } from '@/app/(console)/offboarding/actions'
import { type Offered, NameField } from '@/app/(console)/offboarding/_components/name-field'
import { PlanFields, planFrom } from '@/app/(console)/offboarding/_components/plan-fields'
import { Button, ButtonLink } from '@/components/ui/button'
import { Checkbox, RadioGroup } from '@/components/ui/choice'
import { SubmitForm } from '@/components/ui/submit-form'
import { TextareaField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'
import type { SubjectKind } from '@/lib/offboarding/model'
import { paths } from '@/lib/paths'

type Props = { subject: { kind: SubjectKind; id: string; name: string }; people: Offered; replacements: Offered; /** Something goes over to somebody. */ succession: boolean; mayFreeze: string }

const INTENTS = [
  { value: 'retire', label: 'It ends for good' },
  { value: 'replace', label: 'Something takes its place', hint: 'What it may do is not carried over: whoever needs the other one asks for it.' },
  { value: 'repurpose', label: 'It is to become something else', hint: 'It ends as what it is, and is registered anew afterwards. Nothing carries over.' },
] as const

/** Opens the case. Opening changes nothing by itself; freezing does, and says so. */
export function OpenForm({ subject, people, replacements, succession, mayFreeze }: Props) {
  const router = useRouter()
  const toast = useToast()
  const [intent, setIntent] = useState<string>('retire')
  const [freeze, setFreeze] = useState(false)
  const send = async (data: FormData) => {
    const text = (name: string): string => String(data.get(name) ?? '').trim()
    const replacedBy = text('replacedBy')
    const answer = await openCaseAction({
      kind: subject.kind, subject: subject.id, reason: text('reason'), intent: INTENTS.find((one) => one.value === intent)?.value ?? 'retire', freeze, ...planFrom(data, undefined),
      ...(intent === 'replace' && replacedBy !== '' ? { replacedBy } : {}),
    })
    if (!answer.ok) return answer.problem
    toast(freeze ? 'Opened and frozen.' : 'Opened. Nothing has changed yet.')
    router.push(paths.offboardingCase(answer.value.id))
    return null
  }
  const workload = subject.kind !== 'person'
  return (
    <SubmitForm noValidate send={send}>
      {({ pending, error }) => (
        <>
          {workload ? <RadioGroup legend="Why it ends" name="intent" value={intent} onChange={setIntent} options={INTENTS} error={error('intent')} /> : null}
          {intent === 'replace' ? <NameField label="What takes its place" name="replacedBy" offered={replacements} optional hint={subject.kind === 'server' ? 'A server’s slug.' : 'An agent’s name.'} error={error('replacedBy')} /> : null}
          <TextareaField label="Reason" name="reason" required rows={2} maxLength={2000} hint="Kept for good; whoever must act reads it." error={error('reason')} />
          <PlanFields people={people} succession={succession} error={error} />
          <Checkbox label="Freeze it at once" hint={mayFreeze} checked={freeze} onChange={(event) => setFreeze(event.target.checked)} />
          <div className="submit">
            <Button type="submit" kind="primary" pending={pending}>{freeze ? 'Open and freeze' : 'Open the offboarding'}</Button>
            <ButtonLink kind="quiet" href={paths.offboarding()}>Cancel</ButtonLink>
          </div>
        </>
      )}
    </SubmitForm>
  )
}
