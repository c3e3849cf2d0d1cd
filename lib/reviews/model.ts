import { z } from 'zod'
import { narrowBodySchema } from '@/lib/grants/narrow-model'
import { emailSchema } from '@/lib/people/model'
import type { CampaignContent, ReviewKind, ReviewSchedule, ReviewTrigger } from './content'
import type { FrozenItem, FrozenPerson, ItemFlag, Recommendation, Risk } from './frozen'
import { CAMPAIGN_STATES, type CampaignState, ITEM_STATES, type ItemState } from './machine'
import { ANSWERS, type Answer } from './outcome'

export const reviewReasonSchema = z.string().trim().min(1, 'must not be empty').max(2000)
const instant = z.iso.datetime({ offset: true }).transform((value) => new Date(value))

/** `POST /review-items/{id}/decision`. `until` of shorten, and if wished of narrow; `targets` of narrow. `seconds` and `opened`: what the browser saw of the looking. */
export const answerSchema = z.strictObject({
  answer: z.enum(ANSWERS), until: instant.optional(), targets: narrowBodySchema.shape.targets.optional(), reason: reviewReasonSchema.optional(),
  seconds: z.number().min(0).max(86_400).optional(), opened: z.boolean().optional(),
})
export type AnswerInput = z.output<typeof answerSchema>

/** Which items: what the screen filters by, in the address and in bulk alike. */
export const itemFilterSchema = z.strictObject({
  /** need_look: flagged; recommended_keep: recommended keep and not flagged; changed: only what changed; undecided and decided: by the answer of `reviewer`, else by mine, and where who sees all looks at all, by whether everybody asked in the stage has answered. */
  view: z.enum(['need_look', 'recommended_keep', 'changed', 'undecided', 'decided', 'conflict', 'all']).optional(),
  /** `me`: those that I am asked about, in person or as a stand-in; an id: those that this person is asked about. */
  reviewer: z.string().max(100).optional(),
  risk: z.enum(['low', 'medium', 'high', 'critical']).optional(), server: z.string().max(200).optional(), agent: z.string().max(200).optional(),
  recommendation: z.enum(['keep', 'shorten', 'narrow', 'revoke', 'look', 'none']).optional(), state: z.enum(ITEM_STATES).optional(), outcome: z.enum(['keep', 'shorten', 'narrow', 'revoke']).optional(),
  remediation: z.enum(['none', 'open', 'manual', 'success', 'error']).optional(), confirmation: z.string().max(40).optional(), q: z.string().trim().max(200).optional(),
})
export type ItemFilter = z.output<typeof itemFilterSchema>

/** `POST /reviews/{id}/bulk`: one answer to many, chosen by ids or by filter on the server. `dryRun`: says what it would do. */
export const bulkSchema = z.strictObject({
  answer: z.enum(['keep', 'revoke', 'abstain']), reason: reviewReasonSchema.optional(), ids: z.array(z.string().max(100)).max(20_000).optional(), filter: itemFilterSchema.optional(),
  except: z.array(z.string().max(100)).max(20_000).default([]), dryRun: z.boolean().default(false),
})
export type BulkInput = z.output<typeof bulkSchema>

/** What a bulk answer does, or would do. `batches`: how many answers of at most `cap` it takes; one call does one. */
export type BulkPlan = {
  chosen: number
  answerable: number
  byRisk: Record<Risk, number>
  /** Left out, by why: flags, mixed recommendations, not mine. `ids` at most 500. */
  left: { why: ItemFlag | 'other_recommendation' | 'not_yours' | 'answered'; count: number; ids: string[] }[]
  cap: number
  batches: number
  sentence: string
  /** Answered by this call; 0 when dry. */
  answered: number
  bulkId: string | null
}

export const reassignSchema = z.strictObject({ toEmail: emailSchema.optional(), reason: reviewReasonSchema })
export const addReviewerSchema = z.strictObject({ email: emailSchema, reason: reviewReasonSchema })
export const reasonBodySchema = z.strictObject({ reason: reviewReasonSchema })
/** `retry` what failed · `restore` what is only suspended · `done`: done elsewhere · `apply` or `leave` what has changed since · `sign`: closed without proof, on one's name. */
export const remedySchema = z.strictObject({ action: z.enum(['retry', 'restore', 'done', 'apply', 'leave', 'sign']), reason: reviewReasonSchema.optional() })
export type RemedyInput = z.output<typeof remedySchema>

export const campaignFilterSchema = z.strictObject({ state: z.enum(CAMPAIGN_STATES).optional(), open: z.enum(['true', 'false']).transform((value) => value === 'true').optional(), template: z.string().max(100).optional(), mine: z.enum(['true', 'false']).transform((value) => value === 'true').optional() })
export type CampaignFilter = z.output<typeof campaignFilterSchema>

/** Told while an answer of a stage stands: what was said, by whom, and whether it can be taken back. */
export type AnswerView = {
  person: FrozenPerson; onBehalfOf: FrozenPerson | null; stage: number; iteration: number; answer: Answer; until: string | null; targets: { kind: 'tool' | 'context' | 'downstream'; name: string; access: 'read' | 'write' | 'admin'; scope: string[] }[] | null
  reason: string | null; at: string; seconds: number | null; opened: boolean; bulk: boolean; overrode: boolean
}

