import type { Metadata } from 'next'
import { whatText } from '@/app/(console)/reviews/_components/content-words'
import { DraftForm } from '@/app/(console)/reviews/_components/draft-form'
import { PageHead } from '@/components/shell/page-head'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { type Actor, require } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { notFound } from '@/lib/errors'
import { paths } from '@/lib/paths'
import { type CampaignContent, contentSchema, type ReviewKind } from '@/lib/reviews/content'
import type { TemplateView } from '@/lib/reviews/model'
import { getCampaign } from '@/lib/reviews/queries/campaigns'
import { getTemplate, listTemplates } from '@/lib/reviews/queries/templates'
import { reviewChoices } from '@/lib/views/review-form'

export const metadata: Metadata = { title: 'New review' }

type Begun = { name: string; kind: ReviewKind; content: CampaignContent }

/** Drafts a review, from a template or by hand; with `draft` in the address, changes one; with `server`, begins with its grants. */
export default async function NewReviewPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const query = await searchParams
  const [templateId, draftId, server] = [oneOf(query['template']), oneOf(query['draft']), oneOf(query['server'])]
  const now = new Date()
  const { choices, known, templates } = await screen(async () => {
    require(actor, 'review.run')
    return { choices: await reviewChoices(actor), known: await begunFrom(actor, { templateId, draftId, server }, now), templates: await listTemplates(actor) }
  })
  return (
    <>
      <PageHead title={draftId === null ? 'New review' : `Change ${known?.name ?? 'the draft'}`}>{draftId === null ? 'A draft first: you see what it would hold and whom it would ask, and launch it when it is right.' : 'It is a draft: nobody has been asked, and nothing is frozen.'}</PageHead>
      {draftId !== null || templateId !== null || server !== null || templates.length === 0 ? null : <FromTemplate templates={templates} />}
      <DraftForm key={`${templateId ?? ''} ${draftId ?? ''} ${server ?? ''}`} choices={choices} known={known} templateId={templateId} draftId={draftId} />
    </>
  )
}

async function begunFrom(actor: Actor, { templateId, draftId, server }: { templateId: string | null; draftId: string | null; server: string | null }, now: Date): Promise<Begun | null> {
  if (draftId !== null) {
    const campaign = await getCampaign(actor, draftId, now)
    if (campaign.state !== 'draft') throw notFound('draft')
    return campaign
  }
  // From a finding: the grants of one server that nobody has reviewed for too long.
  if (templateId === null && server !== null) return { name: `Review of ${server}`.slice(0, 120), kind: 'grants', content: contentSchema.parse({ scope: { servers: [server.slice(0, 200)] }, stages: [{ reviewers: [{ kind: 'owner' }], days: 14 }] }) }
  if (templateId === null) return null
  const template = await getTemplate(actor, templateId)
  return { ...template, name: `${template.name}, ${now.toISOString().slice(0, 10)}`.slice(0, 120) }
}

function FromTemplate({ templates }: { templates: readonly TemplateView[] }) {
  return (
    <Section title="Begin with a template" note="Or fill in the form below by hand">
      <ul className="grid">{templates.map((one) => <li key={one.id} className="min-h-6"><TextLink href={paths.newReview({ template: one.id })}>{one.name}</TextLink> <span className="soft">{whatText(one.kind, one.content.scope)}</span></li>)}</ul>
    </Section>
  )
}
