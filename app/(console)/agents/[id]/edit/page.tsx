import type { Metadata } from 'next'
import { AgentForm } from '@/app/(console)/agents/_components/agent-form'
import { CrumbName } from '@/components/shell/crumbs'
import { PageHead } from '@/components/shell/page-head'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { notFound as missing } from '@/lib/errors'
import { paths } from '@/lib/paths'
import { agentScreen } from '@/lib/views/agents'

export const metadata: Metadata = { title: 'Edit an agent' }

export default async function EditAgentPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor()
  const { agent } = await screen(async () => {
    const found = await agentScreen(actor, (await params).id, new Date())
    if (!found.mayChange) throw missing('agent')
    return found
  })
  return (
    <>
      <CrumbName of={paths.agent(agent.id)} label={agent.name} />
      <PageHead title={`Edit ${agent.name}`}>Its identity stays: another identity is another agent.</PageHead>
      <AgentForm agent={agent} />
    </>
  )
}
