import type { ReactNode } from 'react'
import { CrumbName } from '@/components/shell/crumbs'
import { PageHead } from '@/components/shell/page-head'
import { Tabs } from '@/components/ui/tabs'
import { paths } from '@/lib/paths'
import type { CampaignPage } from '@/lib/views/reviews'

export type CampaignTab = 'dashboard' | 'items' | 'remediation' | 'quality' | 'evidence'

/**
 * The head that all pages of a campaign share: its name, its state in a sentence, and its pages. `children` takes the place of the
 * sentence where a page has a better one for its reader; `actions` are the page's own.
 */
export function CampaignHead({ page, current, actions, children }: { page: CampaignPage; current: CampaignTab; actions?: ReactNode; children?: ReactNode }) {
  const { campaign } = page
  return (
    <>
      <CrumbName of={paths.review(campaign.id)} label={campaign.name} />
      <PageHead title={campaign.name} actions={actions}>{children ?? campaign.sentence}</PageHead>
      {campaign.stage === 0 ? null : <CampaignTabs page={page} current={current} />}
    </>
  )
}

function CampaignTabs({ page: { campaign, sees }, current }: { page: CampaignPage; current: CampaignTab }) {
  const { id, counts, mine } = campaign
  const toDo = (counts.remediation['open'] ?? 0) + (counts.remediation['manual'] ?? 0) + (counts.remediation['error'] ?? 0)
  return (
    <Tabs label="This review" items={[
      { label: 'Dashboard', href: paths.review(id), current: current === 'dashboard' },
      { label: 'Items', href: paths.reviewItems(id), current: current === 'items', count: mine === null ? counts.items : mine.total - mine.decided },
      ...(campaign.decidedAt === null ? [] : [{ label: 'Remediation', href: paths.reviewRemediation(id), current: current === 'remediation', ...(toDo === 0 ? {} : { count: toDo }) }]),
      ...(sees.all ? [{ label: 'Quality', href: paths.reviewQuality(id), current: current === 'quality' }] : []),
      ...(sees.evidence ? [{ label: 'Evidence', href: paths.reviewEvidence(id), current: current === 'evidence' }] : []),
    ]} />
  )
}
