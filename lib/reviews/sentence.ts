import { dayInWords } from '@/lib/grants/day-in-words'
import type { ReviewKind } from './content'
import type { CampaignView } from './model'
import type { CampaignState } from './machine'
import type { RemediationGroup } from './remediation-groups'
import { deadlineInWords } from './time-words'

/** What the sentence is made of: nothing that one person sees and another does not. */
export type CampaignTold = {
  state: CampaignState
  kind: ReviewKind
  stage: number
  stages: number
  iteration: number
  stageEndsAt: Date | null
  counts: CampaignView['counts']
  /** What was not kept, by where it stands; without it, as far as the counts tell. */
  groups?: Partial<Record<RemediationGroup, number>>
  /** Of those who are asked in this stage: without any answer, and with all answers but no signature. */
  people: { notBegun: number; notSignedOff: number }
  closes: 'when_signed_off' | 'at_deadline'
  launch: CampaignView['launch']
  watchedUntil: number | null
  closedAt: Date | null
  closedBy: string | null
  closeReason: string | null
}

/** The state of a campaign in one sentence, the same for everybody who may see it: what it waits for, or how it ended. */
export function campaignSentence(told: CampaignTold, now: Date): string {
  switch (told.state) {
    case 'draft': return draft(told.launch)
    case 'running': return running(told, now)
    case 'remediation': return remediation(told)
    case 'confirming': return confirming(told)
    case 'closed': return closed(told)
    case 'cancelled': return `Cancelled${told.closedAt === null ? '' : ` on ${dayInWords(told.closedAt)}`}${told.closedBy === null ? '' : ` by ${told.closedBy}`}${told.closeReason === null ? '' : `: ${told.closeReason.replace(/\.$/, '')}`}. Nothing of it is applied.`
  }
}

/** "1 item", "1,204 items". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}

const is = (count: number): string => (count === 1 ? 'is' : 'are')
const was = (count: number): string => (count === 1 ? 'was' : 'were')
const have = (count: number): string => (count === 1 ? 'has' : 'have')

function draft(launch: CampaignView['launch']): string {
  if (launch === null) return 'A draft: nobody has been asked yet.'
  if (launch.error !== null) return `Launching it failed: ${launch.error.replace(/\.$/, '')}. It is a draft as before, and nobody has been asked.`
  return launch.total === 0 ? 'It is being launched.' : `It is being launched: ${launch.done.toLocaleString('en-US')} of ${counted(launch.total, 'item')} done.`
}

function running({ counts, stage, stages, iteration, stageEndsAt, people, closes }: CampaignTold, now: Date): string {
  const head = [stages > 1 ? `Stage ${stage} of ${stages}` : null, iteration > 1 ? `asked again what nobody answered${iteration > 2 ? `, time ${iteration}` : ''}` : null].flatMap((part) => part ?? []).join(', ')
  const { total, decided } = counts.stage
  const all = total > 0 && decided === total
  const parts = [
    all ? `all ${counted(total, 'item')} answered` : `${decided.toLocaleString('en-US')} of ${counted(total, 'item')} answered`,
    stageEndsAt === null ? null : stageEndsAt <= now ? 'its time is over, and it closes within minutes' : `closes ${deadlineInWords(stageEndsAt)}`,
    people.notBegun === 0 ? null : `${counted(people.notBegun, 'reviewer')} ${have(people.notBegun)} not begun`,
    all && closes === 'when_signed_off' && people.notSignedOff > 0 ? `${counted(people.notSignedOff, 'reviewer')} ${have(people.notSignedOff)} still to sign off` : null,
    counts.conflicts === 0 ? null : `reviewers contradict each other on ${counted(counts.conflicts, 'item')}`,
    counts.nobody === 0 ? null : `nobody can be asked about ${counted(counts.nobody, 'item')}`,
  ].flatMap((part) => part ?? [])
  const text = parts.join('; ')
  return `${head === '' ? text.charAt(0).toUpperCase() + text.slice(1) : `${head}: ${text}`}.`
}

function groupsIn({ groups, counts: { remediation: by, confirmation } }: CampaignTold): Partial<Record<RemediationGroup, number>> {
  if (groups !== undefined) return groups
  const of = (counts: Record<string, number>, name: string): number => counts[name] ?? 0
  return {
    open: of(by, 'open'), manual: of(by, 'manual'), error: of(by, 'error'), still_used: of(confirmation, 'still_used'), still_reachable: of(confirmation, 'still_reachable'), not_evaluable: of(confirmation, 'not_evaluable'),
    watching: of(confirmation, 'watching'), over: of(confirmation, 'confirmed'), signed: of(confirmation, 'unproven'),
  }
}

function remediation(told: CampaignTold): string {
  const groups = groupsIn(told)
  const all = Object.values(groups).reduce((sum, count) => sum + count, 0)
  const parts = ([['question', 'changed since, so that somebody must say what it means'], ['error', 'failed'], ['manual', 'to be done by a person'], ['suspended', 'suspended first'], ['open', 'to be applied']] as const)
    .flatMap(([group, words]) => ((groups[group] ?? 0) === 0 ? [] : [{ count: groups[group] ?? 0, words }]))
  const left = parts.reduce((sum, { count }) => sum + count, 0)
  if (left === 0) return 'Decided; what was decided is being applied.'
  return `Decided; ${left.toLocaleString('en-US')} of ${counted(all, 'outcome')} ${is(left)} not applied for good yet: ${parts.map(({ count, words }) => `${count.toLocaleString('en-US')} ${words}`).join(', ')}.`
}

const SUBJECT: Record<ReviewKind, readonly [string, string]> = { grants: ['grant', 'grants'], ownership: ['server or agent', 'servers and agents'] }

/** What was ended, "41 grants were revoked and 3 narrowed"; null = nothing was. */
function ended({ kind, counts: { outcomes } }: CampaignTold): string | null {
  const parts = ([['revoke', 'revoked'], ['narrow', 'narrowed'], ['shorten', 'shortened']] as const).flatMap(([outcome, word]) => ((outcomes[outcome] ?? 0) === 0 ? [] : [{ count: outcomes[outcome] ?? 0, word }]))
  const [first, ...rest] = parts
  if (first === undefined) return null
  const more = rest.map(({ count, word }) => `${count.toLocaleString('en-US')} ${word}`)
  return `${counted(first.count, ...SUBJECT[kind])} ${was(first.count)} ${first.word}${more.length === 0 ? '' : more.length === 1 ? ` and ${more.join('')}` : `, ${more.slice(0, -1).join(', ')} and ${more.at(-1) ?? ''}`}`
}

