import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { Section } from '@/components/ui/section'
import { Time } from '@/components/ui/time'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { approvalPolicyScreen } from '@/lib/views/approval-policy'
import { PolicyEditor } from './_components/policy-editor'
import { PolicyHistory } from './_components/policy-history'

export const metadata: Metadata = { title: 'Approvals' }

/** Who must approve what, and for how long at most: to read for everybody, to change for security reviewers, with everything that it ever was. */
export default async function ApprovalsPage() {
  const actor = await requireActor()
  const { current, history, mayEdit, effects, reviewers, pending } = await screen(() => approvalPolicyScreen(actor))
  return (
    <>
      <PageHead title="Approvals">
        Who must agree before anybody is granted anything. {current.changedAt === null ? 'As installed; nobody has changed it.' : <>Last changed by {current.changedBy?.name} on <Time iso={current.changedAt} />.</>}{mayEdit ? '' : ' Security reviewers change it.'}
      </PageHead>
      <PolicyEditor key={current.number} number={current.number} policy={current.content} mayEdit={mayEdit} effects={effects} reviewers={reviewers} pending={pending} />
      <Section title="History" note="Nothing here is ever rewritten"><PolicyHistory history={history} /></Section>
    </>
  )
}
