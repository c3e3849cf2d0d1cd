import type { Metadata } from 'next'
import { ServerJsonForm } from '@/app/(console)/servers/_components/server-json-form'
import { PageHead } from '@/components/shell/page-head'
import { require } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'

export const metadata: Metadata = { title: 'From a registry document' }

/** A registry's server.json makes a proposal, like a form filled in. */
export default async function ImportServerPage() {
  const actor = await requireActor()
  await screen(async () => require(actor, 'server.register'))
  return (
    <>
      <PageHead title="Propose from a registry document">
        The server.json that the MCP registry or a publisher gives. It becomes a proposal: nothing in it is run or called, and a security reviewer lets it in.
      </PageHead>
      <ServerJsonForm />
    </>
  )
}
