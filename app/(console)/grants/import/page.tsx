import { ImportForm } from '@/app/(console)/grants/_components/import-form'
import { PageHead } from '@/components/shell/page-head'
import { Section } from '@/components/ui/section'
import { require } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'

/** Takes over grants that are in force elsewhere. */
export default async function ImportGrantsPage() {
  const actor = await requireActor()
  await screen(async () => require(actor, 'grant.import'))
  return (
    <>
      <PageHead title="Import grants">
        They record what is already in force elsewhere, so no approval applies; they are marked as imported. The same externalId never makes a second grant.
      </PageHead>
      <Section title="What to import"><ImportForm /></Section>
    </>
  )
}
