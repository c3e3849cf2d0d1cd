import type { Metadata } from 'next'
import { AgentForm } from '@/app/(console)/agents/_components/agent-form'
import { PageHead } from '@/components/shell/page-head'
import { require } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'

export const metadata: Metadata = { title: 'Register an agent' }

export default async function NewAgentPage() {
  const actor = await requireActor()
  await screen(async () => require(actor, 'workload.register'))
  return (
    <>
      <PageHead title="Register an agent">What logs have named so until now is attributed to it at once. Its identity is kept for good.</PageHead>
      <AgentForm />
    </>
  )
}
