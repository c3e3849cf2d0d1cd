import type { Metadata } from 'next'
import { ServerForm } from '@/app/(console)/servers/_components/server-form'
import { PageHead } from '@/components/shell/page-head'
import { require } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'

export const metadata: Metadata = { title: 'Register a server' }

export default async function NewServerPage() {
  const actor = await requireActor()
  await screen(async () => require(actor, 'server.register'))
  return (
    <>
      <PageHead title="Register a server">It is proposed, and counts as unregistered until a security reviewer lets it in; past calls to its names are judged again then.</PageHead>
      <ServerForm />
    </>
  )
}
