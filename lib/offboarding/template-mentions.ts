import type { ReviewerRule, ReviewScope } from '@/lib/reviews/content'
import type { SubjectKind } from './model'

/** What of a review template can name somebody; other members hold no names. */
export type TemplateContent = { scope?: Partial<ReviewScope>; stages?: readonly { reviewers?: readonly ReviewerRule[] }[]; fallback?: readonly ReviewerRule[]; escalateTo?: readonly ReviewerRule[] }

/** Where a review template says one of these names, in words; empty = nowhere. E-mail addresses are compared without regard to case. */
export function templateMentions(content: TemplateContent, kind: SubjectKind, names: ReadonlySet<string>): string[] {
  const has = (list: readonly string[] | undefined): boolean => (list ?? []).some((name) => names.has(name) || names.has(name.toLowerCase()))
  const asks = (rules: readonly ReviewerRule[] | undefined): boolean => (rules ?? []).some((rule) => rule.kind === 'named' && has(rule.emails))
  const found: [boolean, string][] = kind === 'server' ? [[has(content.scope?.servers), 'it is what is reviewed']]
    : kind === 'agent' ? [[has(content.scope?.agents), 'it is what is reviewed']]
    : kind === 'client' ? []
    : [
        [(content.stages ?? []).some((stage) => asks(stage.reviewers)), 'asked as a reviewer'], [asks(content.fallback), 'asked where nobody can be'],
        [asks(content.escalateTo), 'asked where nobody answered'], [has(content.scope?.owners), 'as an owner in what is reviewed'],
      ]
  return found.flatMap(([is, word]) => (is ? [word] : []))
}
