import type { Metadata } from 'next'
import { PersonForm } from '@/app/(console)/people/_components/person-form'
import { PageHead } from '@/components/shell/page-head'
import { Section } from '@/components/ui/section'
import { require } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'

export const metadata: Metadata = { title: 'Register a person' }

export default async function NewPersonPage() {
  const actor = await requireActor()
  await screen(async () => require(actor, 'people.manage'))
  return (
    <>
      <PageHead title="Register a person">What logs have named by this e-mail or alias until now is attributed to the person at once.</PageHead>
      <Section title="The person"><PersonForm /></Section>
    </>
  )
}
