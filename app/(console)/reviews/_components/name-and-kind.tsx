'use client'

import { RadioGroup } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { REVIEW_KINDS, type ReviewKind } from '@/lib/reviews/content'
import { KIND_WORDS } from './review-words'

type Props = { name: string; kind: ReviewKind; /** What is there already keeps its kind. */ isNew: boolean; hint?: string; error: (path: string) => string | undefined; onName: (name: string) => void; onKind: (kind: ReviewKind) => void }

/** What a review or a template is called, and whether it looks at grants or at ownership. */
export function NameAndKind({ name, kind, isNew, hint, error, onName, onKind }: Props) {
  return (
    <>
      <Field label="Name" id="name" required hint={hint} error={error('name')}>{(control) => <Input {...control} maxLength={120} value={name} onChange={(event) => onName(event.target.value)} />}</Field>
      {isNew ? <RadioGroup legend="What it looks at" name="kind" options={REVIEW_KINDS.map((value) => ({ value, ...KIND_WORDS[value] }))} value={kind} error={error('kind')} onChange={(value) => onKind(value === 'ownership' ? 'ownership' : 'grants')} /> : <p className="say"><b>{KIND_WORDS[kind].label}.</b> {KIND_WORDS[kind].hint}</p>}
    </>
  )
}
