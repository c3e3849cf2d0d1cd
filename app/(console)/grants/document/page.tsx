import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { ButtonLink } from '@/components/ui/button'
import { Section } from '@/components/ui/section'
import { require } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { paths } from '@/lib/paths'
import { documentScreen } from '@/lib/views/grant-document'
import { DocumentDriftList } from './_components/document-drift'
import { DocumentForm } from './_components/document-form'

export const metadata: Metadata = { title: 'Grants as code' }

/** A document says what is to stand; the plan says what that takes; applying does exactly the plan. */
export default async function GrantDocumentPage() {
  const actor = await requireActor()
  const now = new Date()
  await screen(async () => require(actor, 'registry.read'))
  const view = await screen(() => documentScreen(actor, now))
  return (
    <>
      <PageHead title="Grants as code" actions={<ButtonLink href={paths.grants()}>All grants</ButtonLink>}>
        A document says which grants are to stand on its servers. What is less than now happens at once; what is more is asked for and takes effect by its approvals.
      </PageHead>
      <Section title="Plan and apply" note="Look at the plan first. Nothing is written by that.">
        <DocumentForm servers={view.servers} mayApply={view.mayApply} />
      </Section>
      <Section title="Last applied" ruled><DocumentDriftList drift={view.drift} now={now.toISOString()} /></Section>
    </>
  )
}
