import type { Metadata } from 'next'
import { settingsOf } from '@/app/(console)/reviews/_components/content-words'
import { TRIGGER_WORDS } from '@/app/(console)/reviews/_components/review-words'
import { TemplateForm } from '@/app/(console)/reviews/_components/template-form'
import { CrumbName } from '@/components/shell/crumbs'
import { PageHead } from '@/components/shell/page-head'
import { ButtonLink } from '@/components/ui/button'
import { KeyValues } from '@/components/ui/key-values'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { paths } from '@/lib/paths'
import type { TemplateView } from '@/lib/reviews/model'
import { getTemplate } from '@/lib/reviews/queries/templates'
import { reviewChoices } from '@/lib/views/review-form'

export const metadata: Metadata = { title: 'Review template' }

/** A template: to change for those who run reviews, to read for those who only see them. */
export default async function TemplatePage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor()
  const { id } = await params
  const template = await screen(() => getTemplate(actor, id))
  const runs = may(actor, 'review.run')
  return (
    <>
      <CrumbName of={paths.reviewTemplate(id)} label={template.name} />
      <PageHead title={template.name} actions={runs ? <ButtonLink href={paths.newReview({ template: id })}>Draft a review from it</ButtonLink> : undefined}><Standing template={template} /></PageHead>
      {runs ? <TemplateForm key={template.version} known={template} choices={await reviewChoices(actor)} /> : <ReadOnly template={template} />}
    </>
  )
}

function Standing({ template: { id, active, nextAt, triggers, campaigns, lastCampaign } }: { template: TemplateView }) {
  return (
    <>
      {active ? (nextAt === null ? (triggers.length === 0 ? 'It starts by hand only.' : 'It starts when something happens.') : <>It starts next on <Time iso={nextAt} zoned />.</>) : 'It is not in use.'}{' '}
      {lastCampaign === null ? 'No review was made from it yet.' : <><TextLink href={paths.reviews({ template: id })}>{campaigns === 1 ? 'One review was' : `${campaigns} reviews were`} made from it</TextLink>, the last <TextLink href={paths.review(lastCampaign.id)}>{lastCampaign.name}</TextLink>.</>}
    </>
  )
}

function ReadOnly({ template }: { template: TemplateView }) {
  const starts = [template.scheduleText, ...template.triggers.map((trigger) => TRIGGER_WORDS[trigger].label)].filter((one) => one !== null)
  return <Section title="How it is set up" note="Security reviewers change it"><KeyValues broad items={[...settingsOf(template.kind, template.content), { key: 'Starts', value: starts.length === 0 ? 'by hand' : starts.join('; ') }]} /></Section>
}
