import type { Metadata } from 'next'
import { CampaignHead } from '@/app/(console)/reviews/[id]/_components/campaign-head'
import { CrumbName } from '@/components/shell/crumbs'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { paths } from '@/lib/paths'
import { REMEDIATION_GROUPS, type RemediationGroup } from '@/lib/reviews/remediation-groups'
import { remediationScreen } from '@/lib/views/review-remediation'
import { picturesOfUse } from '@/lib/views/review-use-picture'
import { campaignPage } from '@/lib/views/reviews'
import { RemediationPart } from './_components/remediation-part'

export const metadata: Metadata = { title: 'Remediation' }

type Props = { params: Promise<{ id: string }>; searchParams: SearchParams }

/** What a review has ended, and whether it is over: what needs somebody first, each with why and what to do. */
export default async function RemediationPage({ params, searchParams }: Props) {
  const actor = await requireActor()
  const now = new Date()
  const [{ id }, query] = await Promise.all([params, searchParams])
  const only = groupIn(oneOf(query['group']))
  const page = await screen(() => campaignPage(actor, id, now))
  const found = await screen(() => remediationScreen(actor, id, now, only))
  const used = found.parts.find((part) => part.group === 'still_used')?.rows ?? []
  const pictures = await picturesOfUse(id, used.slice(0, MOST_PICTURES).map((row) => row.id), now)
  const isDecided = page.campaign.decidedAt !== null
  return (
    <>
      <CrumbName label="Remediation" />
      <CampaignHead page={page} current="remediation">{isDecided ? found.sentence : 'Nothing is applied before the last stage has closed.'}</CampaignHead>
      {found.parts.length === 0 ? (
        <Empty
          title={only !== null ? 'Nothing stands there any more.' : isDecided ? 'Everything was kept: there is nothing to end, and nothing to watch.' : 'What the review comes to is applied here, item by item, and then watched until it holds.'}
          actions={<ButtonLink href={only === null ? paths.review(id) : paths.reviewRemediation(id)}>{only === null ? 'To the review' : 'Show all'}</ButtonLink>}
        />
      ) : found.parts.map((part) => <RemediationPart key={part.group} campaignId={id} part={part} pictures={pictures} mayRun={page.sees.run} alone={only !== null} now={now.toISOString()} />)}
    </>
  )
}

/** Charts on one page. */
const MOST_PICTURES = 20

function groupIn(text: string | null): RemediationGroup | null {
  return REMEDIATION_GROUPS.find((group) => group === text) ?? null
}