function confirming(told: CampaignTold): string {
  const { still_used: used = 0, still_reachable: reachable = 0, not_evaluable: unknown = 0, watching = 0 } = groupsIn(told)
  const head = ended(told) ?? 'Nothing had to be ended'
  const open = [
    used === 0 ? null : `${used.toLocaleString('en-US')} ${is(used)} still used`,
    reachable === 0 ? null : `${reachable.toLocaleString('en-US')} ${is(reachable)} still reachable through another grant`,
    unknown === 0 ? null : `of ${unknown.toLocaleString('en-US')} no source can say whether ${unknown === 1 ? 'it is' : 'they are'} over`,
  ].flatMap((part) => part ?? [])
  if (open.length > 0) return `${head}; ${open.join(', ')}, so the campaign stays open.`
  if (watching === 0) return `${head}; it closes within minutes.`
  return `${head}; ${watching.toLocaleString('en-US')} ${is(watching)} watched${told.watchedUntil === null ? '' : ` until ${dayInWords(told.watchedUntil)}`}, and nothing has been used since.`
}

function closed(told: CampaignTold): string {
  const { outcomes } = told.counts
  const parts = ([['keep', 'kept'], ['shorten', 'shortened'], ['narrow', 'narrowed'], ['revoke', 'revoked']] as const).flatMap(([outcome, word]) => ((outcomes[outcome] ?? 0) === 0 ? [] : [`${(outcomes[outcome] ?? 0).toLocaleString('en-US')} ${word}`]))
  const signed = groupsIn(told).signed ?? 0
  const proof = signed > 0 ? `; ${signed.toLocaleString('en-US')} left or closed without proof, on a reviewer’s signature` : (outcomes['revoke'] ?? 0) + (outcomes['narrow'] ?? 0) > 0 ? '; what was ended is confirmed to be over' : ''
  return `Closed${told.closedAt === null ? '' : ` on ${dayInWords(told.closedAt)}`}: ${parts.length === 0 ? 'nothing was decided' : parts.join(', ')}${proof}.`
}
