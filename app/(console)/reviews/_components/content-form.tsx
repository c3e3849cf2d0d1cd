'use client'

import { Section } from '@/components/ui/section'
import type { ReviewKind } from '@/lib/reviews/content'
import type { ReviewChoices } from '@/lib/views/review-form'
import type { ContentForm } from './content-model'
import { LookFields, RemedyFields } from './remedy-fields'
import { ScopeFields } from './scope-fields'
import { SilenceFields } from './silence-fields'
import { StageList } from './stage-fields'

type Props = { kind: ReviewKind; form: ContentForm; choices: ReviewChoices; error: (path: string) => string | undefined; onChange: (form: ContentForm) => void }

/** All that a review is made of: the same for a template and for a draft. */
export function ContentFields({ kind, form, choices, error, onChange }: Props) {
  const change = (part: Partial<ContentForm>): void => onChange({ ...form, ...part })
  return (
    <>
      <Section title="What is reviewed" note="Nothing chosen means all of it" ruled><div className="fields"><ScopeFields kind={kind} scope={form.scope} choices={choices} error={error} onChange={(scope) => change({ scope })} /></div></Section>
      <Section title="Who answers" ruled><div className="fields"><StageList stages={form.stages} people={choices.people} error={error} onChange={(stages) => change({ stages })} /></div></Section>
      <Section title="Silence" ruled><div className="fields"><SilenceFields form={form} people={choices.people} error={error} onChange={change} /></div></Section>
      <Section title="What comes of it" ruled><div className="fields"><RemedyFields kind={kind} form={form} error={error} onChange={change} /></div></Section>
      <Section title="How it is looked at" ruled><div className="fields"><LookFields form={form} error={error} onChange={change} /></div></Section>
    </>
  )
}
