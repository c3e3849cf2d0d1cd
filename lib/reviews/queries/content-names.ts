import { db, type Tx } from '@/lib/db/client'
import { AppError, type FieldError } from '@/lib/errors'
import { contentFaults } from '@/lib/reviews/content-faults'
import type { CampaignContent, ReviewerRule, ReviewKind } from '@/lib/reviews/content'
import { scopeFaultsOf } from './scope'

/** What of a content contradicts itself, or names what nobody knows, by field; empty = nothing. */
export async function findContentFaults(kind: ReviewKind, content: CampaignContent, now: Date, client: Tx = db()): Promise<FieldError[]> {
  return [...contentFaults(content), ...(await strangers(content, client)), ...(await scopeFaultsOf(kind, content.scope, now, client))]
}

/** Throws `invalid_input` with those. */
export async function refuseFaults(kind: ReviewKind, content: CampaignContent, now: Date, more: readonly FieldError[], client: Tx): Promise<void> {
  const errors = [...more, ...(await findContentFaults(kind, content, now, client))]
  if (errors.length > 0) throw new AppError('invalid_input', `This cannot be kept as it is: ${errors.map((one) => one.message).join('; ')}. Nothing was changed.`, { errors })
}

/** Reviewers by name whom nobody knows. One who has left is passed over when items are given out. */
async function strangers(content: CampaignContent, client: Tx): Promise<FieldError[]> {
  const places: [string, readonly ReviewerRule[]][] = [...content.stages.map((stage, index) => [`content.stages.${index}.reviewers`, stage.reviewers] as [string, readonly ReviewerRule[]]), ['content.fallback', content.fallback], ['content.escalateTo', content.escalateTo]]
  const emails = places.flatMap(([, rules]) => namedIn(rules))
  if (emails.length === 0) return []
  const known = new Set((await client.person.findMany({ where: { email: { in: [...new Set(emails)] } }, select: { email: true } })).map((person) => person.email))
  return places.flatMap(([path, rules]) => namedIn(rules).filter((email) => !known.has(email)).map((email) => ({ path, message: `nobody is known by ${email}` })))
}

function namedIn(rules: readonly ReviewerRule[]): string[] {
  return rules.flatMap((rule) => (rule.kind === 'named' ? rule.emails : []))
}
