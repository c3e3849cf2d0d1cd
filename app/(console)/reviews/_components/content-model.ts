import type { CampaignContent, NoResponse, ReviewerRule, ReviewScope, ReviewStage, Strategy } from '@/lib/reviews/content'

/** One rule as it is typed; `emails` only of `named`. `key` tells rows apart and nothing else. */
export type RuleRow = { key: string; kind: ReviewerRule['kind']; emails: string[] }
export type StageRow = {
  key: string; name: string; reviewers: RuleRow[]; days: string; strategy: Strategy; closes: ReviewStage['closes']; stopOn: ReviewStage['stopOn']; repeats: string
}

/** The content of a review as it stands in the form: numbers as they were typed, nothing judged. */
export type ContentForm = {
  scope: Omit<ReviewScope, 'unreviewedDays'> & { unreviewedDays: string }
  stages: StageRow[]
  noResponse: NoResponse
  escalateTo: RuleRow[]
  fallback: RuleRow[]
  /** Empty = never. */
  escalateDaysBefore: string
  remindDaysBefore: string
  remediation: CampaignContent['remediation']
  suspendDays: string; evidenceDays: string; watchDays: string; bulkCap: string; canaries: string
  instructions: string
}

export type Fault = { path: string; message: string }

let made = 0
/** Only ever compared with others of the same page. */
export function newKey(): string {
  return `row-${(made += 1)}`
}

export function newRule(kind: ReviewerRule['kind']): RuleRow {
  return { key: newKey(), kind, emails: [] }
}

export function newStage(): StageRow {
  return { key: newKey(), name: '', reviewers: [newRule('security')], days: '7', strategy: 'all_must_accept', closes: 'when_signed_off', stopOn: ['deny'], repeats: '0' }
}

const ruleRows = (rules: readonly ReviewerRule[]): RuleRow[] => rules.map((rule) => ({ key: newKey(), kind: rule.kind, emails: rule.kind === 'named' ? [...rule.emails] : [] }))

export function formOf(content: CampaignContent): ContentForm {
  const { scope, stages } = content
  return {
    scope: { ...scope, unreviewedDays: scope.unreviewedDays === undefined ? '' : String(scope.unreviewedDays) },
    stages: stages.map((stage) => ({ key: newKey(), name: stage.name ?? '', reviewers: ruleRows(stage.reviewers), days: String(stage.days), strategy: stage.strategy, closes: stage.closes, stopOn: [...stage.stopOn], repeats: String(stage.repeats) })),
    noResponse: content.noResponse, escalateTo: ruleRows(content.escalateTo), fallback: ruleRows(content.fallback),
    escalateDaysBefore: content.escalateDaysBefore === null ? '' : String(content.escalateDaysBefore), remindDaysBefore: content.remindDaysBefore.join(', '),
    remediation: content.remediation, suspendDays: String(content.suspendDays), evidenceDays: String(content.evidenceDays), watchDays: String(content.watchDays), bulkCap: String(content.bulkCap), canaries: String(content.canaries),
    instructions: content.instructions,
  }
}

/** A campaign as most begin: owners answer within two weeks, silence revokes. */
export function usualForm(): ContentForm {
  const scope = { servers: [], environments: [], sensitivities: [], effects: [], owners: [], teams: [], agents: [], accesses: [], origins: [], tools: [], findings: [], unreviewedDays: '', grantIds: [] }
  return {
    scope, stages: [{ ...newStage(), reviewers: [newRule('owner')], days: '14' }], noResponse: 'revoke', escalateTo: [newRule('security')], fallback: [newRule('security')], escalateDaysBefore: '1', remindDaysBefore: '7, 3, 1',
    remediation: 'automatic', suspendDays: '7', evidenceDays: '90', watchDays: '7', bulkCap: '50', canaries: '0', instructions: '',
  }
}

type Bounds = { path: string; text: string; least: number; most: number; what: string }

