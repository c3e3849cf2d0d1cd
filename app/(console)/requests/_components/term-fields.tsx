'use client'

import type { ReactNode } from 'react'
import { Checkbox } from '@/components/ui/choice'
import { Disclosure } from '@/components/ui/disclosure'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import type { DraftForm, Term } from './draft-model'

type Props = {
  form: DraftForm
  /** The longest that the settings allow for what is asked; null while it is not known. */
  maximumDays: number | null
  onChange: (change: Partial<DraftForm>) => void
  error: (path: string) => string | undefined
}

const TERMS: readonly { value: Term; label: string }[] = [{ value: 'days', label: 'Days' }, { value: 'until', label: 'Until' }, { value: 'longest', label: 'As long as allowed' }, { value: 'open', label: 'No end' }]

/** How long it is to last: short by default, and what the settings allow said beside it. */
export function TermFields({ form, maximumDays, onChange, error }: Props) {
  const hint = maximumDays === null ? 'Shortened to the longest allowed, if it is longer.' : `At most ${maximumDays} ${maximumDays === 1 ? 'day' : 'days'} for this; longer is shortened to that.`
  return (
    <fieldset className="field">
      <legend>How long</legend>
      <Segmented label="How long" name="term" options={TERMS} value={form.term} answer onChange={(value) => onChange({ term: TERMS.find((one) => one.value === value)?.value ?? 'days' })} />
      {form.term === 'days' ? (
        <Field label="Days" id="durationDays" hint={hint} error={error('durationDays')}>
          {(control) => <Input {...control} className="tiny" type="number" min={1} max={3650} value={form.days} onChange={(event) => onChange({ days: event.target.value })} />}
        </Field>
      ) : null}
      {form.term === 'until' ? (
        <Field label="Until the beginning of" id="until" hint={`${hint} UTC.`} error={error('until')}>
          {(control) => <Input {...control} className="brief" type="date" value={form.until} onChange={(event) => onChange({ until: event.target.value })} />}
        </Field>
      ) : null}
      {form.term === 'longest' ? <p className="hint">{maximumDays === null ? 'The longest that the settings allow.' : `${maximumDays} ${maximumDays === 1 ? 'day' : 'days'} from its beginning.`}</p> : null}
      {form.term === 'open' ? <p className="hint">Only reading on public and internal servers may go on without an end; anything else is shortened{maximumDays === null ? '' : ` to ${maximumDays} days`}.</p> : null}
    </fieldset>
  )
}

/** What most requests leave as it is. */
export function MoreFields({ form, onChange, error, children }: Omit<Props, 'maximumDays'> & { children: ReactNode }) {
  const set = form.startsAt !== '' || form.mode === 'task' || form.reauthorise === 'yes' || form.client !== 'any'
  return (
    <Disclosure summary="Client, later start, task mode, reauthorisation" open={set}>
      <div className="grid gap-4 pt-2">
        {children}
        <Field label={<>Not before <span className="opt">(optional)</span></>} id="startsAt" hint="UTC. Left empty, it begins when it is approved." error={error('startsAt')}>
          {(control) => <Input {...control} className="brief" type="date" value={form.startsAt} onChange={(event) => onChange({ startsAt: event.target.value })} />}
        </Field>
        <Checkbox label="Only during a task" hint="In force only while a short-lived credential for one task is." checked={form.mode === 'task'} onChange={(event) => onChange({ mode: event.target.checked ? 'task' : 'direct' })} />
        <Checkbox label="Ask the human again for each write or admin call" hint="Set anyway for admin access and on restricted servers." checked={form.reauthorise === 'yes'} onChange={(event) => onChange({ reauthorise: event.target.checked ? 'yes' : 'settings' })} />
      </div>
    </Disclosure>
  )
}
