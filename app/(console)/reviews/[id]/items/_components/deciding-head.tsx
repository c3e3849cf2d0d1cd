import { PageHead } from '@/components/shell/page-head'
import { ButtonLink } from '@/components/ui/button'
import { Disclosure } from '@/components/ui/disclosure'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import { silenceMeans } from '@/lib/reviews/reviewer-messages'
import type { DecidingScreen } from '@/lib/views/review-deciding'
import type { Grouping } from '@/lib/views/review-deciding-filter'
import { FilterLine } from './filter-line'
import { Progress } from './progress'
import { SignOff } from './sign-off'
import { ViewsTabs } from './views-tabs'
import { counted } from './words'

type Props = { found: DecidingScreen; query: Record<string, string>; group: Grouping; now: Date; me: string | null }

/** The campaign in a sentence, how far it is, and the views of its items. */
export function DecidingHead({ found, query, group, now, me }: Props) {
  const { campaign, counts, view, reviewer } = found
  const { content, stage, stages, stageEndsAt, mine } = campaign
  const running = campaign.state === 'running'
  const own = reviewer === 'me' && mine !== null
  const left = running && stageEndsAt !== null ? Date.parse(stageEndsAt) - now.getTime() : null
  return (
    <>
      <PageHead
        title={campaign.name}
        actions={
          <>
            {running && mine !== null ? <ButtonLink href={paths.standIns()}>Delegate</ButtonLink> : null}
            <ButtonLink href={paths.printReview(campaign.id, query)}>Print</ButtonLink>
            {running && mine !== null ? <SignOff campaignId={campaign.id} mine={mine} /> : null}
          </>
        }
      >
        {counted(campaign.counts.items, campaign.kind === 'grants' ? 'grant' : 'server or agent', campaign.kind === 'grants' ? 'grants' : 'servers and agents')} as {campaign.counts.items === 1 ? 'it' : 'they'} stood on <Time iso={campaign.asOf} zoned />. {stages > 1 ? `Stage ${stage} of ${stages}. ` : ''}
        {running ? <>{stageEndsAt === null ? 'It has no deadline' : <>Closes <Time iso={stageEndsAt} zoned /></>}. <b>{silenceMeans(campaign)}</b></> : campaign.sentence}
      </PageHead>
      {content.instructions === '' ? null : <div className="pb-3"><Disclosure summary="Instructions for reviewers" open={content.instructions.length < 240}><p className="say whitespace-pre-wrap">{content.instructions}</p></Disclosure></div>}
      <Progress campaignId={campaign.id} byRisk={own ? mine.byRisk : campaign.counts.byRisk} whose={own ? 'All of yours' : 'All'} left={left} median={found.medianSeconds} />
      <ViewsTabs campaignId={campaign.id} counts={counts} current={view} first={found.first} query={query} mine={reviewer === 'me'} />
      <FilterLine campaignId={campaign.id} options={found.options} group={group} query={query} seesAll={found.seesAll} reviewerText={query['reviewer'] === undefined ? null : reviewer === 'me' || reviewer === me ? 'me' : reviewer === null ? 'anybody' : 'one person'} />
    </>
  )
}
