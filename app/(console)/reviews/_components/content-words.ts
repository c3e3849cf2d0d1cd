import type { KeyValue } from '@/components/ui/key-values'
import type { CampaignContent, ReviewerRule, ReviewKind, ReviewScope } from '@/lib/reviews/content'
import { counted, findingWords, REMEDY_WORDS, RULE_WORDS, SILENCE_WORDS, STRATEGY_WORDS } from './review-words'

/** What a scope narrows to, part by part; empty = everything. */
export function scopeParts(scope: ReviewScope): string[] {
  if (scope.grantIds.length > 0) return [`exactly ${counted(scope.grantIds.length, 'grant')}`]
  const one = (list: readonly string[], before = '', after = ''): string | null => (list.length === 0 ? null : `${before}${listed(list)}${after}`)
  return [
    one(scope.sensitivities, '', ' servers'), one(scope.environments, 'in '), one(scope.accesses, '', ' access'), one(scope.servers, 'on '), one(scope.agents, 'of '), one(scope.owners, 'owned by '), one(scope.teams, 'of team '), one(scope.effects, 'tagged '),
    one(scope.tools, 'admitting '), one(scope.origins.map((origin) => ({ request: 'asked for', import: 'imported', break_glass: 'broken glass' })[origin])), one(scope.findings.map(findingWords), 'with '), scope.unreviewedDays === undefined ? null : `not reviewed for ${counted(scope.unreviewedDays, 'day')}`,
  ].filter((part) => part !== null)
}

/** At most three by name. */
function listed(words: readonly string[]): string {
  const shown = words.slice(0, 3)
  const rest = words.length - shown.length
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ')
}

export function rulesText(rules: readonly ReviewerRule[]): string {
  return rules.map((rule) => (rule.kind === 'named' ? listed(rule.emails) : RULE_WORDS[rule.kind].toLowerCase())).join(' and ')
}

/** "Grants on confidential, restricted servers": what a template or a campaign looks at, in one line. */
export function whatText(kind: ReviewKind, scope: ReviewScope): string {
  const parts = scopeParts(scope)
  return `${kind === 'grants' ? 'Grants' : 'Ownership'}: ${parts.length === 0 ? 'all' : parts.join('; ')}`
}

/** The settings as facts, in the order in which they come to bear. */
export function settingsOf(kind: ReviewKind, content: CampaignContent): KeyValue[] {
  const { stages, remindDaysBefore, escalateDaysBefore } = content
  return [
    { key: 'What', value: whatText(kind, content.scope) },
    ...stages.map((stage, place) => ({ key: stages.length === 1 ? 'Asked' : stage.name ?? `Stage ${place + 1}`, value: `${rulesText(stage.reviewers)}, ${counted(stage.days, 'day')}${stage.repeats === 0 ? '' : `, the unanswered ${counted(stage.repeats, 'time')} more`}; ${STRATEGY_WORDS[stage.strategy].label.toLowerCase()}` })),
    { key: 'Fallback', value: content.fallback.length === 0 ? 'any security reviewer' : rulesText(content.fallback) },
    { key: 'No answer', value: SILENCE_WORDS[content.noResponse].label },
    { key: 'Reminders', value: remindDaysBefore.length === 0 ? null : `${remindDaysBefore.join(', ')} days before the deadline` },
    { key: 'Escalation', value: escalateDaysBefore === null || content.escalateTo.length === 0 ? null : `${rulesText(content.escalateTo)}, ${counted(escalateDaysBefore, 'day')} before` },
    ...(kind === 'ownership' ? [] : [
      { key: 'Outcomes', value: `${REMEDY_WORDS[content.remediation].label}${content.remediation === 'suspend_first' ? ` (${counted(content.suspendDays, 'day')})` : ''}` }, { key: 'Watch', value: counted(content.watchDays, 'day') },
    ]),
    { key: 'Evidence', value: `of ${counted(content.evidenceDays, 'day')}` },
    { key: 'At a time', value: `${content.bulkCap} answers at most` },
    ...(content.canaries === 0 ? [] : [{ key: 'Test rows', value: `${content.canaries} in a hundred` }]),
  ]
}
