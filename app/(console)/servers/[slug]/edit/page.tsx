import type { Metadata } from 'next'
import { ServerForm } from '@/app/(console)/servers/_components/server-form'
import { PageHead } from '@/components/shell/page-head'
import { mayOnServer } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { notFound as missing } from '@/lib/errors'
import { getServer } from '@/lib/registry/queries/servers'

export const metadata: Metadata = { title: 'Edit a server' }

export default async function EditServerPage({ params }: { params: Promise<{ slug: string }> }) {
  const actor = await requireActor()
  const server = await screen(async () => {
    const found = await getServer(actor, decodeURIComponent((await params).slug))
    if (!mayOnServer(actor, 'server.edit', found.id)) throw missing('server')
    return found
  })
  return (
    <>
      <PageHead title={`Edit ${server.slug}`}>What you take away acts from now on; what its logs said before keeps its meaning.</PageHead>
      <ServerForm server={server} />
    </>
  )
}
