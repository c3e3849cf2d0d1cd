import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { require } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { offboardingChoices } from '@/lib/views/offboarding-preview'
import { ManyForm } from './_components/many-form'

export const metadata: Metadata = { title: 'Offboard many' }

/** Opens a case for each server or agent of a team or vendor, or of some that are named; what it would open is shown first. */
export default async function OffboardManyPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const query = await searchParams
  const choices = await screen(async () => {
    require(actor, 'offboarding.open')
    return offboardingChoices(actor)
  })
  return (
    <>
      <PageHead title="Offboard many">A case each, opened one after the other. You see what would be opened, what is under way already and what is refused before anything happens.</PageHead>
      <ManyForm choices={choices} kind={oneOf(query['kind']) === 'agent' ? 'agent' : 'server'} team={oneOf(query['team']) ?? ''} vendor={oneOf(query['vendor']) ?? ''} />
    </>
  )
}
