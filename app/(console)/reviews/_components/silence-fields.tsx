'use client'

import { RadioGroup } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { NO_RESPONSES } from '@/lib/reviews/content'
import { Count } from './choices'
import type { ContentForm } from './content-model'
import type { Offered } from './name-list'
import { SILENCE_WORDS } from './review-words'
import { RuleList } from './rule-list'

export type PartProps = { form: ContentForm; error: (path: string) => string | undefined; onChange: (part: Partial<ContentForm>) => void }

/** What becomes of an item that nobody answers, and what is done before it comes to that. */
export function SilenceFields({ form, people, error, onChange }: PartProps & { people: Offered }) {
  return (
    <>
      <RadioGroup legend="An item that nobody answers" name="noResponse" options={NO_RESPONSES.map((value) => ({ value, ...SILENCE_WORDS[value] }))} value={form.noResponse} error={error('content.noResponse')} onChange={(value) => onChange({ noResponse: NO_RESPONSES.find((one) => one === value) ?? 'revoke' })} />
      <RuleList
        legend={form.noResponse === 'escalate' ? 'Who is asked once more' : 'Who is added before the deadline'} id="content.escalateTo" hint={form.noResponse === 'escalate' ? 'They are also added before the deadline, as said below.' : 'Besides those who are asked already; the deadline stays.'}
        rules={form.escalateTo} people={people} error={error('content.escalateTo')} onChange={(escalateTo) => onChange({ escalateTo })}
      />
      <div className="fields pair">
        <Count label="Added so long before the deadline" id="content.escalateDaysBefore" unit="days; empty = never" least={1} most={30} value={form.escalateDaysBefore} error={error('content.escalateDaysBefore')} onChange={(escalateDaysBefore) => onChange({ escalateDaysBefore })} />
        <Field label="Reminders so many days before the deadline" id="content.remindDaysBefore" hint="To those who still have something to answer, in one message." error={error('content.remindDaysBefore')}>
          {(control) => <Input {...control} className="brief" value={form.remindDaysBefore} placeholder="none" onChange={(event) => onChange({ remindDaysBefore: event.target.value })} />}
        </Field>
      </div>
      <RuleList legend="Where none of them may answer" id="content.fallback" hint="Nobody reviews what they asked for, use, sponsor or alone approved. Then these are asked, then any security reviewer." rules={form.fallback} people={people} error={error('content.fallback')} onChange={(fallback) => onChange({ fallback })} />
    </>
  )
}
