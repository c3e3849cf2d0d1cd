import { Ledger, type LedgerEntry } from '@/components/ui/ledger'
import { TextLink } from '@/components/ui/text-link'
import { paths } from '@/lib/paths'
import type { CampaignProgress } from '@/lib/reviews/campaign-progress'
import type { CampaignView } from '@/lib/reviews/model'
import type { RemediationGroup } from '@/lib/reviews/remediation-groups'

type Groups = Partial<Record<RemediationGroup, number>>
type Props = { campaign: CampaignView; progress: CampaignProgress; groups: Groups; seesAll: boolean }

const nf = (count: number): string => count.toLocaleString('en-US')
const items = (count: number): string => `${nf(count)} ${count === 1 ? 'item' : 'items'}`

/** The figures of a campaign, each leading to the items that it counts. */
export function DashboardLedger({ campaign, progress, groups, seesAll }: Props) {
  return <Ledger label="Where it stands" entries={campaign.state === 'running' ? running(campaign, progress, seesAll) : decided(campaign, groups)} />
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
const WORDS: Partial<Record<RemediationGroup, string>> = {
  question: 'changed since', error: 'failed', manual: 'for a person', suspended: 'suspended first', open: 'to be applied', still_used: 'still used', still_reachable: 'still reachable', not_evaluable: 'not evaluable', watching: 'watched', silent: 'silent so far', over: 'over', signed: 'signed for',
}

function decided({ id, counts: { outcomes }, state }: CampaignView, groups: Groups): LedgerEntry[] {
  const all = Object.values(outcomes).reduce((sum, count) => sum + count, 0)
  const ended = all - (outcomes['keep'] ?? 0)
  const of = (...names: RemediationGroup[]): number => names.reduce((sum, name) => sum + (groups[name] ?? 0), 0)
  const links = (...names: RemediationGroup[]) => <>{names.filter((name) => of(name) > 0).map((name) => <TextLink key={name} href={paths.reviewRemediation(id, { group: name })}>{nf(of(name))} {WORDS[name]}</TextLink>)}</>
  const [left, contrary, unknown, watching] = [of('question', 'error', 'manual', 'suspended', 'open'), of('still_used', 'still_reachable'), of('not_evaluable'), of('watching', 'silent')]
  return [
    {
      number: nf(ended), of: nf(all), question: 'What came of it?', answer: ended === 0 ? 'Everything was kept.' : `${items(ended)} ${ended === 1 ? 'was' : 'were'} ended or made less.`,
      more: <>{OUTCOMES.filter(([outcome]) => (outcomes[outcome] ?? 0) > 0).map(([outcome, word]) => <TextLink key={outcome} href={paths.reviewItems(id, { reviewer: 'all', view: 'all', outcome })}>{nf(outcomes[outcome] ?? 0)} {word}</TextLink>)}</>,
    },
    { number: nf(left), tone: of('error') > 0 ? 'hot' : 'plain', question: 'What is not applied yet?', answer: left === 0 ? 'Everything that was decided is applied.' : 'It keeps the review open.', more: links('question', 'error', 'manual', 'suspended', 'open') },
    {
      number: nf(contrary), tone: contrary > 0 ? 'hot' : unknown > 0 ? 'unknown' : 'plain', question: 'What is not over, though it was ended?', more: links('still_used', 'still_reachable', 'not_evaluable', 'watching', 'silent', 'over', 'signed'),
      answer: contrary > 0 ? 'Used or reachable still: that keeps the review open.' : unknown > 0 ? `Of ${items(unknown)} no source can say.` : watching > 0 ? `Nothing so far: ${items(watching)} ${watching === 1 ? 'is' : 'are'} watched.` : state === 'closed' ? 'Nothing.' : 'Nothing is watched yet.',
    },
  ]
}
