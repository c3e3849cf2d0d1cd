import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { paths } from '@/lib/paths'
import { NarrowForm, type NarrowRow } from './narrow-form'

type Draft = { targets: NarrowRow[]; from: 'finding' | 'use' | 'grant'; findingId: string | null }

/** Narrowing in place, begun from what drift worked out, else from what was used. */
export function NarrowSection({ id, ceiling, validUntil, draft }: { id: string; ceiling: 'read' | 'write' | 'admin'; validUntil: string | null; draft: Draft }) {
  return (
    <Section title="What is left of it" note={<From id={id} draft={draft} />} id="narrow" ruled>
      <p className="soft pb-2">It ends now, and these stand in its place from now on, for the same caller. Nothing that it did not admit is accepted. What happened before stays granted.</p>
      <NarrowForm id={id} ceiling={ceiling} until={validUntil === null ? null : validUntil.slice(0, 10)} targets={draft.targets} />
    </Section>
  )
}

function From({ id, draft: { from, findingId } }: { id: string; draft: Draft }) {
  if (from === 'finding' && findingId !== null) return <>as <TextLink href={paths.finding(findingId)}>the finding</TextLink> proposes, from 90 days of use; <TextLink href={paths.whatIf({ finding: findingId })}>what would have changed?</TextLink></>
  if (from === 'use') return 'what was used under it in 90 days, and nothing else'
  return <>as it is now: no use to narrow it by, so take away by hand, or revoke <TextLink href={paths.grant(id)}>it</TextLink></>
}
