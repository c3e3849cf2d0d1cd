import { Ledger, type LedgerEntry } from '@/components/ui/ledger'
import { NumberLink, TextLink } from '@/components/ui/text-link'
import { paths } from '@/lib/paths'
import type { CampaignProgress } from '@/lib/reviews/campaign-progress'
import type { CampaignView } from '@/lib/reviews/model'

type Props = { campaign: CampaignView; progress: CampaignProgress; seesAll: boolean }

const nf = (count: number): string => count.toLocaleString('en-US')
const items = (count: number): string => `${nf(count)} ${count === 1 ? 'item' : 'items'}`

/** The figures of a campaign, each leading to the items that it counts. */
export function DashboardLedger({ campaign, progress, seesAll }: Props) {
  return <Ledger label="Where it stands" entries={campaign.state === 'running' ? running(campaign, progress, seesAll) : decided(campaign)} />
}

function running({ id, counts }: CampaignView, { reviewers }: CampaignProgress, seesAll: boolean): LedgerEntry[] {
  const { total, decided: done } = counts.stage
  const idle = reviewers.filter((one) => one.answered === 0)
  // Who does not see all is not sent to rows that would be fewer than the number.
  const to = (view: string) => paths.reviewItems(id, { reviewer: 'all', view })
  return [
    {
      number: nf(done), of: nf(total), question: 'How far is it?', answer: done === total ? 'Everybody who is asked has answered.' : `${items(total - done)} ${total - done === 1 ? 'waits' : 'wait'} for an answer.`,
      ...(seesAll ? { more: <><TextLink href={to('undecided')}>{nf(total - done)} unanswered</TextLink><TextLink href={to('decided')}>{nf(done)} answered</TextLink></> } : {}),
    },
    ...(seesAll ? [{
      number: nf(idle.length), of: nf(reviewers.length), question: 'Who has not begun?', answer: reviewers.length === 0 ? 'Nobody is asked.' : idle.length === 0 ? 'Everybody who is asked has begun.' : `${idle.slice(0, 3).map((one) => one.person.name).join(', ')}${idle.length > 3 ? ` and ${idle.length - 3} more` : ''}.`,
      ...(reviewers.length === 0 ? {} : { more: <TextLink href="#reviewers">By reviewer</TextLink> }),
    }] : []),
    {
      number: nf(counts.conflicts), tone: counts.conflicts > 0 ? 'hot' as const : 'plain' as const, question: 'Where do reviewers contradict each other?', answer: counts.conflicts === 0 ? 'Nowhere.' : `On ${items(counts.conflicts)}; the rule of the stage decides, unless they agree before.`,
      ...(counts.conflicts === 0 || !seesAll ? {} : { more: <TextLink href={to('conflict')}>{items(counts.conflicts)} in conflict</TextLink> }),
    },
    {
      number: nf(counts.nobody), tone: counts.nobody > 0 ? 'hot' as const : 'plain' as const, question: 'What can nobody be asked about?', answer: counts.nobody === 0 ? 'Somebody is asked about every item.' : `${items(counts.nobody)}: name somebody, else ${counts.nobody === 1 ? 'it is' : 'they are'} revoked when the stage closes.`,
      ...(counts.nobody === 0 || !seesAll ? {} : { more: <TextLink href="#nobody">Show {counts.nobody === 1 ? 'it' : 'them'}</TextLink> }),
    },
  ]
}

const OUTCOMES = [['keep', 'kept'], ['shorten', 'shortened'], ['narrow', 'narrowed'], ['revoke', 'revoked']] as const

function decided({ id, counts: { outcomes, remediation, confirmation }, state }: CampaignView): LedgerEntry[] {
  const all = Object.values(outcomes).reduce((sum, count) => sum + count, 0)
  const ended = all - (outcomes['keep'] ?? 0)
  const [open, manual, failed] = [remediation['open'] ?? 0, remediation['manual'] ?? 0, remediation['error'] ?? 0]
  const [used, reachable, unknown, watching, confirmed, unproven] = ['still_used', 'still_reachable', 'not_evaluable', 'watching', 'confirmed', 'unproven'].map((key) => confirmation[key] ?? 0) as [number, number, number, number, number, number]
  const to = (query: Record<string, string>) => paths.reviewRemediation(id, query)
  const some = (count: number, words: string, href: string) => (count === 0 ? null : <span key={words}><NumberLink value={count} href={href} label={words} /> {words}</span>)
  return [
    { number: nf(ended), of: nf(all), question: 'What came of it?', answer: ended === 0 ? 'Everything was kept.' : `${items(ended)} ${ended === 1 ? 'was' : 'were'} ended or made less.`, more: <>{OUTCOMES.map(([outcome, word]) => some(outcomes[outcome] ?? 0, word, to({ outcome })))}</> },
    {
      number: nf(open + manual + failed), tone: failed > 0 ? 'hot' : 'plain', question: 'What is not applied yet?', answer: open + manual + failed === 0 ? 'Everything that was decided is applied.' : 'What waits for a person, or failed, keeps the review open.',
      more: <>{some(open, 'open', to({ remediation: 'open' }))}{some(manual, 'for a person', to({ remediation: 'manual' }))}{some(failed, 'failed', to({ remediation: 'error' }))}</>,
    },
    {
      number: nf(used + reachable), tone: used + reachable > 0 ? 'hot' : unknown > 0 ? 'unknown' : 'plain', question: 'Is what was ended over?', answer: used + reachable > 0 ? 'Used or reachable still: that keeps the review open.' : unknown > 0 ? `Of ${items(unknown)} no source can say.` : watching > 0 ? `${items(watching)} ${watching === 1 ? 'is' : 'are'} watched; nothing was used since.` : state === 'closed' ? 'Yes.' : 'Nothing is watched yet.',
      more: <>{some(used, 'still used', to({ confirmation: 'still_used' }))}{some(reachable, 'still reachable', to({ confirmation: 'still_reachable' }))}{some(unknown, 'not evaluable', to({ confirmation: 'not_evaluable' }))}{some(watching, 'watched', to({ confirmation: 'watching' }))}{some(confirmed, 'confirmed', to({ confirmation: 'confirmed' }))}{some(unproven, 'signed without proof', to({ confirmation: 'unproven' }))}</>,
    },
  ]
}
