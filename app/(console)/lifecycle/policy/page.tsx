import type { Metadata } from 'next'
import { LifecycleTabs } from '@/app/(console)/lifecycle/_components/lifecycle-tabs'
import { PageHead } from '@/components/shell/page-head'
import { Section } from '@/components/ui/section'
import { Time } from '@/components/ui/time'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { lifecyclePolicyScreen } from '@/lib/views/lifecycle-policy'
import { PolicyEditor } from './_components/policy-editor'
import { LifecycleHistory } from './_components/policy-history'

export const metadata: Metadata = { title: 'Life cycle policy' }

/** What must not last, how long it may, and what follows: to read for everybody, to change for security reviewers, with everything that it ever was. */
export default async function LifecyclePolicyPage() {
  const actor = await requireActor()
  const { current, history, mayEdit } = await screen(() => lifecyclePolicyScreen(actor))
  return (
    <>
      <PageHead title="Life cycle policy">
        Whoever must act is told when a rule begins to hold and again three days before its grace is over. {current.changedAt === null ? 'As installed; nobody has changed it.' : <>Last changed by {current.changedBy?.name} on <Time iso={current.changedAt} />.</>}{mayEdit ? '' : ' Security reviewers change it.'}
      </PageHead>
      <LifecycleTabs current="policy" />
      <PolicyEditor key={current.number} number={current.number} policy={current.content} mayEdit={mayEdit} now={new Date().toISOString()} />
      <Section title="History" note="Nothing here is ever rewritten"><LifecycleHistory history={history} /></Section>
    </>
  )
}