function boundsOf(form: ContentForm): Bounds[] {
  const bound = (path: string, text: string, least: number, most: number, what: string): Bounds => ({ path: `content.${path}`, text, least, most, what })
  return [
    ...(form.scope.unreviewedDays.trim() === '' ? [] : [bound('scope.unreviewedDays', form.scope.unreviewedDays, 1, 3650, 'Days since the last review')]),
    ...form.stages.flatMap((stage, index) => [bound(`stages.${index}.days`, stage.days, 1, 90, `The days of stage ${index + 1}`), bound(`stages.${index}.repeats`, stage.repeats, 0, 3, `How often stage ${index + 1} asks again`)]),
    ...(form.escalateDaysBefore.trim() === '' ? [] : [bound('escalateDaysBefore', form.escalateDaysBefore, 1, 30, 'The days of escalation')]),
    ...(form.remediation === 'suspend_first' ? [bound('suspendDays', form.suspendDays, 1, 30, 'The days of suspension')] : []),
    bound('evidenceDays', form.evidenceDays, 7, 365, 'The days of evidence'), bound('watchDays', form.watchDays, 1, 60, 'The days of the watch'), bound('bulkCap', form.bulkCap, 2, 500, 'Answers at a time'), bound('canaries', form.canaries, 0, 10, 'Test rows'),
  ]
}

const whole = (text: string): number | null => (/^\d{1,6}$/.test(text.trim()) ? Number(text.trim()) : null)

/** What stops the form from being sent, by field; the server asks again. Empty = nothing. */
export function faultsIn(form: ContentForm): Fault[] {
  const numbers = boundsOf(form).flatMap(({ path, text, least, most, what }) => {
    const value = whole(text)
    return value !== null && value >= least && value <= most ? [] : [{ path, message: `${what}: a whole number from ${least} to ${most}.` }]
  })
  const rules: [string, readonly RuleRow[]][] = [...form.stages.map((stage, index) => [`content.stages.${index}.reviewers`, stage.reviewers] as [string, readonly RuleRow[]]), ['content.fallback', form.fallback], ['content.escalateTo', form.escalateTo]]
  const nobody = rules.flatMap(([path, rows]) => (rows.some((row) => row.kind === 'named' && row.emails.length === 0) ? [{ path, message: 'Say by e-mail who is named.' }] : []))
  const unasked = form.stages.flatMap((stage, index) => (stage.reviewers.length === 0 ? [{ path: `content.stages.${index}.reviewers`, message: `Say who is asked in stage ${index + 1}.` }] : []))
  const reminders = remindersOf(form) === null ? [{ path: 'content.remindDaysBefore', message: 'Reminders: at most six days before the deadline, such as 7, 3, 1.' }] : []
  return [...numbers, ...unasked, ...nobody, ...reminders]
}

/** Null = not a list of days. */
function remindersOf(form: ContentForm): number[] | null {
  const days = form.remindDaysBefore.split(/[\s,]+/).filter((part) => part !== '').map(whole)
  return days.length <= 6 && days.every((one) => one !== null && one >= 1 && one <= 60) ? [...new Set(days.flatMap((one) => one ?? []))].toSorted((a, b) => b - a) : null
}

const number = (text: string): number => whole(text) ?? Number.NaN

const rulesOf = (rows: readonly RuleRow[]): ReviewerRule[] => rows.map((row) => (row.kind === 'named' ? { kind: 'named', emails: row.emails } : { kind: row.kind }))

/** The form in the words of the endpoint. Of a form that `faultsIn` finds wrong, the server refuses it. */
export function contentOf(form: ContentForm): CampaignContent {
  const { unreviewedDays, ...scope } = form.scope
  return {
    scope: { ...scope, ...(unreviewedDays.trim() === '' ? {} : { unreviewedDays: number(unreviewedDays) }) },
    stages: form.stages.map(({ name, reviewers, days, strategy, closes, stopOn, repeats }) => ({ ...(name.trim() === '' ? {} : { name: name.trim() }), reviewers: rulesOf(reviewers), days: number(days), strategy, closes, stopOn, repeats: number(repeats) })),
    noResponse: form.noResponse, escalateTo: rulesOf(form.escalateTo), fallback: rulesOf(form.fallback), escalateDaysBefore: form.escalateDaysBefore.trim() === '' ? null : number(form.escalateDaysBefore), remindDaysBefore: remindersOf(form) ?? [Number.NaN],
    // What is not asked for where it does not apply is what it was before somebody chose otherwise.
    remediation: form.remediation, suspendDays: whole(form.suspendDays) ?? 7, evidenceDays: number(form.evidenceDays), watchDays: number(form.watchDays), bulkCap: number(form.bulkCap), canaries: number(form.canaries), instructions: form.instructions,
  }
}
