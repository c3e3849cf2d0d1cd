'use client'

import { RadioGroup } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import type { CampaignContent, ReviewKind } from '@/lib/reviews/content'
import { Count } from './choices'
import { REMEDY_WORDS } from './review-words'
import type { PartProps } from './silence-fields'

const REMEDIES: readonly CampaignContent['remediation'][] = ['automatic', 'suspend_first', 'ticket']

/** What is done with the outcomes, and how it is proved. */
export function RemedyFields({ kind, form, error, onChange }: PartProps & { kind: ReviewKind }) {
  if (kind === 'ownership') return <p className="say">What is attested is written down with the name of who said so. What is not is handed over by a person: the item stays open until it has another owner.</p>
  return (
    <>
      <RadioGroup legend="Outcomes are" name="remediation" options={REMEDIES.map((value) => ({ value, ...REMEDY_WORDS[value] }))} value={form.remediation} error={error('content.remediation')} onChange={(value) => onChange({ remediation: REMEDIES.find((one) => one === value) ?? 'automatic' })} />
      {form.remediation === 'suspend_first' ? <Count label="Rests for" id="content.suspendDays" unit="days, then it is ended" least={1} most={30} value={form.suspendDays} error={error('content.suspendDays')} onChange={(suspendDays) => onChange({ suspendDays })} /> : null}
      <Count label="What was ended is watched for" id="content.watchDays" unit="days" least={1} most={60} hint="The review closes when nothing of it was used since, and a source was there that would have seen it." value={form.watchDays} error={error('content.watchDays')} onChange={(watchDays) => onChange({ watchDays })} />
    </>
  )
}

/** What reviewers see and how freely they may answer. */
export function LookFields({ form, error, onChange }: PartProps) {
  return (
    <>
      <div className="fields pair">
        <Count label="Evidence reaches back" id="content.evidenceDays" unit="days" least={7} most={365} value={form.evidenceDays} error={error('content.evidenceDays')} onChange={(evidenceDays) => onChange({ evidenceDays })} />
        <Count label="Answers at a time, at most" id="content.bulkCap" unit="items alike, with one reason" least={2} most={500} value={form.bulkCap} error={error('content.bulkCap')} onChange={(bulkCap) => onChange({ bulkCap })} />
        <Count label="Test rows" id="content.canaries" unit="in a hundred" least={0} most={10} hint="Grants that do not exist and ought to be revoked, to see whether anybody looks. Told to nobody before the last stage has closed; nothing is done about them." value={form.canaries} error={error('content.canaries')} onChange={(canaries) => onChange({ canaries })} />
      </div>
      <Field label="What reviewers should know" id="content.instructions" optional hint="Shown above the items." error={error('content.instructions')}>
        {(control) => <Textarea {...control} rows={3} maxLength={4000} value={form.instructions} onChange={(event) => onChange({ instructions: event.target.value })} />}
      </Field>
    </>
  )
}
