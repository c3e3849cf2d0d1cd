import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'

type Reviews = {
  last: { campaignId: string; campaign: string; at: string; outcome: string | null; by: string; items: number } | null
  open: readonly { campaignId: string; campaign: string; endsAt: string | null }[]
  nextDueAt: string | null
}

const OUTCOME: Readonly<Record<string, string>> = { keep: 'kept', shorten: 'shortened', narrow: 'narrowed', revoke: 'revoked' }

/** When a grant or a server was reviewed last, by whom and with what outcome; what looks at it now; and when it is due. `filter`: what leads to its items there. */
export function ReviewLines({ reviews: { last, open, nextDueAt }, filter, one, now }: { reviews: Reviews; filter: Record<string, string>; /** About one grant, so that its outcome is said. */ one: boolean; now: string }) {
  return (
    <ul className="grid gap-1">
      {open.map(({ campaignId, campaign, endsAt }) => <li key={campaignId}>In review now: <TextLink href={paths.reviewItems(campaignId, filter)}>{campaign}</TextLink>{endsAt === null ? null : <>, closes <Time iso={endsAt} format="short" now={now} /></>}</li>)}
      <li>{last === null ? 'Not reviewed yet.' : (
        <>Last <Time iso={last.at} format="day" />{one && last.outcome !== null ? `: ${OUTCOME[last.outcome] ?? last.outcome}${last.by === '' ? '' : ` (${last.by})`}` : ''}, in <TextLink href={paths.reviewItems(last.campaignId, filter)}>{last.campaign}</TextLink>{one ? '' : `, ${last.items.toLocaleString('en-US')} ${last.items === 1 ? 'item' : 'items'}`}.</>
      )}</li>
      {nextDueAt === null ? null : <li>{nextDueAt <= now ? <b>Due since <Time iso={nextDueAt} format="day" /></b> : <>Due by <Time iso={nextDueAt} format="day" /></>}, by the server’s cadence.</li>}
    </ul>
  )
}
