'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { KIND_WORD } from '@/app/(console)/offboarding/_components/words'
import { NameField } from '@/app/(console)/offboarding/_components/name-field'
import { Button } from '@/components/ui/button'
import { Segmented } from '@/components/ui/segmented'
import { TextLink } from '@/components/ui/text-link'
import { SUBJECT_KINDS, type SubjectKind } from '@/lib/offboarding/model'
import { paths } from '@/lib/paths'
import type { OffboardingChoices } from '@/lib/views/offboarding-preview'

const HINT: Record<SubjectKind, string> = { server: 'Its slug, or any name that logs know.', agent: 'Its name or identity.', client: 'Its name or client id.', person: 'Their e-mail.' }
const LIST = { server: 'servers', agent: 'agents', client: 'clients', person: 'people' } as const

/** What ends: its sort and its name; then the page shows what would still reach. Nothing is opened by it. */
export function SubjectForm({ kind, name, choices, unknown }: { kind: SubjectKind; name: string; choices: OffboardingChoices; unknown: boolean }) {
  const router = useRouter()
  const [chosen, setChosen] = useState(kind)
  return (
    <form
      className="subject" method="get" action={paths.newOffboarding()}
      onSubmit={(event) => {
        event.preventDefault()
        const typed = String(new FormData(event.currentTarget).get('subject') ?? '').trim()
        router.push(paths.newOffboarding({ kind: chosen, subject: typed }))
      }}
    >
      <div className="field"><span className="label" aria-hidden="true">What ends</span><p className="hint">One at a time, or <TextLink href={paths.offboardMany()}>several at once</TextLink>.</p><Segmented label="What ends" name="kind" value={chosen} onChange={(value) => setChosen(SUBJECT_KINDS.find((one) => one === value) ?? 'server')} options={SUBJECT_KINDS.map((one) => ({ value: one, label: KIND_WORD[one] }))} /></div>
      <NameField key={chosen} label="Which one" name="subject" required offered={choices[LIST[chosen]]} hint={HINT[chosen]} defaultValue={chosen === kind ? name : ''} error={unknown && chosen === kind ? `There is no ${chosen} of this name that you may see.` : undefined} />
      <Button type="submit">See what still reaches</Button>
    </form>
  )
}