export type TaskView = { person: FrozenPerson; stage: number; iteration: number; standing: string; why: string | null; addedAt: string; endedAt: string | null; endReason: string | null; answered: boolean }

/** What a row of the deciding screen shows: of the frozen item what fits into three lines, with where it stands now. */
export type ItemRow = {
  id: string; position: number; risk: Risk; state: ItemState; flags: ItemFlag[]; change: 'new' | 'changed' | 'unchanged'
  subject: 'grant' | 'server' | 'agent'
  /** Slug; of an agent's item null. */
  server: string | null
  /** Target of a grant; name of a server or agent. */
  title: string
  access: 'read' | 'write' | 'admin' | null
  caller: { agent: string; client: string; human: string } | null
  badges: { text: string; tone: 'plain' | 'warn' | 'unknown' }[]
  weeks: number[]; calls: number; calls30: number; lastAt: string | null; humans: number
  /** "3 people, 1 of 12 agents". */
  peers: string
  granted: string
  findings: number
  previous: string | null
  recommendation: Recommendation
  /** May this actor answer now; `mine`: asked in person or through somebody away. */
  mine: boolean
  answer: Pick<AnswerView, 'answer' | 'until' | 'reason' | 'at' | 'seconds' | 'bulk'> | null
  conflict: { person: string; answer: Answer }[] | null
  outcome: string | null; outcomeBy: string | null; remediation: string; confirmation: string | null
}

/** One item whole: frozen evidence, who is asked, what was answered (others' answers as far as the actor may see them), and what has changed since. */
export type ItemDetail = {
  row: ItemRow
  campaignId: string; campaign: string; asOf: string; stage: number; stages: number
  frozen: FrozenItem
  tasks: TaskView[]
  answers: AnswerView[]
  /** Since it was frozen, in words; empty = nothing. */
  since: string[]
  question: Question | null
  remediation: { status: string; note: string | null; tries: number; suspendedAt: string | null; endsAt: string | null; at: string | null }
  confirmation: { status: string | null; watchUntil: string | null; at: string | null; detail: ConfirmationDetail | null }
  signed: { by: string; at: string; reason: string } | null
  outcomeDetail: OutcomeDetail | null
}

/** `why` in words, with the names of those whose answers it rests on. */
export type OutcomeDetail = { why: string; until: string | null; targets: AnswerView['targets'] }
/** What has changed since an item was frozen, so that its outcome is not applied by itself. */
export type Question = { kind: 'narrowed' | 'confirmed' | 'definition_approved' | 'owner_changed'; text: string; grantIds: string[] }
/** What the watch found. `calls`: executed after the end. */
export type ConfirmationDetail = { text: string; source: string | null; gaps: string[]; calls: number; blocked: number; lastAt: string | null; grantIds: string[] }

export type Count = { total: number; decided: number }
export type CampaignView = {
  id: string; name: string; kind: ReviewKind; state: CampaignState; templateId: string | null; template: string | null
  occasion: 'manual' | 'schedule' | 'event'; occasionText: string | null
  content: CampaignContent
  stage: number; iteration: number; stages: number; asOf: string | null; stageStartedAt: string | null; stageEndsAt: string | null
  createdBy: string; createdAt: string; launchedBy: string | null; launchedAt: string | null; decidedAt: string | null; confirmingAt: string | null; closedAt: string | null; closedBy: string | null; closeReason: string | null
  /** Of the stage: items in it, and those that everybody asked has answered. Canaries among them until the last stage has closed. */
  counts: { items: number; stage: Count; byRisk: Record<Risk, Count>; outcomes: Record<string, number>; remediation: Record<string, number>; confirmation: Record<string, number>; conflicts: number; nobody: number }
  /** What the actor is asked in this stage; null = nothing. */
  mine: (Count & { signedOffAt: string | null; byRisk: Record<Risk, Count> }) | null
  /** Why it is not closed yet, or what it waits for: the state in one sentence. */
  sentence: string
  launch: { phase: string; done: number; total: number; startedAt: string; error: string | null } | null
}

export type TemplateView = {
  id: string; name: string; kind: ReviewKind; content: CampaignContent; schedule: ReviewSchedule | null; triggers: ReviewTrigger[]; active: boolean; nextAt: string | null; version: number
  createdBy: string; createdAt: string; updatedAt: string; campaigns: number; lastCampaign: { id: string; name: string; state: CampaignState } | null
  /** "On the last business day of each quarter at 08:00, Europe/Berlin". */
  scheduleText: string | null
}

/** What a campaign with this content would hold if it were launched now. */
export type Preflight = {
  items: number; servers: number; agents: number; people: number
  byRisk: Record<Risk, number> | null
  byReviewer: { person: FrozenPerson; items: number; standing: string }[]
  /** Items for which nobody may be asked, at most 50 of them, with why. */
  nobody: { count: number; first: { title: string; server: string; why: string }[] }
  /** Why it cannot be launched; empty = it can. */
  obstacles: string[]
  warnings: string[]
}
