import { z } from 'zod'
import { emailSchema } from '@/lib/people/model'
import { accessSchema, ENVIRONMENTS, SENSITIVITIES } from '@/lib/registry/model'

const name = (max: number) => z.string().trim().min(1).max(max).regex(/^\P{Cc}*$/u, 'contains a control character')
const names = (max: number) => z.array(name(200)).max(max)

export const REVIEW_KINDS = ['grants', 'ownership'] as const
export type ReviewKind = (typeof REVIEW_KINDS)[number]

/** What is reviewed. Every member narrows; an empty list or an absent member does not. Names as people know them: slugs, e-mails, agents by name or identity. */
export const scopeSchema = z.strictObject({
  servers: names(500).default([]), environments: z.array(z.enum(ENVIRONMENTS)).default([]), sensitivities: z.array(z.enum(SENSITIVITIES)).default([]), effects: names(50).default([]),
  /** Of servers: owner or backup owner. */
  owners: names(200).default([]), teams: names(200).default([]),
  agents: names(500).default([]), accesses: z.array(accessSchema).default([]), origins: z.array(z.enum(['request', 'import', 'break_glass'])).default([]),
  /** Grants that admit one of these tools of the servers. */
  tools: names(200).default([]),
  /** With an open finding of one of these kinds. */
  findings: names(50).default([]),
  /** Not reviewed within so many days. */
  unreviewedDays: z.number().int().min(1).max(3650).optional(),
  /** Exactly these, whatever else is said: what a micro-review and a second asking are about. */
  grantIds: z.array(name(100)).max(20_000).default([]),
})
export type ReviewScope = z.output<typeof scopeSchema>

export const REVIEWER_RULES = ['owner', 'backup_owner', 'sponsor', 'manager', 'security'] as const
/** Each rule finds one person for an item, `named` all of those. Where that person may not or cannot, the next in line. */
export const reviewerRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(REVIEWER_RULES) }),
  z.strictObject({ kind: z.literal('named'), emails: z.array(emailSchema).min(1).max(50) }),
])
export type ReviewerRule = z.output<typeof reviewerRuleSchema>
const rules = z.array(reviewerRuleSchema).max(6)

export const STRATEGIES = ['one_accept_accepts', 'all_must_accept', 'one_deny_denies', 'accepted_if_not_denied'] as const
export type Strategy = (typeof STRATEGIES)[number]

export const NO_RESPONSES = ['revoke', 'keep', 'escalate'] as const
export type NoResponse = (typeof NO_RESPONSES)[number]

export const stageSchema = z.strictObject({
  name: name(80).optional(),
  reviewers: rules.min(1),
  /** From its start to its deadline. */
  days: z.number().int().min(1).max(90),
  strategy: z.enum(STRATEGIES).default('all_must_accept'),
  /** As soon as everybody has signed off, or at its deadline only. */
  closes: z.enum(['when_signed_off', 'at_deadline']).default('when_signed_off'),
  /** With these outcomes an item does not go on to the next stage. */
  stopOn: z.array(z.enum(['accept', 'deny', 'no_response'])).default(['deny']),
  /** How often its unanswered items are asked again, of the same people, for as long again. */
  repeats: z.number().int().min(0).max(3).default(0),
})
export type ReviewStage = z.output<typeof stageSchema>

export const contentSchema = z.strictObject({
  scope: scopeSchema.prefault({}),
  stages: z.array(stageSchema).min(1).max(4),
  /** What an item takes that nobody answered. `escalate`: `escalateTo` is asked once more for at most a week, then it is revoked. */
  noResponse: z.enum(NO_RESPONSES).default('revoke'),
  escalateTo: rules.default([{ kind: 'security' }]),
  /** Asked where nobody of a stage's line can be. */
  fallback: rules.default([{ kind: 'security' }]),
  /** Adds a person to what is undecided so many days before the deadline; null = never. The deadline stays. */
  escalateDaysBefore: z.number().int().min(1).max(30).nullable().default(1),
  /** Days before the deadline on which the undecided are reminded, besides the start. */
  remindDaysBefore: z.array(z.number().int().min(1).max(60)).max(6).default([7, 3, 1]),
  /** automatic: applied when the last stage closes. suspend_first: suspended then, ended `suspendDays` later unless restored. ticket: a person does it, the console sees whether it is done. */
  remediation: z.enum(['automatic', 'suspend_first', 'ticket']).default('automatic'),
  suspendDays: z.number().int().min(1).max(30).default(7),
  evidenceDays: z.number().int().min(7).max(365).default(90),
  /** How long what was ended is watched before it counts as over. */
  watchDays: z.number().int().min(1).max(60).default(7),
  /** At most so many answers at a time. */
  bulkCap: z.number().int().min(2).max(500).default(50),
  /** Rows that do not exist and should be revoked, per hundred, to see whether anybody looks. */
  canaries: z.number().int().min(0).max(10).default(0),
  /** Shown above the items. */
  instructions: z.string().trim().max(4000).default(''),
})
export type CampaignContent = z.output<typeof contentSchema>

export const RECURRENCES = ['monthly', 'quarterly', 'half_yearly', 'yearly'] as const
/** When a template starts by itself, in a named time zone (IANA). `month`: the first of its months in the year, for all but monthly. */
export const scheduleSchema = z.strictObject({
  every: z.enum(RECURRENCES),
  on: z.union([z.strictObject({ day: z.number().int().min(1).max(31) }), z.strictObject({ businessDay: z.enum(['first', 'last']) })]),
  month: z.number().int().min(1).max(12).default(1),
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 08:00').default('08:00'),
  timeZone: z.string().min(1).max(64),
})
export type ReviewSchedule = z.output<typeof scheduleSchema>

export const REVIEW_TRIGGERS = ['definition_widened', 'owner_left'] as const
export type ReviewTrigger = (typeof REVIEW_TRIGGERS)[number]

const title = name(120)
/** `POST /review-templates`. */
export const templateSchema = z.strictObject({
  name: title, kind: z.enum(REVIEW_KINDS), content: contentSchema, schedule: scheduleSchema.nullable().default(null), triggers: z.array(z.enum(REVIEW_TRIGGERS)).default([]), active: z.boolean().default(true),
})
export type TemplateInput = z.output<typeof templateSchema>

/** `POST /reviews`: a draft, from a template or by itself. */
export const draftSchema = z.strictObject({ templateId: name(100).optional(), name: title.optional(), kind: z.enum(REVIEW_KINDS).optional(), content: contentSchema.optional() })
  .refine((draft) => draft.templateId !== undefined || (draft.name !== undefined && draft.kind !== undefined && draft.content !== undefined), { path: ['templateId'], message: 'give a template, or name, kind and content' })
export type DraftInput = z.output<typeof draftSchema>
