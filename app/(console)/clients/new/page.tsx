import type { Metadata } from 'next'
import { ClientForm } from '@/app/(console)/clients/_components/client-form'
import { PageHead } from '@/components/shell/page-head'
import { reach } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { notFound as missing } from '@/lib/errors'

export const metadata: Metadata = { title: 'Register a client' }

export default async function NewClientPage() {
  const actor = await requireActor()
  await screen(async () => {
    if (reach(actor, 'workload.register') !== 'all') throw missing('page')
  })
  return (
    <>
      <PageHead title="Register a client">What logs have named so until now is attributed to it at once.</PageHead>
      <ClientForm />
    </>
  )
}
