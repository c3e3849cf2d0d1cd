import { CampaignLines } from '@/app/(console)/reviews/_components/campaign-lines'
import { PageHead } from '@/components/shell/page-head'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { paths } from '@/lib/paths'
import { counted } from '@/lib/reviews/sentence'
import type { TemplateReviews } from '@/lib/views/reviews-home'

/** The reviews that were made from one template, the newest first. */
export function FromTemplate({ found: { template, campaigns, cut, runs } }: { found: TemplateReviews }) {
  const title = `Reviews from ${template.name}`
  return (
    <>
      <PageHead title={title} actions={runs ? <ButtonLink href={paths.newReview({ template: template.id })}>Draft a review from it</ButtonLink> : undefined}>
        {template.campaigns === 0 ? 'None was made from it yet.' : `${counted(template.campaigns, 'review was', 'reviews were')} made from it.`}{' '}
        <TextLink href={paths.reviewTemplate(template.id)}>The template</TextLink>, <TextLink href={paths.reviews()}>all reviews</TextLink>.
      </PageHead>
      <Section title="Reviews" note={cut ? `the last ${campaigns.length}, newest first` : 'newest first'}>
        {campaigns.length === 0 ? <Empty title="No review was made from this template.">It starts when its calendar or what it waits for says so, or when somebody drafts one.</Empty> : <CampaignLines label={title} campaigns={campaigns} />}
      </Section>
    </>
  )
}
