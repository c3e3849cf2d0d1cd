import type { FieldError } from '@/lib/errors'
import type { CampaignContent, ReviewKind, ReviewSchedule, TemplateInput } from './content'
import { isTimeZone } from './schedule'
import { STEP } from './schedule-text'

/** The longest that all stages together may take, every asking again included: what takes longer than a year is no review of what there is. */
const LONGEST_DAYS = 365

/** From launch to the last deadline, if everybody is silent throughout. */
export function longestDays({ stages, noResponse }: Pick<CampaignContent, 'stages' | 'noResponse'>): number {
  return stages.reduce((sum, stage) => sum + stage.days * (1 + stage.repeats) + (noResponse === 'escalate' ? Math.min(stage.days, 7) : 0), 0)
}

/** What contradicts itself, by field; such a campaign is neither kept as a template nor launched. */
export function contentFaults(content: CampaignContent): FieldError[] {
  const errors: FieldError[] = []
  const { escalateDaysBefore } = content
  for (const [index, stage] of content.stages.entries()) {
    if (escalateDaysBefore !== null && escalateDaysBefore > stage.days) errors.push({ path: 'content.escalateDaysBefore', message: `${stageName(index, content)} lasts ${days(stage.days)}: it would be escalated before it begins` })
    const named = stage.reviewers.flatMap((rule) => (rule.kind === 'named' ? rule.emails : []))
    if (new Set(named).size < named.length) errors.push({ path: `content.stages.${index}.reviewers`, message: 'names somebody twice' })
  }
  const longest = longestDays(content)
  if (longest > LONGEST_DAYS) errors.push({ path: 'content.stages', message: `take up to ${longest} days together; at most ${LONGEST_DAYS} are allowed` })
  return errors
}

/** The same of when it starts by itself. */
export function startFaults({ kind, schedule, triggers }: Pick<TemplateInput, 'kind' | 'schedule' | 'triggers'>): FieldError[] {
  const errors: FieldError[] = []
  if (schedule !== null && !isTimeZone(schedule.timeZone)) errors.push({ path: 'schedule.timeZone', message: `“${schedule.timeZone}” is no time zone; give a name such as Europe/Berlin` })
  if (kind === 'ownership' && triggers.includes('definition_widened')) errors.push({ path: 'triggers', message: 'a changed definition is reviewed by its grants, not by who owns the server' })
  return errors
}

/** What may be meant but ought to be known, in sentences. */
export function contentWarnings(kind: ReviewKind, content: CampaignContent, schedule: ReviewSchedule | null = null): string[] {
  const { stages, remindDaysBefore, escalateDaysBefore, noResponse } = content
  const shortest = Math.min(...stages.map((stage) => stage.days))
  const late = remindDaysBefore.filter((before) => before >= shortest)
  const found = [
    noResponse === 'keep' ? 'What nobody answers is kept: silence decides in its favour.' : null,
    late.length === 0 ? null : `A stage of ${days(shortest)} has no room for the reminder ${listed(late.map(days))} before its deadline; it is left out.`,
    escalateDaysBefore !== null && escalateDaysBefore === shortest ? `A stage of ${days(shortest)} is escalated as soon as it begins.` : null,
    kind === 'grants' && stages.some((stage) => stage.reviewers.some((rule) => rule.kind === 'sponsor')) ? 'Nobody reviews a grant of an agent that they sponsor: of the rule “sponsor” the sponsor’s manager is asked, then the server’s owner.' : null,
    kind === 'ownership' && content.remediation !== 'ticket' ? 'What owners do not attest is handed over by a person; nothing of it is applied by itself.' : null,
    schedule !== null && longestDays(content) > STEP[schedule.every] * 28 ? 'The next one may start before this one has closed.' : null,
  ]
  return found.filter((one) => one !== null)
}

export function stageName(index: number, { stages }: Pick<CampaignContent, 'stages'>): string {
  const name = stages[index]?.name
  return name === undefined ? (stages.length === 1 ? 'The stage' : `Stage ${index + 1}`) : `“${name}”`
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}
