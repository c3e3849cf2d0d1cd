import { ButtonLink } from '@/components/ui/button'
import { KeyValues } from '@/components/ui/key-values'
import { Section, Split } from '@/components/ui/section'
import { paths } from '@/lib/paths'
import type { CampaignView, Preflight } from '@/lib/reviews/model'
import { CancelReview } from './cancel-review'
import { settingsOf } from './content-words'
import { LaunchButton } from './launch-button'
import { Fall, Nobody, Obstacles, Warnings } from './preflight-parts'
import { holdSentence } from './preflight-words'

/**
 * What the page of a review shows while it is a draft: what it would hold, who would get how much, what stands in its way, and the way
 * on. `preflight` as of now, for the campaign's own content; `mayRun`: whether this actor launches, changes and cancels.
 */
export function DraftPanel({ campaign, preflight, mayRun }: { campaign: CampaignView; preflight: Preflight; mayRun: boolean }) {
  const { id, kind, launch } = campaign
  const why = preflight.obstacles.length === 0 ? null : 'It cannot be launched as it is; see above.'
  return (
    <Split aside={<Section title="How it is set up"><KeyValues items={settingsOf(kind, campaign.content)} /></Section>}>
      <Section title="If it were launched now">
        <div className="grid gap-4">
          <p className="say">{holdSentence(kind, preflight)}</p>
          <Obstacles obstacles={preflight.obstacles} />
          <Nobody nobody={preflight.nobody} />
          <Warnings warnings={preflight.warnings} />
          {mayRun ? <LaunchButton id={id} items={preflight.items} people={preflight.byReviewer.length} launch={launch} why={why} /> : <p className="soft">A security reviewer launches it.</p>}
        </div>
      </Section>
      {preflight.items === 0 ? null : <Section title="Who would be asked first" note={`${preflight.byReviewer.length === 1 ? 'One person' : `${preflight.byReviewer.length} people`} in stage 1`}><Fall preflight={preflight} /></Section>}
      {mayRun ? (
        <Section title="Or else">
          <div className="acts items-start"><ButtonLink href={paths.newReview({ draft: id })}>Change the draft</ButtonLink><CancelReview id={id} running={false} /></div>
        </Section>
      ) : null}
    </Split>
  )
}
