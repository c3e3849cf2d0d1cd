'use client'

import { Checkbox } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input, Select } from '@/components/ui/input'
import { RECURRENCES, REVIEW_TRIGGERS, type ReviewKind, type ReviewTrigger } from '@/lib/reviews/content'
import { Count } from './choices'
import { TRIGGER_WORDS } from './review-words'
import type { ScheduleForm } from './schedule-model'

const EVERY: readonly { value: ScheduleForm['every']; label: string }[] = [
  { value: 'never', label: 'Only by hand' }, { value: 'monthly', label: 'Every month' }, { value: 'quarterly', label: 'Every quarter' }, { value: 'half_yearly', label: 'Every half-year' }, { value: 'yearly', label: 'Every year' },
]
const ON: readonly { value: ScheduleForm['on']; label: string }[] = [{ value: 'first', label: 'first business day' }, { value: 'last', label: 'last business day' }, { value: 'day', label: 'day of the month' }]
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'].map((label, index) => ({ value: String(index + 1), label }))

type Props = {
  kind: ReviewKind; schedule: ScheduleForm; triggers: readonly ReviewTrigger[]; zones: readonly string[]
  error: (path: string) => string | undefined
  onSchedule: (schedule: ScheduleForm) => void
  onTriggers: (triggers: ReviewTrigger[]) => void
}

/** When it starts by itself: by a calendar in a named time zone, and when something happens. */
export function ScheduleFields({ kind, schedule, triggers, zones, error, onSchedule, onTriggers }: Props) {
  const change = (part: Partial<ScheduleForm>): void => onSchedule({ ...schedule, ...part })
  const possible = REVIEW_TRIGGERS.filter((trigger) => kind === 'grants' || trigger !== 'definition_widened')
  return (
    <>
      <Field label="How often" id="schedule.every" error={error('schedule.every')}>
        {(control) => <Select {...control} className="brief-select" options={EVERY} value={schedule.every} onChange={(event) => change({ every: RECURRENCES.find((one) => one === event.target.value) ?? 'never' })} />}
      </Field>
      {schedule.every === 'never' ? null : <Calendar schedule={schedule} zones={zones} error={error} onChange={change} />}
      <fieldset className="field" id="triggers" tabIndex={-1}>
        <legend>And when something happens</legend>
        {possible.map((trigger) => <Checkbox key={trigger} {...TRIGGER_WORDS[trigger]} checked={triggers.includes(trigger)} onChange={(event) => onTriggers(event.target.checked ? [...triggers, trigger] : triggers.filter((one) => one !== trigger))} />)}
        {error('triggers') === undefined ? null : <p className="err">{error('triggers')}</p>}
      </fieldset>
    </>
  )
}

function Calendar({ schedule, zones, error, onChange }: { schedule: ScheduleForm; zones: readonly string[]; error: Props['error']; onChange: (part: Partial<ScheduleForm>) => void }) {
  return (
    <div className="fields pair">
      <Field label="On the" id="schedule.on" error={error('schedule.on')}>
        {(control) => <Select {...control} options={ON} value={schedule.on} onChange={(event) => onChange({ on: ON.find((one) => one.value === event.target.value)?.value ?? 'last' })} />}
      </Field>
      {schedule.on === 'day' ? <Count label="Day" id="schedule.on.day" unit="of the month; the last where it is shorter" least={1} most={31} value={schedule.day} error={error('schedule.on.day')} onChange={(day) => onChange({ day })} /> : null}
      {schedule.every === 'monthly' ? null : (
        <Field label={schedule.every === 'yearly' ? 'In' : 'Beginning with'} id="schedule.month" error={error('schedule.month')}>
          {(control) => <Select {...control} options={MONTHS} value={schedule.month} onChange={(event) => onChange({ month: event.target.value })} />}
        </Field>
      )}
      <Field label="At" id="schedule.at" error={error('schedule.at')}>{(control) => <Input {...control} className="brief" type="time" value={schedule.at} onChange={(event) => onChange({ at: event.target.value })} />}</Field>
      <Field label="Time zone" id="schedule.timeZone" hint="Its summer time is followed." error={error('schedule.timeZone')}>
        {(control) => <><Input {...control} list="zones" autoComplete="off" value={schedule.timeZone} onChange={(event) => onChange({ timeZone: event.target.value })} /><datalist id="zones">{zones.map((zone) => <option key={zone} value={zone} />)}</datalist></>}
      </Field>
    </div>
  )
}
