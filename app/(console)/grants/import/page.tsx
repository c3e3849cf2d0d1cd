import { ImportForm } from '@/app/(console)/grants/_components/import-form'
import { PageHead } from '@/components/shell/page-head'
import { Empty } from '@/components/ui/empty'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { paths } from '@/lib/paths'

/** Takes over grants that are in force elsewhere. */
export default async function ImportGrantsPage() {
  const actor = await requireActor()
  return (
    <>
      <PageHead title="Import grants">
        They record what is already in force elsewhere, so no approval applies; they are marked as imported. The same externalId never makes a second grant.
      </PageHead>
      {may(actor, 'grant.import') ? <Section title="What to import"><ImportForm /></Section> : <Empty title="Only security reviewers import grants."><TextLink href={paths.grants()}>Back to the grants</TextLink></Empty>}
    </>
  )
}
