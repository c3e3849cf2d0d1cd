import type { Metadata } from 'next'
import { TemplateForm } from '@/app/(console)/reviews/_components/template-form'
import { PageHead } from '@/components/shell/page-head'
import { require } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { reviewChoices } from '@/lib/views/review-form'

export const metadata: Metadata = { title: 'New review template' }

export default async function NewTemplatePage() {
  const actor = await requireActor()
  const choices = await screen(async () => {
    require(actor, 'review.run')
    return reviewChoices(actor)
  })
  return (
    <>
      <PageHead title="New review template">What is looked at, who answers, what silence means, and when it starts. Beside the form stands what it would hold if it were launched now.</PageHead>
      <TemplateForm known={null} choices={choices} />
    </>
  )
}
