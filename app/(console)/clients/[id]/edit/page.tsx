import type { Metadata } from 'next'
import { ClientForm } from '@/app/(console)/clients/_components/client-form'
import { CrumbName } from '@/components/shell/crumbs'
import { PageHead } from '@/components/shell/page-head'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { notFound as missing } from '@/lib/errors'
import { paths } from '@/lib/paths'
import { clientScreen } from '@/lib/views/clients'

export const metadata: Metadata = { title: 'Edit a client' }

export default async function EditClientPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor()
  const { client } = await screen(async () => {
    const found = await clientScreen(actor, (await params).id, new Date())
    if (!found.mayChange) throw missing('client')
    return found
  })
  return (
    <>
      <CrumbName of={paths.client(client.id)} label={client.name} />
      <PageHead title={`Edit ${client.name}`}>Names you take away keep what they meant until now.</PageHead>
      <ClientForm client={client} />
    </>
  )
}
