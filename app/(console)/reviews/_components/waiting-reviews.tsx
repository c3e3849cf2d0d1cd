import { RiskBars } from '@/components/domain/risk-bars'
import { ButtonLink } from '@/components/ui/button'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { CampaignView } from '@/lib/reviews/model'
import { silenceMeans } from '@/lib/reviews/reviewer-messages'
import { timeLeftInWords } from '@/lib/reviews/time-words'

/** Each campaign in which the reader is asked something: what is left by risk, until when, what silence means, and one way on. The nearest deadline comes first, and its button is the one to press. */
export function WaitingReviews({ campaigns, now, named = true }: { campaigns: readonly CampaignView[]; now: Date; /** Their names lead to them; not where the page is one’s own. */ named?: boolean }) {
  const first = campaigns.find((campaign) => left(campaign) > 0)?.id
  return <ul className="waits">{campaigns.map((campaign) => <li key={campaign.id}><Waiting campaign={campaign} primary={campaign.id === first} named={named} now={now} /></li>)}</ul>
}

function left({ mine }: CampaignView): number {
  return mine === null ? 0 : mine.total - mine.decided
}

function Waiting({ campaign, primary, named, now }: { campaign: CampaignView; primary: boolean; named: boolean; now: Date }) {
  const { id, name, mine, stage, stages, iteration, stageEndsAt, kind, content } = campaign
  if (mine === null) return null
  const rest = left(campaign)
  const href = paths.reviewItems(id, { reviewer: 'me' })
  return (
    <>
      <div>
        {named ? <h3><TextLink href={paths.review(id)}>{name}</TextLink></h3> : null}
        <p className="say">{said(mine, rest)}{stages > 1 ? ` Stage ${stage} of ${stages}${iteration > 1 ? ', asked again' : ''}.` : iteration > 1 ? ' Asked again.' : ''}</p>
        {stageEndsAt === null ? null : (
          <p className="soft">{timeLeftInWords(new Date(stageEndsAt), now)} left: closes <Time iso={stageEndsAt} zoned />. {rest === 0 ? null : <b>{silenceMeans({ kind, content, stage, iteration })}</b>}</p>
        )}
      </div>
      <div className="acts"><ButtonLink href={href} {...(primary ? { kind: 'primary' as const } : {})} aria-label={`${way(mine, rest)}: ${name}`}>{way(mine, rest)}</ButtonLink></div>
      {rest === 0 ? null : <RiskBars label={`${name}, answered by risk`} byRisk={mine.byRisk} hrefOf={(risk) => paths.reviewItems(id, { reviewer: 'me', view: 'all', risk })} />}
    </>
  )
}

function said(mine: NonNullable<CampaignView['mine']>, rest: number): string {
  if (rest > 0) return `${rest.toLocaleString('en-US')} of ${mine.total.toLocaleString('en-US')} left.`
  const all = mine.total === 1 ? 'It is answered' : `All ${mine.total.toLocaleString('en-US')} are answered`
  return mine.signedOffAt === null ? `${all}; sign off that your part is done.` : `${all}, and you have signed off.`
}

function way(mine: NonNullable<CampaignView['mine']>, rest: number): string {
  return rest === 0 ? (mine.signedOffAt === null ? 'Sign off' : 'Look at it') : mine.decided === 0 ? 'Begin' : 'Continue'
}
