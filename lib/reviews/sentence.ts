import { dayInWords } from '@/lib/grants/day-in-words'
import type { ReviewKind } from './content'
import type { CampaignView } from './model'
import type { CampaignState } from './machine'
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

function remediation({ counts: { remediation: by } }: CampaignTold): string {
  const [open, manual, failed, done] = [by['open'] ?? 0, by['manual'] ?? 0, by['error'] ?? 0, by['success'] ?? 0]
  const left = open + manual + failed
  if (left === 0) return 'Decided; what was decided is being applied.'
  const parts = [open === 0 ? null : `${open.toLocaleString('en-US')} to be applied`, manual === 0 ? null : `${manual.toLocaleString('en-US')} to be done by a person`, failed === 0 ? null : `${failed.toLocaleString('en-US')} failed`].flatMap((part) => part ?? [])
  return `Decided; ${left.toLocaleString('en-US')} of ${counted(left + done, 'outcome')} ${is(left)} not applied yet: ${parts.join(', ')}.`
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
  const by = told.counts.confirmation
  const [used, reachable, unknown, watching] = [by['still_used'] ?? 0, by['still_reachable'] ?? 0, by['not_evaluable'] ?? 0, by['watching'] ?? 0]
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
  const { outcomes, confirmation } = told.counts
  const parts = ([['keep', 'kept'], ['shorten', 'shortened'], ['narrow', 'narrowed'], ['revoke', 'revoked']] as const).flatMap(([outcome, word]) => ((outcomes[outcome] ?? 0) === 0 ? [] : [`${(outcomes[outcome] ?? 0).toLocaleString('en-US')} ${word}`]))
  const unproven = confirmation['unproven'] ?? 0
  const proof = unproven > 0 ? `; ${unproven.toLocaleString('en-US')} closed without proof, on a reviewer’s signature` : (outcomes['revoke'] ?? 0) + (outcomes['narrow'] ?? 0) > 0 ? '; what was ended is confirmed to be over' : ''
  return `Closed${told.closedAt === null ? '' : ` on ${dayInWords(told.closedAt)}`}: ${parts.length === 0 ? 'nothing was decided' : parts.join(', ')}${proof}.`
}
