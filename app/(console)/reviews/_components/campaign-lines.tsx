import { CampaignStateText } from '@/components/domain/campaign-state'
import { TextLink } from '@/components/ui/text-link'
import { paths } from '@/lib/paths'
import type { CampaignView } from '@/lib/reviews/model'

/** Campaigns, each with its state in a word and in a sentence. */
export function CampaignLines({ label, campaigns }: { label: string; campaigns: readonly CampaignView[] }) {
  return (
    <ul className="campaigns" aria-label={label}>
      {campaigns.map((campaign) => (
        <li key={campaign.id}>
          <TextLink href={paths.review(campaign.id)} className="font-medium">{campaign.name}</TextLink>
          <span className="state"><CampaignStateText state={campaign.state} launching={campaign.launch !== null && campaign.launch.error === null} /></span>
          <p className="said">{campaign.sentence}{campaign.occasionText === null ? '' : ` ${campaign.occasionText}`}</p>
        </li>
      ))}
    </ul>
  )
}
