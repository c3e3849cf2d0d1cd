'use client'

import { Checkbox } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { KeyValues } from '@/components/ui/key-values'
import type { ApprovalPolicy } from '@/lib/requests/approval-policy'
import { effectChoices, type PolicyForm } from './policy-form'

type Tagged = { tag: string; servers: number }

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`
const carriers = (tag: string, effects: readonly Tagged[]): string => {
  const count = effects.find((one) => one.tag === tag)?.servers ?? 0
  return count === 0 ? 'no server carries it' : `${counted(count, 'server')} ${count === 1 ? 'carries' : 'carry'} it`
}

/** What the matrix does not say, in words. */
export function OtherSettings({ policy }: { policy: ApprovalPolicy }) {
  return (
    <KeyValues
      broad
      items={[
        { key: 'Strictest steps', value: policy.strictEffects.length === 0 ? 'Only where the table says so; no effect tag asks for more.' : <>Servers tagged {policy.strictEffects.map((tag, place) => <span key={tag}>{place === 0 ? '' : ', '}<code>{tag}</code></span>)} need what admin on a restricted server needs.</> },
        { key: 'Unanswered', value: `A request lapses after ${counted(policy.lapseDays, 'day')}.` },
        { key: 'Reminders', value: `Whoever asked may remind those who hold it every ${counted(policy.nudgeHours, 'hour')}.` },
        { key: 'Breaking the glass', value: `Ends after ${counted(policy.breakGlassHours, 'hour')} at the latest, and two security reviewers answer for it afterwards.` },
      ]}
    />
  )
}

type Props = { form: PolicyForm; effects: readonly Tagged[]; onChange: (form: PolicyForm) => void; error: (path: string) => string | undefined }

const COUNTS = [
  { key: 'lapseDays', label: 'A request lapses after (days)', most: 90 }, { key: 'nudgeHours', label: 'A reminder is possible every (hours)', most: 168 }, { key: 'breakGlassHours', label: 'Broken glass ends after (hours)', most: 24 },
] as const

/** The same to edit. */
export function OtherFields({ form, effects, onChange, error }: Props) {
  const toggle = (tag: string, on: boolean): void => onChange({ ...form, effects: on ? [...form.effects, tag] : form.effects.filter((one) => one !== tag) })
  return (
    <div className="fields">
      <fieldset className="field">
        <legend>Effects that ask for the strictest steps</legend>
        <p className="hint">Servers that carry one need what admin on a restricted server needs, whatever is asked.</p>
        <div className="grid md:grid-cols-2">{effectChoices(form.effects, effects).map((tag) => <Checkbox key={tag} label={<code>{tag}</code>} hint={carriers(tag, effects)} checked={form.effects.includes(tag)} onChange={(event) => toggle(tag, event.target.checked)} />)}</div>
      </fieldset>
      <div className="flex flex-wrap gap-5">{COUNTS.map(({ key, label, most }) => (
        <Field key={key} label={label} id={key} error={error(key)}>
          {(control) => <Input {...control} className="tiny" type="number" inputMode="numeric" min={1} max={most} value={form[key]} onChange={(event) => onChange({ ...form, [key]: event.target.value })} />}
        </Field>
      ))}</div>
    </div>
  )
}
