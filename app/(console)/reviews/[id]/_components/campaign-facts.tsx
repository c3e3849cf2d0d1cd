import { settingsOf } from '@/app/(console)/reviews/_components/content-words'
import { KeyValues } from '@/components/ui/key-values'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { CampaignView } from '@/lib/reviews/model'

/** When a campaign was launched and why, and the rules that it goes by: they do not change any more. */
export function CampaignFacts({ campaign, seesAll }: { campaign: CampaignView; seesAll: boolean }) {
  return (
    <KeyValues items={[
      { key: 'As of', value: <Time iso={campaign.asOf} zoned /> },
      ...(campaign.state === 'running' ? [{ key: 'Closes', value: <Time iso={campaign.stageEndsAt} zoned /> }] : campaign.decidedAt === null ? [] : [{ key: 'Decided', value: <Time iso={campaign.decidedAt} zoned /> }]),
      { key: 'Launched', value: campaign.launchedBy === null ? null : <>by {campaign.launchedBy}, <Time iso={campaign.launchedAt} /></> },
      ...(campaign.template === null || campaign.templateId === null ? [] : [{ key: 'Template', value: seesAll ? <TextLink href={paths.reviewTemplate(campaign.templateId)}>{campaign.template}</TextLink> : campaign.template }]),
      ...(campaign.occasionText === null ? [] : [{ key: 'Why', value: campaign.occasionText }]),
      ...settingsOf(campaign.kind, campaign.content).filter((one) => one.key !== 'Test rows' || seesAll),
    ]} />
  )
}
